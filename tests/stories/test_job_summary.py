"""The summary of a job: what was found, what changes for readers, how it will read; nothing live."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from lastro.changes.compare import compare
from lastro.commands import main
from lastro.diagnostics.finding import Severity
from lastro.places import START, Place, Span
from lastro.reporters import markdown as findings_form
from lastro.reporters import reporters
from lastro.reporters.diffs import formats
from lastro.reporters.diffs.entries import gather
from lastro.reporters.markdown import fit_lines, literal
from tests.changes.test_history import commit, git
from tests.reporters.test_text import PATH, a_report, found
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.little_site import CLAIM, CLAIM_PATH, TODAY, write_files, write_site

MEBIBYTE = 1 << 20
WORST = "[@a](b)" * 60
"""Every character of it takes many bytes once it is escaped."""
TOP = "| where | rule | what is wrong | what to do |\n| --- | --- | --- | --- |\n"


def summary(*diagnostics: object, **more: object) -> str:
    return reporters()["markdown"](a_report(*diagnostics, **more))  # type: ignore[arg-type]


def rows(text: str) -> list[str]:
    return re.findall(r"^\| (?!where|---)(.*) \|$", text, re.MULTILINE)


def test_a_summary_is_a_heading_a_table_and_the_last_line_of_the_check() -> None:
    assert summary(found(), not_run=()) == (
        "## Record check: 1 error in 614 files\n"
        "\n"
        f"{TOP}"
        f"| {PATH} line 9 | error evidence-unknown-source | no source has the id 'harbour-bylaw' | "
        "did you mean 'harbour-bylaws'? |\n"
        "\n"
        "1 error in 614 files. why: lastro explain evidence-unknown-source\n"
    )


def test_a_clean_summary_has_no_table() -> None:
    assert summary(not_run=(), base="main", changed={"lastro.yml": frozenset({1})}) == (
        "## Record check: no problems in 1 changed file\n\nno problems in 614 files.\n"
    )


def test_a_finding_about_a_whole_file_has_no_line() -> None:
    assert rows(summary(found(place=Place(PATH, START))))[0].startswith(f"{PATH} | error ")


@pytest.mark.parametrize(
    ("changed", "heading"),
    [
        ({PATH: frozenset({9})}, "1 error, 1 warning in 1 changed record"),
        (
            {PATH: frozenset(), "sources/a.yml": frozenset(), "evidence.lock": frozenset()},
            "1 error, 1 warning in 3 changed files",
        ),
        (
            {"sources/a.yml": frozenset({1})},
            "1 error, 1 warning, 0 of them in 1 changed record",
        ),
        ({}, "1 error, 1 warning in 614 files"),
    ],
)
def test_the_heading_says_how_many_problems_stand_in_what_changed(
    changed: dict[str, frozenset[int]], heading: str
) -> None:
    listed = [found(), found(severity=Severity.WARNING), found(severity=Severity.NOTE)]
    said = summary(*listed, found(waived="known"), base="main", changed=changed)
    assert said.splitlines()[0] == f"## Record check: {heading}"


def test_exceptions_come_first_then_errors_on_changed_lines() -> None:
    def at(line: int, severity: Severity = Severity.ERROR, rule: str = "url-untidy") -> object:
        return found(place=Place(PATH, Span(line, 1, line, 2)), severity=severity, rule=rule)

    said = summary(
        at(1, Severity.NOTE),
        at(2, Severity.WARNING),
        at(3),
        at(4),
        at(5, Severity.NOTE, "exception-added"),
        changed={PATH: frozenset({4})},
    )
    lines = [re.search(r" line (\d)", one)[1] for one in rows(said)]  # type: ignore[index]
    assert lines == ["5", "4", "3", "2", "1"]


def test_a_summary_that_grows_too_long_is_cut_and_counts_the_rest() -> None:
    said = summary(*[found(message=WORST, hint=WORST)] * 2_000)
    shown = len(rows(said))
    assert 0 < shown < 2_000
    assert f"\n\n{2_000 - shown} more are left out here.\n\n" in said
    assert len(said.encode()) < findings_form.ROOM + 1_000


def test_all_parts_of_a_summary_fit_into_it_together() -> None:
    short = {"en": WORST[:200], "pt-BR": "x"}
    added = [
        claim(
            id=f"c{n}",
            claim={"en": WORST[:160], "pt-BR": "x"},
            reviews=[review(short=short)],
            evidence=[passage("harbour-log", quote=WORST)],
        )
        for n in range(600)
    ]
    base, now = corpus(article(), source()), corpus(article(), source(title=WORST), *added)
    change = formats()["markdown"](gather(compare(base, now), "a", "b"))
    whole = summary(*[found(message=WORST, hint=WORST)] * 2_000) + change
    assert len(whole.encode()) < MEBIBYTE
    assert re.findall(r"\d+ more are left out here\.", whole)[2:] == ["550 more are left out here."]


# --- how a claim will read ---------------------------------------------------------------------------


def read(before: list[object], now: list[object]) -> list[str]:
    beside: list[object] = [article(), source()]
    base, after = (corpus(*beside, *side) for side in (before, now))  # type: ignore[arg-type]
    said = formats()["markdown"](gather(compare(base, after), "a", "b"))
    return re.findall("^> .*$", said.partition("### As it will read\n")[2], re.MULTILINE)


READS = (
    '> **reported.** The log of the harbour shows it. "Sunday&#58; quays" (Log of the harbour)'
).replace("&#58;", ":")


def test_a_new_claim_is_shown_as_it_will_read() -> None:
    assert read([], [claim(evidence=[passage("harbour-log", quote="Sunday: quays")])]) == [READS]


def test_what_the_reasoning_cites_first_is_what_is_quoted() -> None:
    both = [passage("walk"), passage("harbour-log")]
    because = "Says the log [@harbour-log, p. 2], as a visitor saw [@walk]."
    cited = claim(evidence=both, reviews=[review(because=because)])
    assert read([], [cited])[0].endswith('"Words of harbour-log." (Log of the harbour)')


@pytest.mark.parametrize(
    ("unknown", "name"),
    [
        ({"title": "unknown"}, "Port Authority of Aldera"),
        ({"title": "unknown", "publisher": "unknown"}, "walk"),
    ],
)
def test_a_source_without_a_title_is_named_by_its_publisher_or_its_id(
    unknown: dict[str, str], name: str
) -> None:
    walk = source(id="walk", **unknown)
    assert read([], [walk, claim(evidence=[passage("walk")])])[0].endswith(
        f'"Words of walk." ({name})'
    )


def test_a_claim_of_a_table_is_shown_without_a_quote() -> None:
    table = passage("harbour-log", quote=None, translation=None, note="Row 4.")
    assert read([], [claim(evidence=[table])]) == [
        "> **reported.** The log of the harbour shows it."
    ]


def test_only_changed_claims_that_stand_are_shown_each_once() -> None:
    moved = claim(reviews=[review("refuted")], evidence=[passage("harbour-log", "refutes")])
    gone = {"on": "2025-03-20", "reason": "Made up."}
    twin = claim(id="twin", claim="Twin.")
    assert read([claim(), twin], [moved, twin]) == [
        '> **refuted.** The log of the harbour shows it. "Words of harbour-log." (Log of the harbour)'
    ]
    assert read([claim()], [claim(withdrawn=gone)]) == []
    assert read([claim()], [claim(id="shut", former_ids=["quays-are-closed"])]) == []


def test_a_rating_that_hangs_on_one_label_is_named_below_how_it_will_read() -> None:
    said = claim(nature="statement", reviews=[review("supported")], evidence=[passage("notice")])
    notice = source(id="notice", parties=["Quay Company"])
    base, now = corpus(article(), notice), corpus(article(), notice, said)
    shown = formats()["markdown"](gather(compare(base, now), "a", "b"))
    assert shown.endswith(
        ' "Words of notice." (Log of the harbour)\n\n'
        "The scale would refuse 'supported' for 2025-03-03/.. without any one of these labels: the nature "
        "'statement'; the stance 'supports' of passage 'notice'; the origin 'port-authority' of source "
        "'notice'.\n"
    )


# --- the command -------------------------------------------------------------------------------------

Lastro = Callable[..., str]


@pytest.fixture
def lastro(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Lastro:
    """Run the check over a published site whose rating moved, and return what it printed."""
    folder = write_site(tmp_path / "site")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Publish")
    write_files(folder, {CLAIM_PATH: CLAIM.replace("rating: supported", "rating: unverified")})
    monkeypatch.chdir(folder)

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit):
            main(["check", "--today", TODAY, *arguments])
        return capsys.readouterr().out

    return run


def test_a_summary_with_a_base_is_the_whole_conversation(lastro: Lastro) -> None:
    said = lastro("--base", "main", "--format", "markdown")
    headings = re.findall("^##.*$", said, re.MULTILINE)
    assert headings == [
        "## Record check: 3 errors, 1 warning in 1 changed record",
        "### For the editor",
        "### What changes for readers",
        "### As it will read",
    ]
    assert (
        "| rating moved | The quays are closed on Sundays. | supported, primary | unverified, primary |"
        in said
    )
    assert (
        "\n- **Quotes to verify:** none\n- **Corrections owed:** 1\n  - quays-closed: rating was"
        in said
    )
    assert "the rating moved to 'unverified', but short and because stay as they were" in said
    assert said.splitlines()[-1].startswith('> **Unverified.** The bylaws say so. "The quays shall')
    assert "change rules not run" not in said


def test_a_summary_without_a_base_says_that_change_rules_did_not_run(lastro: Lastro) -> None:
    said = lastro("--format", "markdown")
    assert "### What changes" not in said
    assert "change rules not run (no --base)." in said


def test_the_diff_and_the_summary_tell_the_change_in_the_same_words(
    lastro: Lastro, capsys: pytest.CaptureFixture[str]
) -> None:
    said = lastro("--base", "main", "--format", "markdown")
    with pytest.raises(SystemExit):
        main(["diff", "main", "--format", "markdown"])
    assert said.endswith("\n\n" + capsys.readouterr().out)


def test_the_summary_of_a_scale_that_cannot_be_read_has_no_change(lastro: Lastro) -> None:
    Path("lastro.yml").write_text("schema: [\n", encoding="utf-8")
    said = lastro("--base", "main", "--format", "markdown")
    assert "no rule ran: lastro.yml cannot be read." in said
    assert "### What changes" not in said


# --- nothing is live -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["GH-12", "fixed in 1a2b3c4 and deadbeef0", "see a9993e364706816aba3e25717850c26c9cd0d89d"],
)
def test_a_commit_or_an_issue_is_not_linked(text: str) -> None:
    html = MarkdownIt("commonmark").render(literal(text))
    assert not re.search(r"GH-\d|\b[0-9a-f]{7,40}\b", html)
    assert html.replace("\u2060", "") == f"<p>{text}</p>\n"


def test_a_path_and_a_rating_of_strangers_are_literal_too() -> None:
    said = summary(found(place=Place("claims/<b>@x/[y](z).yml", START), rule="a|b"))
    assert "<b>" not in said
    assert "| claims/&#60;b&#62;@&#8288;x/&#91;y&#93;&#40;z&#41;.yml | error a&#124;b |" in said


def test_a_room_that_is_used_up_ends_the_list() -> None:
    assert fit_lines(["é", "a", "b"], 5) == ["é", "a"]
    assert fit_lines(["é", "a", "b"], 7) == ["é", "a", "b"]
    assert fit_lines(["long", "a"], 4) == []
