"""Fixes as spans of a file and what is to stand there, made in its text."""

from typing import Literal

from msgspec import Struct

from lastro.places import Span

FixKind = Literal["safe", "unsafe"]
"""A safe fix keeps the meaning; an unsafe one may change it, and is to be read by a person."""


class TextEdit(Struct, frozen=True, order=True):
    """A span of a file and what is to stand there. Lines in `text` end with LF."""

    span: Span
    text: str


class Fix(Struct, frozen=True):
    """How a diagnostic can be mended without a person: all of the edits, or none of them."""

    kind: FixKind
    edits: tuple[TextEdit, ...]


def offset_of(text: str, line: int, column: int) -> int:
    """Turn a place into an index; both count from 1, and a place past the end is the end."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1 or len(text)
    return min(at + column - 1, len(text))


def apply_edits(text: str, edits: tuple[TextEdit, ...]) -> str:
    """Return a text with edits made that do not overlap, the last first; new lines end as the line before them."""
    for edit in sorted(edits, reverse=True):
        start = offset_of(text, edit.span.line, edit.span.column)
        end = offset_of(text, edit.span.end_line, edit.span.end_column)
        written = edit.text.replace("\n", _line_end(text, start))
        text = text[:start] + written + text[end:]
    return text


def difference(before: str, after: str) -> TextEdit:
    """Return the one edit that turns a text into another: what lies between their common ends."""
    shortest = min(len(before), len(after))
    start = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    left = shortest - start
    same_end = next((i for i in range(left) if before[-1 - i] != after[-1 - i]), left)
    end = len(before) - same_end
    return TextEdit(
        Span(*_place(before, start), *_place(before, end)), after[start : len(after) - same_end]
    )


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _line_end(text: str, at: int) -> str:
    before = text.rfind("\n", 0, at)
    end = before if before >= 0 else text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
