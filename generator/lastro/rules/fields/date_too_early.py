"""A year is written in full.

A slip of the keyboard or a program that cuts years makes 0020 of 2020. Readers would see a claim
that is two thousand years old, and every window after it would hold.

Looked at are the days that `date-in-future` looks at, and those of windows, passages and events.
A year before 1000 can be meant; a waiver says so.
"""

from collections.abc import Iterator
from datetime import date

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.model.claim import Claim
from lastro.places import RecordPath
from lastro.rules.fields.date_in_future import days_recorded
from lastro.text.dates import Period

SEVERITY = Severity.WARNING
WAIVABLE = True
SCOPE = "record"
_FIRST, _CENTURY = 1000, 100


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each day whose year has fewer than four digits but for zeros."""
    for at, record in corpus.records_checked():
        found: list[tuple[RecordPath, str, Period | date | None]] = [*days_recorded(record)]
        found += _periods(record) if isinstance(record, Claim) else ()
        for steps, what, day in found:
            year = day.year if isinstance(day, date) else day.first.year if day else _FIRST
            if year < _FIRST:
                meant = f": 20{year:02}" if year < _CENTURY else ""
                message, hint = f"{what} in the year {year}", f"write all digits of the year{meant}"
                yield Finding(route=(*at, *steps), message=message, hint=hint)


def _periods(claim: Claim) -> Iterator[tuple[RecordPath, str, Period]]:
    for index, review in enumerate(claim.reviews):
        yield ("reviews", index, "holds"), "the window begins", review.holds
    for index, item in enumerate(claim.evidence):
        if item.speaks_of:
            yield ("evidence", index, "speaks_of"), "the time spoken of begins", item.speaks_of
    for index, event in enumerate(claim.events):
        yield ("events", index, "on"), "it happened", event.on
