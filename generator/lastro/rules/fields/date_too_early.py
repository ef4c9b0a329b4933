"""A year is written in full.

A slip of the keyboard or a program that cuts years makes 0020 of 2020. Readers would see a claim
that is two thousand years old, and every window after it would hold.

Looked at are the days that `date-in-future` looks at. A year before 1000 can be meant; a waiver
says so.
"""

from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.model.base import Kept
from lastro.rules.fields.date_in_future import days_recorded

SEVERITY = Severity.WARNING
WAIVABLE = True
_FIRST, _CENTURY = 1000, 100


def check(record: Kept) -> Findings:
    """Yield one finding for each day whose year has fewer than four digits but for zeros."""
    for steps, what, day in days_recorded(record):
        year = day.first.year
        if year < _FIRST:
            meant = f": 20{year:02}" if year < _CENTURY else ""
            message, hint = f"{what} in the year {year}", f"write all digits of the year{meant}"
            yield Finding(route=(*record.at, *steps), message=message, hint=hint)
