"""Days to remember as an iCalendar file, for the calendars that people already look at.

Each entry is a whole day that blocks no time; it keeps its name when its day moves, so that a calendar that
subscribes moves it too. The same entries give the same bytes. Source: RFC 5545, sections 3.1 (lines and
their folding), 3.3.11 (text), 3.6.1 (events) and 3.8.4.7 (names of events).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from lastro.text import escape

LONGEST_LINE = 75
"""Octets of a line without its end."""


class CalendarEntry(Struct, frozen=True):
    """One whole day: a name that stays, what it is about, and more words on it."""

    name: str
    """Unlike that of any other entry of its site."""
    day: date
    title: str
    text: str
    made: date
    """The day since which it stands as it does."""
    url: str = ""
    """Where more is to be read."""


def gather_events(title: str, events: Iterable[str]) -> str:
    """Write a calendar around entries that are written already."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lastro//lastro due//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escape.calendar(title)}",
    )
    return f"{_written(head)}{''.join(events)}{_written(['END:VCALENDAR'])}"


def write_event(entry: CalendarEntry, host: str) -> str:
    return _written(_event(entry, host))


def _written(lines: Iterable[str]) -> str:
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(entry: CalendarEntry, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape.calendar(f'{entry.name}@{host}')}"
    yield f"DTSTAMP:{_basic(entry.made)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_basic(entry.day)}"
    if entry.day < date.max:
        yield f"DTEND;VALUE=DATE:{_basic(entry.day + timedelta(days=1))}"
    yield f"SUMMARY:{escape.calendar(entry.title)}"
    yield f"DESCRIPTION:{escape.calendar(entry.text)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


def _folded(line: str) -> Iterator[str]:
    """Cut a line at 75 octets, never within a character; what follows starts with a blank."""
    left = line.encode()
    while len(left) > LONGEST_LINE:
        end = LONGEST_LINE
        while left[end] & 0xC0 == 0x80:  # noqa: PLR2004 - the second or a later byte of a character
            end -= 1
        yield left[:end].decode()
        left = b" " + left[end:]
    yield left.decode()
