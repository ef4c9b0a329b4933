"""`lastro withdraw`: the record says why, keeps its lines, and nothing is left unsaid."""

import difflib
from pathlib import Path
from typing import Any

import pytest

from lastro.checks.runner import run
from lastro.commands import main
from lastro.commands.shared import edits
from lastro.diagnostics.report import Report
from tests.support.command_line import Lastro
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    OTHER_SOURCE,
    OTHER_SOURCE_PATH,
    SETTINGS,
    TODAY,
    write_files,
)

POST = ("withdraw", "source", "port-blog", "--today", TODAY)
REASONS = ("--reason", "It was invented.", "--reason-in", "pt-BR=Foi inventado.")
WITHDRAWN = "withdrawn: {on: 2026-03-01, reason: {en: It was invented., pt-BR: Foi inventado.}}\n"
REST = f"{CLAIM_PATH}:19:13 link-to-withdrawn: 'port-blog' was withdrawn on 2026-03-01"


def errors(lastro: Lastro) -> list[str]:
    found = lastro("check", "--format", "concise", "--today", TODAY)[1].splitlines()
    return [line for line in found if " note " not in line]


def test_a_record_is_withdrawn_with_one_new_line_and_what_rests_on_it_is_named(
    site: Path, lastro: Lastro
) -> None:
    assert errors(lastro) == []
    assert lastro(*POST, *REASONS) == (
        0,
        (
            f"withdrew source 'port-blog' in {OTHER_SOURCE_PATH}: its page is now a tombstone\n"
            "1 place needs you:\n"
            f'  {REST}: "It was invented."\n'
            "      drop it and review the rating\n"
        ),
        "",
    )
    assert (site / OTHER_SOURCE_PATH).read_text(encoding="utf-8") == OTHER_SOURCE + WITHDRAWN
    assert [line.split(": ")[0] for line in errors(lastro)] == [f"{CLAIM_PATH}:19:13"]


def test_a_record_that_nothing_rests_on_leaves_the_check_clean(site: Path, lastro: Lastro) -> None:
    code, out, _ = lastro("withdraw", "claim", "quays-closed", *REASONS, "--today", TODAY)
    assert code == 0
    assert out.endswith("its page is now a tombstone\nnothing else needs you\n")
    assert errors(lastro) == []
    after = (site / CLAIM_PATH).read_text(encoding="utf-8")
    assert after == CLAIM + WITHDRAWN


def test_a_dry_run_shows_the_lines_and_writes_nothing(site: Path, lastro: Lastro) -> None:
    code, out, _ = lastro(*POST, *REASONS, "--dry-run")
    assert code == 0
    assert out.startswith(
        f"would withdraw source 'port-blog' in {OTHER_SOURCE_PATH}:\n  + {WITHDRAWN}"
        f"1 place needs you:\n  {REST}"
    )
    assert (site / OTHER_SOURCE_PATH).read_text(encoding="utf-8") == OTHER_SOURCE


def test_a_successor_is_named_and_offered(site: Path, lastro: Lastro) -> None:
    out = lastro(*POST, *REASONS, "--see", "harbour-bylaws")[1]
    assert "      use its successor 'harbour-bylaws', or drop it and review the rating\n" in out
    after = (site / OTHER_SOURCE_PATH).read_text(encoding="utf-8")
    assert after.endswith("  see: harbour-bylaws\n") or "see: harbour-bylaws}" in after


def test_a_reason_that_is_not_translated_is_told(site: Path, lastro: Lastro) -> None:
    out = lastro(*POST, "--reason", "It was invented.")[1]
    assert f"  {OTHER_SOURCE_PATH}:11:29 translation-missing: 'reason' has no pt-BR\n" in out
    after = (site / OTHER_SOURCE_PATH).read_text(encoding="utf-8")
    assert after.endswith("withdrawn: {on: 2026-03-01, reason: It was invented.}\n")


def test_other_lines_and_their_ends_stay(site: Path, lastro: Lastro) -> None:
    before = ARTICLE.replace("\n", "\r\n").replace("why:", "# why\r\nwhy: # because").encode()
    write_files(site, {ARTICLE_PATH: before})
    assert lastro("withdraw", "article", "harbour", *REASONS, "--today", TODAY)[0] == 0
    after = (site / ARTICLE_PATH).read_bytes()
    matcher = difflib.SequenceMatcher(a=before.splitlines(True), b=after.splitlines(True))
    assert [tag for tag, *_ in matcher.get_opcodes()] == ["equal", "insert"]
    assert after.endswith(WITHDRAWN.replace("\n", "\r\n").encode())


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("source", "port-blogg"), "no source 'port-blogg'", "did you mean 'port-blog'?"),
        (("claim", "x"), "no claim 'x'", "its id is the name of its file"),
        (
            ("claim", "port-blog"),
            "'port-blog' is no claim but a source",
            "write `source port-blog`",
        ),
        (
            ("source", "port-blog", "--see", "port-blog"),
            "'port-blog' is this record itself (--see)",
            "name what replaces it",
        ),
        (
            ("source", "port-blog", "--see", "harbour-bylaw"),
            "no source 'harbour-bylaw' (--see)",
            "did you mean 'harbour-bylaws'?",
        ),
        (
            ("source", "port-blog", "--see", "quays-closed"),
            "'quays-closed' is no source but a claim (--see)",
            "name a source",
        ),
        (
            ("source", "port-blog", "--reason", " - "),
            "' - ' gives no reason in en",
            "say why: readers see it",
        ),
        (
            ("source", "port-blog", "--reason-in", "pt-BR=n/a"),
            "'n/a' gives no reason in pt-BR",
            "say why: readers see it",
        ),
        (
            ("source", "port-blog", "--reason-in", "pt-br=Foi inventado."),
            "'pt-br' is no other language of this site",
            "did you mean 'pt-BR'?",
        ),
        (
            ("source", "port-blog", "--reason-in", "en=It was invented."),
            "'en' is no other language of this site",
            "`--reason` is in en; others of this site: pt-BR",
        ),
        (
            ("source", "port-blog", "--reason-in", "Foi inventado."),
            "'Foi inventado.' has no language",
            "write `--reason-in LANG=TEXT`",
        ),
        (
            ("source", "port-blog", "--reason-in", "pt-BR=Sim.", "--reason-in", "pt-BR=Foi."),
            "two reasons are in pt-BR",
            "give one for each language",
        ),
        (
            ("source", "port-blog", "--reason", "It was \udcff."),
            r"'It was \udcff.' is no text in UTF-8",
            "write it anew",
        ),
        (
            ("source", "port-blog", "--reason", "It was \u202e."),
            r"U+202E is hidden here in 'It was \u202e.'",
            "delete it: quotes are compared without it",
        ),
    ],
)
def test_what_would_not_help_a_reader_is_refused_and_nothing_is_written(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*.yml")}
    reason = ("--reason", "It was invented.")
    said = lastro("withdraw", "--today", TODAY, *reason, *arguments)
    assert said == (2, "", f"error: {message}\nhint: {hint}\n")
    assert {path: path.read_bytes() for path in site.rglob("*.yml")} == before


def test_without_a_reason_nothing_is_withdrawn(site: Path, lastro: Lastro) -> None:
    code, _, err = lastro(*POST)
    assert code == 2
    assert "missing option '--reason'" in err
    assert (site / OTHER_SOURCE_PATH).read_text(encoding="utf-8") == OTHER_SOURCE


@pytest.mark.usefixtures("site")
def test_a_record_is_withdrawn_once_and_leads_to_no_tombstone(lastro: Lastro) -> None:
    lastro(*POST, *REASONS, "--see", "harbour-bylaws")
    assert lastro(*POST, *REASONS) == (
        2,
        "",
        (
            "error: source 'port-blog' was withdrawn on 2026-03-01\n"
            f"hint: its reason stands in {OTHER_SOURCE_PATH}:12:3\n"
        ),
    )
    other = ("withdraw", "source", "harbour-bylaws", *REASONS, "--see", "port-blog")
    assert lastro(*other, "--today", TODAY) == (
        2,
        "",
        (
            "error: 'port-blog' was withdrawn on 2026-03-01 (--see)\n"
            "hint: it leads on to 'harbour-bylaws'\n"
        ),
    )


def test_a_retired_id_and_a_record_with_errors_are_told(site: Path, lastro: Lastro) -> None:
    write_files(
        site,
        {
            OTHER_SOURCE_PATH: OTHER_SOURCE + "former_ids: [old-blog]\n",
            CLAIM_PATH: CLAIM.replace("nature: fact\n", ""),
        },
    )
    assert lastro("withdraw", "source", "old-blog", *REASONS)[2] == (
        "error: 'old-blog' is a retired id\nhint: it is called 'port-blog' now\n"
    )
    assert lastro("withdraw", "claim", "quays-closed", *REASONS)[2] == (
        "error: the file of claim 'quays-closed' has errors\nhint: run `lastro check`\n"
    )


def test_a_scale_with_errors_stops_it(site: Path, lastro: Lastro) -> None:
    write_files(site, {"lastro.yml": SETTINGS.replace("schema: 2", "schema: 9")})
    said = (2, "", "error: lastro.yml has errors\nhint: run `lastro check`\n")
    assert lastro(*POST, *REASONS) == said


def test_a_record_that_somebody_else_saves_meanwhile_is_not_overwritten(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = OTHER_SOURCE + "# theirs\n"

    def slow(*arguments: Any) -> Report:
        write_files(site, {OTHER_SOURCE_PATH: theirs})
        return run(*arguments)

    monkeypatch.setattr(edits, "run", slow)
    assert lastro(*POST, *REASONS) == (
        2,
        "",
        f"error: '{OTHER_SOURCE_PATH}' was changed while this ran\nhint: run it again\n",
    )
    assert (site / OTHER_SOURCE_PATH).read_text(encoding="utf-8") == theirs


def test_a_missing_kind_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["withdraw"])
    assert capsys.readouterr().err == (
        "error: missing argument '[claim|source|article] ID'\nhint: see `lastro withdraw --help`\n"
    )


def test_a_statement_that_repeats_what_is_withdrawn_is_named_with_what_to_write(
    site: Path, lastro: Lastro
) -> None:
    text = (site / ARTICLE_PATH).read_text(encoding="utf-8")
    write_files(site, {ARTICLE_PATH: text + "  - {repeats: quays-closed, words: gulls}\n"})
    out = lastro("withdraw", "claim", "quays-closed", *REASONS, "--today", TODAY)[1]
    assert out.splitlines()[1:] == [
        "1 place needs you:",
        (
            f"  {ARTICLE_PATH}:15:15 link-to-withdrawn: 'quays-closed' was withdrawn on 2026-03-01: "
            '"It was invented."'
        ),
        "      write `left_out` with `because`",
    ]
