"""Text with holes, read once and filled often: what is filled in is escaped, only markup passes.

A page fills some hundreds of phrases; to read each anew was most of the time of a build. Filling gives the
same as `Markup.format`, to the byte. Source of the mark of a language: HTML, "The dir attribute", and CLDR.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from string import Formatter
from typing import Any

from babel.core import get_global
from markupsafe import Markup, escape
from msgspec import Struct

_ACTIVE = re.compile(r"""[&<>"']""").search
"""Finds a character that HTML reads as more than text: without one, nothing is to be escaped."""
_RIGHT_TO_LEFT = (
    "Adlm Arab Aran Armi Avst Hebr Mand Mend Narb Nkoo Palm Phnx Prti Rohg Samr Sarb Syrc Thaa Yezi"
)
_SCRIPT = len("Arab")
Hole = tuple[int, int | str, str]
"""Its place among the pieces, what fills it (a position or a name), and how that is written."""


class Phrase(Struct, frozen=True):
    """Markup with holes. Without holes it is `whole` as it stands."""

    pieces: tuple[str, ...]
    """The markup between the holes, with an empty piece where each hole is."""
    holes: tuple[Hole, ...]
    whole: Markup

    def fill(self, values: Sequence[Any] | Mapping[str, Any]) -> Markup:
        """Fill the holes; values beyond them are not used.

        Raises KeyError for a name, and IndexError for a position, that has no value.
        """
        if not self.holes:
            return self.whole
        pieces = list(self.pieces)
        for at, key, spec in self.holes:
            value = values[key]  # type: ignore[index]  # positions and names never mix
            if spec:
                value = format(value, spec)
            pieces[at] = value if type(value) is Markup else escape_value(value)
        return mark_safe("".join(pieces))


@lru_cache(maxsize=4096)
def phrase(text: str) -> Phrase:
    """Read markup whose holes are `{}`, `{name}`, or one of them with a format as in `{:g}`.

    Raises ValueError for any other hole: a value is shown whole, never a part of it.
    """
    pieces: list[str] = []
    holes: list[Hole] = []
    for piece, name, spec, conversion in Formatter().parse(text):
        pieces.append(piece)
        if name is None:
            continue
        if conversion or not (name == "" or name.isidentifier()) or "{" in (spec or ""):
            raise ValueError(f"{text!r} has a hole that is no plain name: {name!r}")
        holes.append((len(pieces), name or len(holes), spec or ""))
        pieces.append("")
    return Phrase(tuple(pieces), tuple(holes), mark_safe("".join(pieces)))


def markup(text: str, *values: object) -> Markup:
    """Fill the `{}` of markup that we wrote ourselves, never of text from a record."""
    return phrase(text).fill(values)


def join_markup(between: str, parts: Iterable[object]) -> Markup:
    """Join parts with markup that we wrote ourselves between them; parts that are none are escaped."""
    return mark_safe(between.join(map(escape_value, parts)))


def plain(words: Markup) -> str:
    """Take the words out of markup, with single blanks between them, as `striptags` does."""
    if "<" in words or "&" in words:
        return words.striptags()
    return " ".join(str.split(words))


def mark_safe(text: str) -> Markup:
    """Call text markup whose every part was escaped just now."""
    return str.__new__(Markup, text)


def escape_value(value: object) -> str:
    """Escape a value as `markupsafe.escape` does; most texts hold nothing to be escaped."""
    if type(value) is Markup or (type(value) is str and not _ACTIVE(value)):
        return value
    return escape(value)


@lru_cache(maxsize=256)
def mark_language(tag: str) -> Markup:
    """Return the attributes of an element whose text is in a language, with a blank before them.

    A browser that is not told lays out a quote in Arabic from left to right, its marks in the wrong
    places. `dir` is left out where a text runs as our pages do; nobody knows how it runs in a language
    that is unknown, so the browser looks at its letters.
    """
    language, *more = tag.split("-")
    likely = get_global("likely_subtags")
    script = next((part.title() for part in more if len(part) == _SCRIPT and part.isalpha()), "")
    for key in (f"{language}_{more[-1]}" if more else language, language):
        script = script or likely.get(key, "").partition("_")[2][:_SCRIPT]
    if language == "und" or not script:
        return markup(' lang="{}" dir="auto"', tag)
    return markup(' lang="{}" dir="rtl"' if script in _RIGHT_TO_LEFT.split() else ' lang="{}"', tag)
