"""Slips in what says that a claim is open, how long changes were looked for, and what was told before."""

import re
from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.diagnostics.finding import Severity
from lastro.loading.load import load
from lastro.model.claim import Claim
from tests.support.little_site import CLAIM, CLAIM_PATH, write_files, write_site

TODAY = date(2026, 3, 1)
OPEN = f"{CLAIM.partition('reviews:')[0]}opened: 2026-02-20\n"
WAS = "corrections:\n  - {on: 2026-02-02, what: {en: It was wrong., pt-BR: Errado.}, was: %s}\n"
UNTIL = CLAIM.replace("    short:\n", "    looked_until: 2026-01-31\n    short:\n", 1)


def found(root: Path, text: str) -> list[tuple[str, str, str, str]]:
    """Return what stops the record or should be mended: line and column, rule, message, hint."""
    write_site(root)
    write_files(root, {CLAIM_PATH: text})
    report = run(load(root), TODAY)
    told = (d for d in report.diagnostics if d.severity is not Severity.NOTE)
    return [(f"{d.place.span.line}:{d.place.span.column}", d.rule, d.message, d.hint) for d in told]


def at(text: str, words: str) -> str:
    """Return line and column of the only place of some words."""
    assert text.count(words) == 1
    before = text.partition(words)[0]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize(
    "text",
    [
        OPEN,
        f"{OPEN}not_checked: {{en: The gates are next., pt-BR: Os portões vêm depois.}}\n",
        UNTIL,
        UNTIL.replace("2026-01-31", "2026-02-28"),
        UNTIL.replace("2026-01-31", "2026-01-12"),
        CLAIM + WAS % "{rating: refuted}",
        CLAIM + WAS % '{holds: 2026-01/.., short: {en: "No.", pt-BR: "Não."}}',
    ],
)
def test_what_is_well_written_is_silent(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


REFUSED = "'{0}' does not go with 'opened': an open claim has no verdict"
LEAVE_OUT = "delete `opened` when the claim is reviewed; until then leave out `{0}`"
SLIPS = [
    # opened
    (OPEN.replace("2026-02-20", "2026-02"), "2026-02\n", "date-not-edtf"),
    (OPEN.replace("2026-02-20", "soon"), "soon", "date-not-edtf"),
    (OPEN.replace("2026-02-20", "[2026-02-20]"), "[2026-02-20]", "type-wrong"),
    (OPEN.replace("2026-02-20", "TODO"), "TODO", "placeholder-left"),
    (OPEN.replace("2026-02-20", "2026-03-02"), "2026-03-02", "date-in-future"),
    (OPEN.replace("2026-02-20", "2026-01-11"), "2026-01-11", "date-out-of-order"),
    (CLAIM.replace("reviews:", "opened: 2026-02-20\nreviews:"), "reviews:", REFUSED.format("reviews")),
    (f"{OPEN}volatility: slow\n", "volatility:", REFUSED.format("volatility")),
    (f"{OPEN}review_by: 2026-05-01\n", "review_by:", REFUSED.format("review_by")),
    (f"{OPEN}would_change: {{en: A look., pt-BR: Ver.}}\n", "would_change:", REFUSED.format("would_change")),
    (re.sub(r"evidence:\n(?: .*\n)+", "", OPEN), "claim:\n", "evidence-missing"),
    # looked_until
    (UNTIL.replace("2026-01-31", "2026-01"), "2026-01\n", "date-not-edtf"),
    (UNTIL.replace("2026-01-31", "{on: 2026-01-31}"), "on: 2026-01-31}", "type-wrong"),
    (UNTIL.replace("2026-01-31", "2026-03-02"), "2026-03-02", "date-in-future"),
    (UNTIL.replace("2026-01-31", "2026-01-11"), "2026-01-11", "date-out-of-order"),
    # was
    (CLAIM + WAS % "refuted", "refuted", "type-wrong"),
    (CLAIM + WAS % "{}", "{}}", "field-missing"),
    (CLAIM + WAS % "{ratng: refuted}", "ratng", "field-unknown"),
    (CLAIM + WAS % "{rating: unsure}", "unsure", "value-unknown"),
    (CLAIM + WAS % "{rating: [refuted]}", "[refuted]", "type-wrong"),
    (CLAIM + WAS % "{holds: 2026-01-12}", "2026-01-12}", "date-not-edtf"),
    (CLAIM + WAS % "{short: {de: Nein.}}", "de:", "language-unknown"),
    (CLAIM + WAS % "{short: {en: No.}}", "short: {en: No.}", "translation-missing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "what"), SLIPS)
def test_a_slip_is_told_once_where_it_stands_with_what_to_do(
    tmp_path: Path, text: str, words: str, what: str
) -> None:
    ((place, rule, message, hint),) = found(tmp_path, text)
    assert what in {rule, message}
    assert place == at(text, words)
    assert hint
    if rule == "field-unknown" and "'opened'" in message:
        assert hint == LEAVE_OUT.format(words.rstrip(":"))


def test_a_claim_with_neither_lacks_the_review_and_what_goes_with_it(tmp_path: Path) -> None:
    told = found(tmp_path, OPEN.replace("opened: 2026-02-20\n", ""))
    assert [(rule, message) for _, rule, message, _ in told] == [
        ("field-missing", "this claim has no 'not_checked'"),
        ("field-missing", "this claim has no 'reviews'"),
    ]


def test_an_empty_list_of_reviews_is_none(tmp_path: Path) -> None:
    told = found(tmp_path, CLAIM.partition("reviews:")[0] + "reviews: []\n" + CLAIM[CLAIM.index("not_checked:"):])  # fmt: skip
    assert [(rule, message) for _, rule, message, _ in told] == [
        ("field-missing", "'reviews' stands here without a value")
    ]


def test_only_the_review_without_an_end_says_until_when_changes_were_looked_for(
    tmp_path: Path,
) -> None:
    ended = UNTIL.replace("holds: 2026-01-12/..", "holds: 2026-01-12/2026-02-01")
    told = [one for one in found(tmp_path, ended) if one[1] == "date-out-of-order"]
    assert told == [
        (
            at(ended, "2026-01-31"),
            "date-out-of-order",
            "looked for changes until 2026-01-31, but this window ended on 2026-02-01",
            "leave it out here: only the review without an end has `looked_until`",
        )
    ]


def test_an_open_claim_is_read_as_it_is_written(tmp_path: Path) -> None:
    write_site(tmp_path)
    write_files(tmp_path, {CLAIM_PATH: OPEN})
    claim = load(tmp_path).records["claims", "quays-closed"]
    assert isinstance(claim, Claim)
    assert (claim.opened, claim.reviews, claim.not_checked) == (date(2026, 2, 20), (), None)
