"""`schema-old`: the number is raised, nothing else moves, and twice is once."""

from pathlib import Path

import pytest

from lastro.system.output import read_tree
from tests.support.command_line import Lastro
from tests.support.little_site import SETTINGS, TODAY, write_files

OLD = SETTINGS.replace("schema: 2", "schema: 1  # as it was")
FIX = ("check", "--fix", "--today", TODAY)


def settings(site: Path) -> bytes:
    return (site / "lastro.yml").read_bytes()


def test_a_fix_raises_the_number_alone_and_twice_is_once(site: Path, lastro: Lastro) -> None:
    write_files(site, {"lastro.yml": OLD})
    before = read_tree(site)
    assert lastro(*FIX)[0] == 0
    changed = OLD.replace("schema: 1", "schema: 2").encode()
    assert read_tree(site) == {**before, "lastro.yml": changed}
    assert lastro(*FIX)[0] == 0
    assert settings(site) == changed


def test_a_dry_run_writes_nothing(site: Path, lastro: Lastro) -> None:
    write_files(site, {"lastro.yml": OLD})
    before = read_tree(site)
    lastro("check", "--diff", "--today", TODAY)
    assert read_tree(site) == before


def test_line_ends_stay(site: Path, lastro: Lastro) -> None:
    (site / "lastro.yml").write_bytes(OLD.replace("\n", "\r\n").encode())
    assert lastro(*FIX)[0] == 0
    assert settings(site) == OLD.replace("schema: 1", "schema: 2").replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (OLD.replace("schema: 1", "schema: 9").encode(), "schema"),
        (OLD.replace("schema: 1", "language: 1").encode(), "schema"),
        (b"schema: [\n", "yaml-syntax"),
        (
            OLD.replace("name: Lastro", "name: Caf\u00e9").encode("latin-1", "replace"),
            "file-encoding",
        ),
    ],
)
def test_what_cannot_be_raised_is_told_and_left(
    site: Path, lastro: Lastro, content: bytes, said: str
) -> None:
    (site / "lastro.yml").write_bytes(content)
    code, out, _ = lastro(*FIX)
    assert code == 1
    assert said in out
    assert settings(site) == content
