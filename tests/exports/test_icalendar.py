"""A calendar that calendars can read: what RFC 5545 demands, whatever a record holds."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastro.exports.icalendar import LONGEST_LINE, CalendarEntry, gather_events, write_event
from lastro.text import escape
from tests.support.hostile import PAYLOADS

TODAY = date(2026, 11, 24)


def calendar(title: str, host: str, entries: list[CalendarEntry]) -> str:
    return gather_events(title, (write_event(entry, host) for entry in entries))


def lines_of(text: str) -> list[str]:
    """Read a calendar as RFC 5545 section 3.1 says: end by CR LF, then unfold."""
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_an_entry_is_a_whole_day_that_blocks_no_time() -> None:
    entry = CalendarEntry(
        "review-quays", date(2026, 12, 31), "Review: the quays, again", "fast; 2 sources", TODAY
    )
    assert lines_of(calendar("Aldera: due", "check.example.org", [entry])) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lastro//lastro due//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Aldera: due",
        "BEGIN:VEVENT",
        "UID:review-quays@check.example.org",
        "DTSTAMP:20261124T000000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        r"SUMMARY:Review: the quays\, again",
        r"DESCRIPTION:fast\; 2 sources",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_the_last_day_of_the_calendar_has_no_day_after_it() -> None:
    text = calendar("a", "b", [CalendarEntry("c", date.max, "d", "e", TODAY)])
    assert "DTSTART;VALUE=DATE:99991231\r\n" in text
    assert "DTEND" not in text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a, b; c", r"a\, b\; c"),
        ("back\\slash", r"back\\slash"),
        ("one\r\ntwo\rthree\nfour", r"one\ntwo\nthree\nfour"),
        ("bell\x07 nul\x00", "bell  nul "),
        ("\u2028\u2029", "  "),
        ("São: 日本 🗼", "São: 日本 🗼"),
    ],
)
def test_text_is_escaped(value: str, written: str) -> None:
    assert escape.calendar(value) == written


@given(st.text(max_size=300) | st.sampled_from(PAYLOADS), st.text(max_size=80))
def test_no_text_ends_a_line_or_breaks_a_character(title: str, more: str) -> None:
    text = calendar(more, "example.org", [CalendarEntry("name", TODAY, title, more, TODAY)])
    raw = text.encode()
    for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= LONGEST_LINE
        line.decode()
        assert b"\r" not in line
        assert b"\n" not in line
    read = lines_of(text)
    assert len(read) == 15
    assert sum(line == "BEGIN:VEVENT" for line in read) == 1
    (summary,) = (line for line in read if line.startswith("SUMMARY:"))
    plain = title.replace("\r\n", "\n").replace("\r", "\n")
    shown = unescaped(summary.removeprefix("SUMMARY:"))
    assert len(shown) == len(plain)
    assert all(one in {other, " "} for one, other in zip(shown, plain, strict=True))
