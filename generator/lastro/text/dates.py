"""Dates and windows of records: the few forms of EDTF that Lastro accepts.

A date that could be read in two ways is refused. Accepted are a year, a month or a day, each with an
optional `~` (about) or `?` (uncertain), and intervals of two of them with an open end `..`; the day of a
saying may be a decade or a season as well. Source: ISO 8601-2, as narrowed in docs/handbook/reference/records.md. The `edtf`
package takes 4 to 6 ms a date, so it is the oracle of a test.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct

Precision = Literal["decade", "year", "season", "month", "day", "interval"]
DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?[~?]?"
WINDOW_PATTERN = DATE_PATTERN + r"/(" + DATE_PATTERN + r"|\.\.)"
BROAD_PATTERN = rf"(\d{{3}}X|\d{{4}}-2[1-4]|{DATE_PATTERN}(/{DATE_PATTERN})?)"
_DECADE = re.compile(r"\d{3}X", re.ASCII)
_SEASON = re.compile(r"\d{4}-2[1-4]", re.ASCII)
_SEASON_ALONE = "a season stands alone, and only in `said.on`: write its months, such as 2025-09"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?]?)", re.ASCII)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?!\d)", re.ASCII)
_LOOSE = re.compile(
    r"(?<!\d)(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|-(\d{1,2}))?([~?]?)"
    r"(?!\d|[-/.]\d{1,2}(?!\d))",
    re.ASCII,
)
"""A date whose year comes first, whatever parts it, zeros left out or not."""
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|[ºª.])?"
_MONTH = r"([^\W\d_]{3,})\.?"
_SPELLED = re.compile(rf"(?:{_DAY}(?: de| of)? )?{_MONTH},?(?: del?| of)? (\d{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_MONTH} {_DAY},? (\d{{4}})", re.IGNORECASE)
_SPOKEN = ("en_GB", "pt_BR", "es", "fr", "de", "it", "en")
"""Languages whose months are read in a hint."""
_ANY_DATE = "write a year, a month or a day: 2026, 2026-04, 2026-04-03, about: 2026-04~"
_ANY_BROAD_DATE = (
    "write 2026, 2026-04 or 2026-04-03, a decade 201X, a season 2026-21, an interval 2025-01/2025-03, "
    "or `unknown`"
)
_ANY_WINDOW = (
    "write its first day and its end, or `..` for an open one: 2026-04-03/2026-05, 2026-04-03/.."
)


class NotADateError(ValueError):
    """The text is no date or window that the record format allows. `hint` says how to write it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Edtf(Struct, frozen=True):
    """A year, month or day as it was written, and the days that it covers; or a broader date."""

    text: str
    first: date
    after: date
    """The first day that no longer belongs to it."""
    precision: Precision
    mark: str = ""
    """`~` about, `?` uncertain, or nothing."""

    @property
    def ends(self) -> tuple["Edtf", ...]:
        return tuple(map(edtf, self.text.split("/"))) if self.precision == "interval" else (self,)

    def __str__(self) -> str:
        return self.text


class Window(Struct, frozen=True):
    """A stretch of time from a first day to an end day that is excluded, or open."""

    text: str
    start: Edtf
    end: Edtf | None

    @property
    def first(self) -> date:
        return self.start.first

    @property
    def after(self) -> date | None:
        """The first day past the window; a month counts as its first day. None when open."""
        return self.end.first if self.end else None

    def __str__(self) -> str:
        return self.text


Period = Edtf | Window


def meets(one: Period, other: Period) -> bool:
    begins = other.after is None or one.first < other.after
    return begins and (one.after is None or other.first < one.after)


def holds_on(period: Period, day: date) -> bool:
    return period.first <= day and (period.after is None or day < period.after)


@lru_cache(maxsize=4096)
def edtf(text: str) -> Edtf:
    """Read a year, month or day; raises NotADateError with the readings that are meant."""
    found = _DATE.fullmatch(text)
    if not found:
        raise NotADateError(f"{text!r} is not a date", _how_to_write(text))
    year, month, day, mark = found.groups()
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        after = _day_after(first, precision)
    except (ValueError, OverflowError):
        message = f"{text!r} is not a day of the calendar"
        hint = _SEASON_ALONE if _SEASON.match(text) and not day else "check year, month and day"
        raise NotADateError(message, hint) from None
    return Edtf(text, first, after, precision, mark)


@lru_cache(maxsize=4096)
def edtf_of(day: date | Edtf) -> Edtf:
    return edtf(day.isoformat()) if isinstance(day, date) else day


def broad_date(text: str) -> Edtf:
    """Read a date, decade or closed interval, or a season: any part of its year, by hemisphere."""
    if _DECADE.fullmatch(text):
        return Edtf(text, edtf(f"{text[:3]}0").first, edtf(f"{text[:3]}9").after, "decade")
    if _SEASON.fullmatch(text):
        year = edtf(text[:4])
        return Edtf(text, year.first, year.after, "season")
    ends = text.split("/")
    if len(ends) == len(("start", "end")) and all(map(_DATE.fullmatch, ends)):
        start, end = map(edtf, ends)
        if end.after <= start.first:
            raise NotADateError(f"{text!r} ends before it starts", "write the earlier date first")
        return Edtf(text, start.first, end.after, "interval", start.mark or end.mark)
    try:
        return edtf(text)
    except NotADateError as error:
        hint = _ANY_BROAD_DATE if error.hint == _ANY_DATE else error.hint
        raise NotADateError(str(error), hint) from None


@lru_cache(maxsize=4096)
def window(text: str) -> Window:
    """Read an interval: first day included, end day excluded, `..` for an open end."""
    start_text, _, end_text = text.partition("/")
    if not (_DATE.fullmatch(start_text) and (end_text == ".." or _DATE.fullmatch(end_text))):
        fault = "no window and no date" if _SLASHED.search(text) else "not a window"
        fault = "a date, not a window" if _DATE.fullmatch(text) else fault
        raise NotADateError(f"{text!r} is {fault}", _how_to_write_window(text))
    start = edtf(start_text)
    if end_text == "..":
        return Window(text, start, None)
    end = edtf(end_text)
    if end.first <= start.first:
        raise NotADateError(f"{text!r} ends before it starts", "the end day is excluded")
    return Window(text, start, end)


def period(text: str) -> Period:
    is_date = _SLASHED.fullmatch(text) or _LOOSE.fullmatch(text)
    is_window = "/" in text or ".." in text
    return window(text) if is_window and not is_date else edtf(text)


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
    loose, slashed = _LOOSE.fullmatch(text), _SLASHED.fullmatch(text)
    readings = (
        [_write_padded(loose)] if loose else _readings(slashed) if slashed else _spelled(text)
    )
    if slashed and not readings:
        return "write year-month-day"
    meant = [reading for reading in readings if _is_read(edtf, reading)]
    return f"write {' or '.join(meant)}" if meant else _ANY_DATE


def _how_to_write_window(text: str) -> str:
    slashed = list(_SLASHED.finditer(text))
    loose = [] if slashed else [_write_padded(found) for found in _LOOSE.finditer(text)]
    others = _LOOSE.sub("", "" if slashed else text)
    has_start = not text.strip().startswith((".", "/")) and not re.search(r"\d", others)
    if len(loose) == len(("start", "end")) and has_start:
        both = "/".join(loose)
        return f"write {both}" if _is_read(window, both) else _ANY_WINDOW
    days = _readings(slashed[0]) if len(slashed) == 1 else loose
    meant = [f"{day}/.." for day in days if _is_read(window, f"{day}/..")]
    if not meant or not has_start or len(loose) > 1:
        return _ANY_WINDOW
    return f"write {' or '.join(meant)} for 'since then'"


def _is_read(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except NotADateError:
        return False
    return True


def _write_padded(found: re.Match[str]) -> str:
    year, _, month, day, month_alone, mark = found.groups()
    parts = [year, *(part.zfill(2) for part in (month or month_alone, day) if part)]
    return "-".join(parts) + mark


def _spelled(text: str) -> list[str]:
    """Return the day or month that `14 October 2025` or `outubro de 2025` means."""
    found, first = _SPELLED.fullmatch(text), _MONTH_FIRST.fullmatch(text)
    month, day, year = first.groups() if first else ("", "", "")
    if found:
        day, month, year = found.groups()
    number = _months().get(month.casefold()) if month else None
    parts = (year, f"{number:02}", *([day.zfill(2)] if day else [])) if number else ()
    return ["-".join(parts)] if parts else []


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    from babel.dates import get_month_names  # noqa: PLC0415 - only a slip needs it

    names = (
        get_month_names(width, locale=tag) for tag in _SPOKEN for width in ("wide", "abbreviated")
    )
    return {
        name.casefold().rstrip("."): number for known in names for number, name in known.items()
    }


def _readings(found: re.Match[str]) -> list[str]:
    """Return the days that `03/04/26` may mean, day first or month first."""
    one, two, year = int(found[1]), int(found[2]), found[3]
    year = year if len(year) == len("2026") else "20" + year
    readings = []
    for month, day in ((two, one), (one, two)):
        try:
            readings.append(date(int(year), month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(readings))
