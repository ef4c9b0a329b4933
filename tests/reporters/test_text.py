"""What the check prints, to the letter: a caret under the wrong word costs a contributor a round."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import click
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, RelatedPlace, Report
from lastro.places import START, Place, Span
from lastro.reporters import reporters, text

PATH = "claims/harbour/quays-closed.yml"
LINE_9 = "  - source: harbour-bylaw"
TEXT = "a\n" * 8 + LINE_9 + "\n"
NOT_RUN = "change rules not run (no --base)."


def found(**changed: Any) -> Diagnostic:
    plain = Diagnostic(
        place=Place(PATH, Span(9, 13, 9, 26)),
        rule="evidence-unknown-source",
        severity=Severity.ERROR,
        message="no source has the id 'harbour-bylaw'",
        hint="did you mean 'harbour-bylaws'?",
    )
    return msgspec.structs.replace(plain, **changed)


def a_report(*diagnostics: Diagnostic, text: str = TEXT, files: int = 614, **more: Any) -> Report:
    plain = Report(
        diagnostics=diagnostics,
        texts={PATH: text},
        files=files,
        today=date(2026, 3, 1),
        not_run=("change",),
    )
    return replace(plain, **more)


def printed(shape: str, report: Report) -> list[str]:
    return reporters()[shape](report).splitlines()


def excerpt_of(line: str, span: Span) -> list[str]:
    """Print one finding without a hint on one line and return the excerpt."""
    shown = found(place=Place(PATH, span), hint="")
    return printed("text", a_report(shown, text=line))[2:-1]


def test_six_formats_are_found() -> None:
    assert list(reporters()) == ["concise", "github", "json", "markdown", "text"]


@pytest.mark.parametrize("shape", sorted(reporters()))
def test_every_format_counts_what_stands_outside_of_what_was_asked_for(shape: str) -> None:
    outside = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.NOTE: 7}
    told = "1 error, 2 warnings stand elsewhere (`lastro check`)."
    said = reporters()[shape](a_report(elsewhere=outside))
    if shape == "json":
        told = '"elsewhere": {"error": 1, "warning": 2, "note": 7}'
        said = " ".join(said.split()).replace("{ ", "{").replace(" }", "}")
    assert told in said
    assert "elsewhere (" not in reporters()[shape](a_report(elsewhere={Severity.NOTE: 7}))
    one = reporters()[shape](a_report(elsewhere={Severity.ERROR: 1}))
    assert shape == "json" or "1 error stands elsewhere" in one


# --- text -----------------------------------------------------------------------------------


def test_text_shows_place_message_line_caret_and_hint() -> None:
    assert printed("text", a_report(found())) == [
        "claims/harbour/quays-closed.yml:9:13",
        "error evidence-unknown-source: no source has the id 'harbour-bylaw'",
        "    9 |   - source: harbour-bylaw",
        "      |             ^^^^^^^^^^^^^ did you mean 'harbour-bylaws'?",
        f"1 error in 614 files. {NOT_RUN} why: lastro explain evidence-unknown-source",
    ]


def test_details_stand_in_two_columns_and_are_wrapped() -> None:
    details = (
        ("supports", "msft-10k-fy2025 (primary, party)"),
        ("needs", " ".join(["supports independent 2: have 0,"] * 4)),
    )
    assert printed("text", a_report(found(details=details)))[4:-1] == [
        "      supports  msft-10k-fy2025 (primary, party)",
        "      needs     supports independent 2: have 0, supports independent 2: have 0, supports independent",
        "                2: have 0, supports independent 2: have 0,",
    ]


def test_a_detail_does_not_become_a_command_by_being_wrapped() -> None:
    details = (("hint", "x" * 80 + " ::warning::forged"),)
    assert printed("text", a_report(found(details=details)))[4:-1] == [
        "      hint  " + "x" * 80,
        r"            \x3a:warning::forged",
    ]


def test_a_related_place_in_the_same_file_is_marked_with_dashes() -> None:
    text = "title: a\npublisher: b\ntitle: c\n"
    twice = found(
        place=Place(PATH, Span(3, 1, 3, 6)),
        hint="keep one",
        related=(RelatedPlace(Place(PATH, Span(1, 1, 1, 6)), "first here"),),
    )
    assert printed("text", a_report(twice, text=text))[2:-1] == [
        "    3 | title: c",
        "      | ^^^^^ keep one",
        "    1 | title: a",
        "      | ----- first here",
    ]


def test_a_related_place_in_another_file_says_which() -> None:
    other = "sources/wire.yml"
    related = (
        RelatedPlace(Place(other, Span(1, 9, 1, 10)), "this is its origin"),
        RelatedPlace(Place("sources/unseen.yml"), "and this"),
    )
    report = a_report(found(related=related), texts={PATH: TEXT, other: "origin: x\n"})
    assert printed("text", report)[4:-1] == [
        "      sources/wire.yml:1:9",
        "    1 | origin: x",
        "      |         - this is its origin",
        "      sources/unseen.yml:1:1",
        "      and this",
    ]


@pytest.mark.parametrize("place", [Place("sources/a.txt"), Place(PATH, START)])
def test_a_finding_about_a_whole_file_shows_the_hint_without_a_line(place: Place) -> None:
    assert printed("text", a_report(found(place=place)))[2:-1] == [
        "      did you mean 'harbour-bylaws'?"
    ]


@pytest.mark.parametrize(
    ("line", "span", "shown", "mark"),
    [
        ("a: 日本語 x", Span(1, 8, 1, 9), "a: 日本語 x", " " * 10 + "^"),
        ("a: 日本語", Span(1, 4, 1, 7), "a: 日本語", "   ^^^^^^"),
        ("a: e\u0301te\u0301 x", Span(1, 10, 1, 11), "a: e\u0301te\u0301 x", " " * 7 + "^"),
        ("\tkey: x", Span(1, 1, 1, 2), r"\tkey: x", "^^"),
        ("a: \x1b[31mred", Span(1, 9, 1, 12), r"a: \x1b[31mred", " " * 11 + "^^^"),
        ("a: \u202ex", Span(1, 4, 1, 5), r"a: \u202ex", "   ^^^^^^"),
        ("::error::x", Span(1, 1, 1, 3), "::error::x", "^^"),
        ("a: ##[x]", Span(1, 7, 1, 8), r"a: \x23#[x]", " " * 9 + "^"),
        ("empty:", Span(1, 7, 1, 7), "empty:", "      ^"),
        ("a: [red]b[/red]", Span(1, 4, 1, 16), "a: [red]b[/red]", "   ^^^^^^^^^^^^"),
    ],
)
def test_the_caret_stands_under_what_a_terminal_shows(
    line: str, span: Span, shown: str, mark: str
) -> None:
    assert excerpt_of(line, span) == [f"    1 | {shown}", f"      | {mark}"]


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    text = 'quote: "one  \n  two"\n'
    several = found(place=Place(PATH, Span(1, 8, 2, 7)), hint="keep it short")
    assert printed("text", a_report(several, text=text))[2:-1] == [
        '    1 | quote: "one',
        "      |        ^^^^ keep it short",
    ]


def test_a_place_past_the_last_line_is_still_shown() -> None:
    past = found(place=Place(PATH, Span(3, 1, 3, 2)), hint="close it")
    assert printed("text", a_report(past, text="a: [\n"))[2:-1] == [
        "    3 |",
        "      | ^ close it",
    ]


def test_a_long_line_is_cut_around_its_span() -> None:
    line = "words: " + "x" * 500 + "HERE" + "y" * 500
    first, second = excerpt_of(line, Span(1, 508, 1, 512))
    assert first == "    1 | …" + "x" * 60 + "HERE" + "y" * 96 + "…"
    assert second == "      | " + " " * 61 + "^^^^"


def test_a_span_that_is_longer_than_a_line_may_be_is_cut_with_it() -> None:
    first, second = excerpt_of("words: " + "x" * 1000, Span(1, 8, 1, 1008))
    assert first == "    1 | words: " + "x" * 153 + "…"
    assert second == "      |        " + "^" * 153


def test_wide_characters_are_cut_by_their_columns() -> None:
    first, _ = excerpt_of("日" * 150, Span(1, 1, 1, 2))
    assert first == "    1 | " + "日" * 80 + "…"


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (a_report(), f"no problems in 614 files. {NOT_RUN}"),
        (a_report(files=1, not_run=()), "no problems in 1 file."),
        (
            a_report(found(severity=Severity.WARNING, rule="w"), found(rule="e"), found(rule="f")),
            f"2 errors, 1 warning in 614 files. {NOT_RUN} why: lastro explain RULE (e, f, w)",
        ),
        (
            a_report(*(found(rule=rule) for rule in "abbcd")),
            f"5 errors in 614 files. {NOT_RUN} why: lastro explain RULE",
        ),
        (
            a_report(found(rule="e"), unread=1),
            (
                f"1 error in 614 files. {NOT_RUN} 1 record could not be read: the other rules run "
                "on it once it can. why: lastro explain e"
            ),
        ),
        (
            a_report(found(rule="e"), found(rule="e"), unread=2, not_run=()),
            (
                "2 errors in 614 files. 2 records could not be read: the other rules run on them "
                "once they can. why: lastro explain e"
            ),
        ),
        (
            a_report(found(rule="e"), unread=2, not_run=("rules",)),
            "1 error in 614 files. no rule ran: lastro.yml cannot be read. why: lastro explain e",
        ),
        (
            a_report(found(severity=Severity.NOTE, rule="n")),
            f"1 note in 614 files. {NOT_RUN} why: lastro explain n",
        ),
        (a_report(found(waived="known")), f"no problems, 1 waived in 614 files. {NOT_RUN}"),
        (
            a_report(found(rule="e"), not_run=("rules",)),
            "1 error in 614 files. no rule ran: lastro.yml cannot be read. why: lastro explain e",
        ),
    ],
)
def test_the_last_line_sums_up(report: Report, summary: str) -> None:
    assert printed("text", report)[-1] == summary


def test_colour_adds_nothing_but_colour() -> None:
    related = (RelatedPlace(Place(PATH, Span(1, 1, 1, 2)), "first [bold]here[/bold]"),)
    report = a_report(
        found(message="[red]not markup[/red]", related=related, details=(("hint", "add one"),)),
        found(severity=Severity.WARNING),
        found(severity=Severity.NOTE),
    )
    coloured = text.report(report, coloured=True)
    assert "\x1b[" in coloured
    assert click.unstyle(coloured) == reporters()["text"](report)


# --- concise --------------------------------------------------------------------------------


def test_concise_is_one_line_each() -> None:
    assert printed("concise", a_report(found(), found(hint="", severity=Severity.NOTE))) == [
        (
            f"{PATH}:9:13: error evidence-unknown-source: no source has the id 'harbour-bylaw' "
            "(did you mean 'harbour-bylaws'?)"
        ),
        f"{PATH}:9:13: note evidence-unknown-source: no source has the id 'harbour-bylaw'",
    ]


# --- github ---------------------------------------------------------------------------------


def test_github_annotates_the_span() -> None:
    assert printed("github", a_report(found())) == [
        (
            f"::error file={PATH},line=9,col=13,endColumn=26,title=evidence-unknown-source"
            "::no source has the id 'harbour-bylaw'%0Adid you mean 'harbour-bylaws'?"
        )
    ]


@pytest.mark.parametrize(
    ("span", "named"),
    [
        (START, "line=1"),
        (Span(4, 2, 4, 2), "line=4,col=2"),
        (Span(4, 2, 6, 3), "line=4,endLine=6"),
        (Span(4, 2, 6, 1), "line=4,endLine=5"),
    ],
)
def test_github_gets_columns_only_within_one_line(span: Span, named: str) -> None:
    (line,) = printed("github", a_report(found(place=Place(PATH, span))))
    assert line.startswith(f"::error file={PATH},{named},title=")


def test_github_escapes_what_would_end_a_property_or_a_message() -> None:
    odd = found(
        place=Place("claims/a,b:c%/x.yml", Span(1, 1, 1, 2)), message="50%\r\nof it", hint=""
    )
    assert printed("github", a_report(odd)) == [
        (
            "::error file=claims/a%2Cb%3Ac%25/x.yml,line=1,col=1,endColumn=2,"
            "title=evidence-unknown-source::50%25\\r\\nof it"
        )
    ]


def test_github_shows_ten_of_a_kind_and_counts_the_rest() -> None:
    notes = [found(severity=Severity.NOTE)] * 3
    warnings = [found(severity=Severity.WARNING)] * 11
    errors = [found()] * 12
    lines = printed("github", a_report(*notes, *warnings, *errors))
    kinds = [line.split(" ")[0] for line in lines]
    assert kinds == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 3 + ["3"]
    assert lines[-1] == "3 more in the summary"


def test_github_annotates_what_a_change_brought_first() -> None:
    far = [found(place=Place(f"sources/{n}.yml", Span(9, 1, 9, 2))) for n in range(10)]
    near = [found(place=Place(PATH, Span(line, 1, line, 2))) for line in (3, 9)]
    report = a_report(*far, *near, changed={PATH: frozenset({9})})
    lines = printed("github", report)
    assert [line.partition(",col")[0] for line in lines[:3]] == [
        f"::error file={PATH},line=9",
        f"::error file={PATH},line=3",
        "::error file=sources/0.yml,line=9",
    ]
    assert (len(lines), lines[-1]) == (11, "2 more in the summary")


def test_github_counts_what_is_not_listed() -> None:
    report = a_report(*[found(severity=Severity.WARNING)] * 5).brief()
    assert printed("github", report)[3:] == ["2 more in the summary"]


# --- all formats ----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", sorted(reporters().keys() - {"json"}))
def test_a_waived_finding_is_not_shown(shape: str) -> None:
    assert PATH not in reporters()[shape](a_report(found(waived="known since May")))


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.sampled_from(
        [
            "::error::x",
            " ::set-output name=a::b",
            "##[error]x",
            "#" * 5 + "[",
            ":::",
            "a " * 60 + "::warning::x",
            "\x1b[2J",
            "x\n::stop-commands::y",
            "x\r##[group]",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    message=HOSTILE,
    hint=HOSTILE,
    line=HOSTILE,
    path=HOSTILE,
    label=st.sampled_from(["", "hint"]),
    column=st.integers(1, 40),
)
@pytest.mark.parametrize("shape", sorted(reporters()))
def test_no_record_can_command_a_terminal_or_a_log(  # noqa: PLR0917
    shape: str, message: str, hint: str, line: str, path: str, label: str, column: int
) -> None:
    hostile = found(
        place=Place(path, Span(1, column, 1, column + 1)),
        message=message,
        hint=hint,
        related=(RelatedPlace(Place(PATH, Span(1, 1, 1, 2)), message),),
        details=((label, hint),),
    )
    report = a_report(hostile, texts={path: line, PATH: line})
    output = reporters()[shape](report)
    output.encode()
    assert all(character.isprintable() or character == "\n" for character in output)
    assert "##[" not in output
    commands = [one for one in output.splitlines() if one.lstrip().startswith("::")]
    if shape != "github":
        assert commands == []
        return
    (only,) = commands
    assert output == only + "\n"
    assert re.fullmatch(r"::error file=[^:,]*,line=1(,[a-zA-Z]+=\d+)*,title=[a-z-]+::.*", only)
