"""`lastro migrate`: old words are read, warned of, and replaced; nothing else changes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lastro.commands import main
from lastro.errors import LastroError
from lastro.migrating import migrated
from lastro.records import Article, Claim, Source
from lastro.schema_words import EACH, OLD_WORDS, SCHEMA, OldWord
from lastro.settings import Settings
from little_site import (
    CLAIM,
    CLAIM_PATH,
    OTHER_SOURCE_PATH,
    SETTINGS,
    SOURCE,
    TODAY,
    write_files,
    write_site,
)

Lastro = Callable[..., tuple[int, str, str]]
OLD_CLAIM = CLAIM.replace("  - rating: supported", '  - "verdict": supported # as drafted')
OLD_SETTINGS = SETTINGS.replace("schema: 1", "schema: 0")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site of an earlier schema, one of its records with CRLF, and stand in it."""
    monkeypatch.chdir(write_site(tmp_path))
    assert "schema: 0" in OLD_SETTINGS
    crlf = OLD_CLAIM.replace("\n", "\r\n").encode()
    return write_files(tmp_path, {CLAIM_PATH: crlf, "lastro.yml": OLD_SETTINGS.encode()})


@pytest.fixture
def lastro(capsys: pytest.CaptureFixture[str]) -> Lastro:
    """Run a command line in this process: its exit, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return run


def warnings(lastro: Lastro) -> list[str]:
    out = lastro("check", "--format", "concise", "--today", TODAY)[1]
    return [line for line in out.splitlines() if "schema-old" in line and ": warning" in line]


@pytest.mark.usefixtures("site")
def test_old_words_are_read_and_each_is_a_warning(lastro: Lastro) -> None:
    assert warnings(lastro) == [
        (
            f"{CLAIM_PATH}:24:5: warning schema-old: 'verdict' is called 'rating' since schema 1 "
            "(run `lastro migrate`)"
        ),
        "lastro.yml:3:9: warning schema-old: '0' is called '1' since schema 1 (run `lastro migrate`)",
    ]
    assert lastro("check", "--today", TODAY)[0] == 0


def test_words_are_replaced_and_comments_quotes_and_line_ends_stay(
    site: Path, lastro: Lastro
) -> None:
    assert lastro("migrate") == (
        0,
        "migrated 2 files to schema 1: '0' → '1' (1), 'verdict' → 'rating' (1). 2 lines changed\n",
        "",
    )
    after = OLD_CLAIM.replace('"verdict"', '"rating"').replace("\n", "\r\n").encode()
    assert (site / CLAIM_PATH).read_bytes() == after
    assert (site / "lastro.yml").read_text(encoding="utf-8") == SETTINGS
    assert warnings(lastro) == []


def test_a_second_run_finds_nothing_to_do(site: Path, lastro: Lastro) -> None:
    lastro("migrate")
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.yml")}
    told = (0, "nothing to migrate: the records are in the words of schema 1\n", "")
    assert lastro("migrate") == told
    assert lastro("migrate", "--check") == told
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*.yml")} == before


@pytest.mark.parametrize(("option", "code"), [("--check", 1), ("--dry-run", 0)])
def test_what_would_change_is_told_without_writing(
    site: Path, lastro: Lastro, option: str, code: int
) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*.yml")}
    assert lastro("migrate", option) == (
        code,
        (
            "2 files hold words of an earlier schema: '0' → '1' (1), 'verdict' → 'rating' (1). "
            "run `lastro migrate`; 2 lines change\n"
        ),
        "",
    )
    assert {path: path.read_bytes() for path in site.rglob("*.yml")} == before


@pytest.mark.usefixtures("site")
def test_a_machine_reads_which_words_where(lastro: Lastro) -> None:
    code, out, _ = lastro("migrate", "--check", "--json")
    assert code == 1
    assert json.loads(out) == {
        "format": "lastro-migrate",
        "version": 1,
        "schema": SCHEMA,
        "written": False,
        "words": [
            {
                "path": CLAIM_PATH,
                "line": 24,
                "column": 5,
                "old": "verdict",
                "new": "rating",
                "since": 1,
            },
            {"path": "lastro.yml", "line": 3, "column": 9, "old": "0", "new": "1", "since": 1},
        ],
    }


def test_a_file_that_cannot_be_read_is_named_and_left(site: Path, lastro: Lastro) -> None:
    write_files(site, {OTHER_SOURCE_PATH: "title: [\n"})
    out = lastro("migrate")[1]
    assert out.startswith(
        f"not looked at, as they cannot be read: {OTHER_SOURCE_PATH}\nmigrated 2 "
    )
    assert (site / OTHER_SOURCE_PATH).read_text(encoding="utf-8") == "title: [\n"


def test_a_record_with_other_faults_is_migrated_all_the_same(site: Path, lastro: Lastro) -> None:
    faulty = OLD_CLAIM.replace("nature: fact\n", "")
    write_files(site, {CLAIM_PATH: faulty})
    lastro("migrate")
    assert (site / CLAIM_PATH).read_text(encoding="utf-8") == faulty.replace("verdict", "rating")


def test_other_commands_change_a_record_of_an_earlier_schema(site: Path, lastro: Lastro) -> None:
    assert lastro("rename", "claim", "quays-closed", "quays", "--today", TODAY)[0] == 0
    reasons = ("--reason", "It was wrong.", "--reason-in", "pt-BR=Estava errado.")
    assert lastro("withdraw", "claim", "quays", *reasons, "--today", TODAY)[0] == 0
    assert b'"verdict": supported' in (site / "claims/harbour/quays.yml").read_bytes()


# Each step, and what a step may be.


@pytest.mark.parametrize(
    ("word", "before", "after"),
    [
        (OLD_WORDS[0], OLD_CLAIM, OLD_CLAIM.replace("verdict", "rating")),
        (OLD_WORDS[1], OLD_SETTINGS, SETTINGS),
    ],
    ids=lambda value: value.old if isinstance(value, OldWord) else "",
)
def test_each_step_changes_its_word_alone(word: OldWord, before: str, after: str) -> None:
    changed, found = migrated(before, word.model, [word])
    assert changed == after != before
    assert [one.word for one in found] == [word]
    assert migrated(changed, word.model, [word]) == (after, ())


def test_every_step_is_tested() -> None:
    assert len(OLD_WORDS) == 2
    assert all(word.since <= SCHEMA for word in OLD_WORDS)


STANCE = OldWord(Claim, ("evidence", EACH), "helps", "supports", since=2, value_of="stance")
TOLD = OldWord(Source, (), "re_tells", "derived_from", since=2)


@pytest.mark.parametrize(
    ("word", "before", "after"),
    [
        (STANCE, CLAIM.replace("stance: supports", "stance: 'helps' # yes"), CLAIM.replace("stance: supports", "stance: 'supports' # yes")),
        (TOLD, f"{{re_tells: [a], {SOURCE[:5]}: x}}", f"{{derived_from: [a], {SOURCE[:5]}: x}}"),
        (TOLD, SOURCE + "re_tells:\n- re_tells\n", SOURCE + "derived_from:\n- re_tells\n"),
        (TOLD, SOURCE + "? re_tells\n: [a]\n", SOURCE + "? derived_from\n: [a]\n"),
    ],
)  # fmt: skip
def test_keys_and_values_are_replaced_in_every_style(
    word: OldWord, before: str, after: str
) -> None:
    assert migrated(before, word.model, [word])[0] == after


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (SOURCE + "re_tells: [a]\nderived_from: [b]\n", TOLD),
        (SOURCE, TOLD),
        ("evidence: none\n", STANCE),
        ("evidence: [none, {stance: [helps]}]\n", STANCE),
    ],
    ids=["both", "none", "no list", "no text"],
)
def test_what_is_no_old_word_stays(text: str, word: OldWord) -> None:
    assert migrated(text, word.model, [word]) == (text, ())
    assert migrated(text, Article, [word]) == (text, ())
    assert migrated(text, Settings, [word]) == (text, ())


@pytest.mark.parametrize("old", ['"re\\u005ftells"', '"re_\\\n  tells"'])
def test_a_word_that_is_not_written_as_it_reads_is_left_to_a_person(old: str) -> None:
    text = f"{SOURCE}{old}: [a]\n"
    with pytest.raises(LastroError) as refused:
        migrated(text, Source, [TOLD])
    assert refused.value.hint in ("change it by hand", "run `lastro check`")
