"""A line of a record with its span, measured in the columns of a terminal.

A caret under the wrong word sends a contributor to the wrong word; so widths are those that a
terminal shows: two columns for a wide character, none for a combining one, and as many as the
escape has for a character that may not be printed.
"""

import unicodedata

from msgspec import Struct

from lastro.places import START, Span
from lastro.text.messages import clean

WIDEST = 160
"""Columns of a line; a longer one is cut around its span."""
KEPT_BEFORE = 60
"""Columns of a cut line that stay before its span."""
_UNCUT = 1_000_000


class Excerpt(Struct, frozen=True):
    """One line as a terminal may show it, and where the mark under it starts and how long it is."""

    line: int
    text: str
    indent: int
    width: int


def excerpt(text: str, span: Span) -> Excerpt | None:
    """Cut the first line of a span out of a file; None when nothing of the file can be shown.

    A span over several lines is marked to the end of its first one.
    """
    if not text or span == START:
        return None
    lines = text.split("\n")
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    first, last = _part_to_show(line, start)
    before, marked = line[first:start], line[start : min(end, last)]
    opening = "…" if first else ""
    closing = "…" if last < len(line) else ""
    return Excerpt(
        line=span.line,
        text=opening + _visible(line[first:last]).rstrip() + closing,
        indent=len(opening) + columns(_visible(before)),
        width=max(1, columns(_visible(marked))),
    )


def columns(text: str) -> int:
    """Count the columns that printable text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _visible(text: str) -> str:
    """Escape what may not be printed; the bar stands for the gutter: no line starts with this."""
    return clean("|" + text, _UNCUT)[1:]


def _part_to_show(line: str, start: int) -> tuple[int, int]:
    """Choose the characters of a long line that are shown: those around the start of the span."""
    if len(line) <= WIDEST and columns(_visible(line)) <= WIDEST:
        return 0, len(line)
    first, room = start, KEPT_BEFORE
    while first > 0 and room > 0:
        first -= 1
        room -= columns(_visible(line[first]))
    last, room = first, WIDEST
    while last < len(line) and room > 0:
        room -= columns(_visible(line[last]))
        last += 1
    return first, last
