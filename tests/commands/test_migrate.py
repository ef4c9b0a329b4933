"""`lastro migrate`: the number is raised, nothing else moves, and twice is once."""

from pathlib import Path

import pytest

from lastro.system.output import read_tree
from tests.support.command_line import Lastro
from tests.support.little_site import SETTINGS, TODAY, write_files

OLD = SETTINGS.replace("schema: 2", "schema: 1  # as it was")
DONE = "changed lastro.yml: schema 1 to 2; no record needs a change\n"


@pytest.fixture
def old(site: Path) -> Path:
    assert OLD != SETTINGS
    write_files(site, {"lastro.yml": OLD})
    return site


def found(lastro: Lastro) -> list[str]:
    told = lastro("check", "--format", "concise", "--today", TODAY)[1].splitlines()
    return [line for line in told if " note " not in line]


def test_only_the_number_changes_and_twice_is_once(old: Path, lastro: Lastro) -> None:
    before = read_tree(old)
    assert lastro("migrate") == (0, DONE, "")
    changed = OLD.replace("schema: 1", "schema: 2").encode()
    assert read_tree(old) == {**before, "lastro.yml": changed}
    assert found(lastro) == []
    assert lastro("migrate") == (0, "nothing to change: the records are in schema 2\n", "")
    assert (old / "lastro.yml").read_bytes() == changed


def test_another_folder_is_named(
    old: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old.parent)
    assert lastro("migrate", old.name) == (0, DONE, "")


def test_a_dry_run_writes_nothing(old: Path, lastro: Lastro) -> None:
    before = read_tree(old)
    assert lastro("migrate", "--dry-run") == (0, f"would have {DONE}", "")
    assert read_tree(old) == before


def test_the_check_says_that_the_number_is_old_and_what_to_do(old: Path, lastro: Lastro) -> None:
    (told,) = found(lastro)
    assert told.startswith("lastro.yml:3:9: error schema-old: ")
    assert "these records are written in schema 1, this Lastro reads 2" in told
    assert old.is_dir()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            OLD.replace("schema: 1", "schema: 9"),
            "error: lastro.yml names schema '9', this Lastro reads schema 2\n"
            "hint: install the release that was made for it\n",
        ),
        (
            OLD.replace("schema: 1", "language: 1"),
            "error: lastro.yml names no schema\n"
            "hint: write `schema: 2`, or `schema: 1` if the records are older\n",
        ),
        (
            "schema: [\n",
            (
                "error: line 2: not YAML: did not find expected node content\n"
                "hint: run `lastro check`\n"
            ),
        ),
    ],
)
def test_what_cannot_be_raised_is_told_and_left(
    old: Path, lastro: Lastro, settings: str, said: str
) -> None:
    write_files(old, {"lastro.yml": settings})
    assert lastro("migrate") == (2, "", said)
    assert (old / "lastro.yml").read_text(encoding="utf-8") == settings


def test_letters_that_are_not_utf_8_are_told_and_not_written_over(
    old: Path, lastro: Lastro
) -> None:
    content = OLD.replace("name: Lastro", "name: Café").encode("latin-1", errors="replace")
    (old / "lastro.yml").write_bytes(content)
    assert lastro("migrate") == (
        2,
        "",
        "error: lastro.yml: not UTF-8: byte 0xe9\nhint: save it as UTF-8\n",
    )
    assert (old / "lastro.yml").read_bytes() == content


def test_line_ends_stay(old: Path, lastro: Lastro) -> None:
    (old / "lastro.yml").write_bytes(OLD.replace("\n", "\r\n").encode())
    assert lastro("migrate") == (0, DONE, "")
    changed = OLD.replace("schema: 1", "schema: 2").replace("\n", "\r\n").encode()
    assert (old / "lastro.yml").read_bytes() == changed
