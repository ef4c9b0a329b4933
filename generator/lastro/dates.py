"""Dates and windows of records: the few forms of EDTF that Lastro accepts.

A verdict lives in time, so a date that could be read in two ways is refused. Accepted are a year,
a month or a day, each with an optional `~` (about) or `?` (uncertain), and intervals of two of
them with an open end `..`. Source: ISO 8601-2, as narrowed in records.md. The `edtf` package takes
4 to 6 ms a date, so it is the oracle of a test and not used here.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Precision = Literal["year", "month", "day"]

DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?[~?]?"
WINDOW_PATTERN = DATE_PATTERN + r"/(" + DATE_PATTERN + r"|\.\.)"

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?]?)", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})", re.ASCII)


class NotADateError(ValueError):
    """The text is no date or window that records.md allows. `hint` says how to write it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Edtf:
    """A year, month or day as it was written, and the days that it covers."""

    text: str
    first: date
    after: date
    """The first day that no longer belongs to it."""
    precision: Precision
    mark: str = ""
    """`~` about, `?` uncertain, or nothing."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time from a first day to an end day that is excluded, or open."""

    text: str
    start: Edtf
    end: Edtf | None

    @property
    def first(self) -> date:
        """The first day that belongs to the window."""
        return self.start.first

    @property
    def after(self) -> date | None:
        """The first day past the window; a month counts as its first day. None when open."""
        return self.end.first if self.end else None

    def __str__(self) -> str:
        return self.text


Period = Edtf | Window


def meets(one: Period, other: Period) -> bool:
    """Tell whether two periods share a day."""
    return (other.after is None or one.first < other.after) and (
        one.after is None or other.first < one.after
    )


def holds_on(period: Period, day: date) -> bool:
    """Tell whether a day belongs to a period."""
    return period.first <= day and (period.after is None or day < period.after)


@lru_cache(maxsize=4096)
def edtf(text: str) -> Edtf:
    """Read a year, a month or a day.

    Raises NotADateError with a hint that names the readings an ambiguous text may have.
    """
    found = _DATE.fullmatch(text)
    if not found:
        raise NotADateError(f"{text!r} is not a date", _how_to_write(text))
    year, month, day, mark = found.groups()
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        after = _day_after(first, precision)
    except (ValueError, OverflowError):
        raise NotADateError(
            f"{text!r} is not a day of the calendar", "check year, month and day"
        ) from None
    return Edtf(text, first, after, precision, mark)


@lru_cache(maxsize=4096)
def window(text: str) -> Window:
    """Read an interval: first day included, end day excluded, `..` for an open end."""
    start_text, slash, end_text = text.partition("/")
    if not slash:
        raise NotADateError(
            f"{text!r} is a date, not a window", f"write {text}/.. for 'since then'"
        )
    start = edtf(start_text)
    if end_text == "..":
        return Window(text, start, None)
    end = edtf(end_text)
    if end.first <= start.first:
        raise NotADateError(f"{text!r} ends before it starts", "the end day is excluded")
    return Window(text, start, end)


def period(text: str) -> Period:
    """Read a date or a window."""
    return window(text) if "/" in text and not _SLASHED.fullmatch(text) else edtf(text)


def whole_day(text: str) -> date:
    """Read a day without a mark: an act of ours has a known day."""
    read = edtf(text)
    if read.precision != "day" or read.mark:
        raise NotADateError(f"{text!r} is not a whole day", "write year, month and day: 2026-04-27")
    return read.first


def _day_after(first: date, precision: Precision) -> date:
    if precision == "day":
        return first + timedelta(days=1)
    if precision == "month":
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date(first.year + 1, 1, 1)


def _how_to_write(text: str) -> str:
    found = _SLASHED.fullmatch(text)
    if not found:
        return "write a year, a month or a day: 2026, 2026-04, 2026-04-03, about: 2026-04~"
    one, two, year = int(found[1]), int(found[2]), found[3]
    year = year if len(year) == len("2026") else "20" + year
    readings = []
    for month, day in ((two, one), (one, two)):
        try:
            readings.append(date(int(year), month, day).isoformat())
        except ValueError:
            continue
    return "write " + " or ".join(dict.fromkeys(readings)) if readings else "write year-month-day"
