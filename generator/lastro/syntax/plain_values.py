"""YAML text to plain values line by line, for the many records that nothing has to be said about.

A site of ten thousand claims is read before every answer, and of most nobody asks where a value stands. So
this knows only the plainest YAML: keys, texts on one line, short lists and maps in brackets, lines below a
`|`. Whatever else stands there makes it give up, and `lastro.syntax.tree` reads the text again and says what
there is to say. A property holds that both read the same values.
"""

import re
from typing import Any, cast

from msgspec import Struct

from lastro.syntax.tree import DEEPEST, MOST_VALUES, TODO

_LISTED = (
    "asked decided first_seen holds last_seen looked_until on opened published removed review_by "
    "speaks_of until"
)
DAYS = frozenset(_LISTED.split())
"""Keys of days and windows; what looks like a day stands for a text below every other key."""
_NOTHING = r"(?:#.*\n|\n)*"
_START = re.compile(_NOTHING)
_KEY = "[a-zA-Z_][a-zA-Z0-9_-]{0,99}"
_LINE = re.compile(
    rf"( *)(- )?(?:({_KEY}|'[a-z]+'):(?=[ \n]) ?)?"
    rf"(?:\|(-?)\n( +)([^ \n].*\n(?:\5.*\n|\n)*)|(.*)\n){_NOTHING}"
)
"""A line's indent, dash and key; then sign, margin and lines of a block, or the rest of the line."""
_MOST_OF_LINE, _MOST_OF_COMMA = 5, 2
"""How many values begin with a line: list, map, key, inner map and value; and with a comma."""
_WORD = r"[^\W_][\w./-]*(?: [\w./-]+)*"
_ITEM = rf'(?:{_WORD}|"[^",\\]+")'
_PAIR = rf"{_KEY}: {_WORD}"
_WORDS = re.compile(rf"\[{_ITEM}(?:, {_ITEM})*\]")
_PAIRS = re.compile(rf"\{{{_PAIR}(?:, {_PAIR})*\}}")
_SIGNS = frozenset("-?:,[]{}#&*!|>'\"%@` “”„‘«»")
"""What no text without quotes begins with, or none that needs no care."""


class Values(Struct, frozen=True):
    """The values of a record, and which texts, days apart, stand there without quotes."""

    fields: dict[str, Any]
    bare: list[str]


class _InDoubtError(Exception):
    """The text is to be read with care."""


def values_in(text: str) -> Values | None:
    """Read a document without hidden characters in linear time; None when it needs more care."""
    # a ` #` may cut a text short, which `lastro.syntax.altered_texts` has to look at
    is_cut = "#" in text and " #" in text
    if is_cut or "\t" in text or " \n" in text or TODO in text or text[-1:] != "\n":
        return None
    try:
        return _read(text)
    except _InDoubtError:
        return None


def _read(text: str) -> Values:
    """Put the lines together: each belongs to the map or list whose lines begin where it begins."""
    start = _START.match(text)
    lines = _LINE.findall(text, start.end() if start else 0)
    if _MOST_OF_LINE * len(lines) + _MOST_OF_COMMA * text.count(",") > MOST_VALUES:
        raise _InDoubtError
    fields: dict[str, Any] = {}
    bare: list[str] = []
    days: list[str] = []
    holders: list[tuple[int, Any]] = []
    column, holder, waiting = 0, cast("Any", fields), ""
    for indent, dash, written, chomp, margin, block, rest in lines:
        at, key = len(indent), written.strip("'")
        if waiting or at != column or (holder.__class__ is list) != bool(dash):
            holders.append((column, holder))
            holder = _open(holders, at, dash, waiting) if waiting else _find(holders, at, dash)
            column = at
        if dash and key:
            holders.append((at, holder))
            holder.append({})
            column, holder = at + len(dash), holder[-1]
        # most texts are plain: to call for each of them costs as much as to read it
        if rest and rest[0] not in _SIGNS and ": " not in rest and rest[-1] != ":":
            (days if key in DAYS else bare).append(value := rest)
        elif block and len(margin) > column:
            value = block.replace(f"\n{margin}", "\n").rstrip("\n") + ("" if chomp else "\n")
        else:
            value = _read_quoted_or_bracketed(rest, bare) if rest or block else ""
        waiting = "" if value else key
        if key and key not in holder:
            holder[key] = value
        elif dash and not key and value:
            holder.append(value)
        else:
            raise _InDoubtError
    if waiting or not fields:
        raise _InDoubtError
    return Values(fields, bare)


def _open(holders: list[tuple[int, Any]], at: int, dash: str, key: str) -> Any:
    """Open the map or list that begins with a line, below a key without a value."""
    column, holder = holders[-1]
    if at < column + (not dash) or len(holders) > DEEPEST - 3:
        raise _InDoubtError
    holder[key] = [] if dash else {}
    return holder[key]


def _find(holders: list[tuple[int, Any]], at: int, dash: str) -> Any:
    """Return the open map or list that a line belongs to; those below it are read."""
    while holders:
        column, holder = holders.pop()
        if column == at and (holder.__class__ is list) == bool(dash):
            return holder
    raise _InDoubtError


def _read_quoted_or_bracketed(rest: str, bare: list[str]) -> Any:
    first, inner = rest[:1], rest[1:-1]
    if first == '"' == rest[-1] and inner and '"' not in inner and "\\" not in inner:
        return inner
    if first == "'" == rest[-1] and inner and "'" not in inner.replace("''", ""):
        return inner.replace("''", "'")
    if _WORDS.fullmatch(rest):
        words = inner.split(", ")
        bare += (word for word in words if word[0] != '"')
        return [word.strip('"') for word in words]
    pairs = [pair.split(": ") for pair in inner.split(", ")] if _PAIRS.fullmatch(rest) else []
    found = dict(pairs)
    if not found or len(found) < len(pairs):
        raise _InDoubtError
    bare += (value for key, value in found.items() if key not in DAYS)
    return found
