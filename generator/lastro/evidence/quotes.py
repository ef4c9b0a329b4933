"""Quotes, word for word: how two texts are made comparable, and when a quote stands in one.

A quote that is nearly right is a wrong quote, so nothing here is fuzzy: typography and white space
may differ, as they do between a page, a PDF and a keyboard; a letter, a digit or a word may not.
Pure and total. Source: docs/captures.md; W3C Web Annotation, TextQuoteSelector.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from lastro.model.base import Quote
from lastro.text.messages import in_quotes
from lastro.text.numbers import UNSPACED, number_across

NORMALIZATION = 1
"""Version of `normalise`; it grows when any text could come out otherwise."""

_SOFT_HYPHEN = "\u00ad"
_HYPHENATED = re.compile(f"{_SOFT_HYPHEN}(?:[ \\t]*(?:\\r\\n?|\\n)[ \\t]*)?")
"""A soft hyphen, and the line end where it showed: the word goes on behind both."""
_WHITE = re.compile(r"\s+")
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63", "-"),
    }
)
_MARKS = frozenset([_SOFT_HYPHEN, *map(chr, _FOLDED)])
"""What is never left in a comparable text, white space apart."""
_PLACELESS = frozenset(["Cf", "Mc", "Me", "Mn"])
"""Categories of what hangs on the character before it, or cannot be seen: a word goes on behind it."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
"""Letters between which a quote may begin and end."""
READINGS_APART = "\f"
"""What parts two readings of one page: its main text, then all of it (`lastro.capture.extract`)."""
GAP = "\v"
"""Where a page has something that a capture leaves out; no quote holds it, so none runs over it."""

_NEAR = 64
"""Characters beside a border that may be part of one number."""


class QuoteMatch(Struct, frozen=True):
    """Where a quote stands in a normalised text, in characters, and how often it stands there."""

    offset: int
    length: int
    times: int


def normalise(text: str) -> str:
    """Make a text comparable, normalisation version 1.

    Soft hyphens go, with the line end where they showed; Unicode form NFC; typographic quotes and
    dashes become plain ones; every run of white space becomes one space, none at the ends.
    """
    if _is_comparable(text):
        return text
    composed = unicodedata.normalize("NFC", _HYPHENATED.sub("", text))
    return _WHITE.sub(" ", composed.translate(_FOLDED)).strip()


def _is_comparable(text: str) -> bool:
    """Tell whether normalising would change nothing: most quotes are typed as they are compared."""
    return (
        _MARKS.isdisjoint(text)
        and " ".join(text.split()) == text
        and unicodedata.is_normalized("NFC", text)
    )


def between(before: str, after: str) -> str:
    """Return what joins two normalised lines: a space, or a gap where it would make one number."""
    near = before[-_NEAR:]
    makes_one = number_across(f"{near} {after[:_NEAR]}", len(near))
    return GAP if makes_one else " "


def find(quote: Quote, text: str) -> QuoteMatch | None:
    """Find the words of a quote in a normalised text; None when they do not stand in it.

    A quote stands for whole words and whole numbers: "2 million" is not found in "12 million".
    `prefix` and `suffix`, where given, must stand right beside it. `times` counts the places that
    fit in the reading of a page that holds most of them, as readings repeat each other; the offset
    is the first of all. What stands in the main text has to stand in the whole page too.
    """
    places = _places(quote, text)
    if not places or places[-1] < text.rfind(READINGS_APART):
        return None  # the main text alone holds the words: it leaves out what stands between them
    return QuoteMatch(places[0], len(normalise(quote.exact)), _times(places, text))


def stands_across(quote: Quote, text: str) -> bool:
    """Tell why `find` found nothing: the words stand on both sides of something left out."""
    return bool(_places(quote, text.replace(GAP, " ")))


def _places(quote: Quote, text: str) -> list[int]:
    """Return every place where the words stand beside their prefix and suffix."""
    exact = normalise(quote.exact)
    prefix = normalise(quote.prefix) if quote.prefix else ""
    suffix = normalise(quote.suffix) if quote.suffix else ""
    return [
        at
        for at in _occurrences(exact, text)
        if _stands_before(prefix, text, at) and _stands_after(suffix, text, at + len(exact))
    ]


def cut_number(quote: Quote, text: str) -> str:
    """Name the number that a quote would cut where its characters stand in a text; "" if none."""
    exact = normalise(quote.exact)
    at = text.find(exact) if exact else -1
    ends = (at, at + len(exact)) if at >= 0 else ()
    number = next(filter(None, (number_across(text, end) for end in ends)), "")
    return in_quotes(number) if number else ""


def _occurrences(exact: str, text: str) -> list[int]:
    """Return every place where the words stand whole; places may overlap."""
    found = []
    at = text.find(exact) if exact else -1
    while at >= 0:
        if not (_cut(text, at) or _cut(text, at + len(exact))):
            found.append(at)
        at = text.find(exact, at + 1)
    return found


def _times(places: list[int], text: str) -> int:
    """Count places, those of one reading only."""
    if len(places) == 1:
        return 1
    return max(Counter(text.count(READINGS_APART, 0, at) for at in places).values())


def _cut(text: str, at: int) -> bool:
    """Tell whether a border between two characters runs through a letter, a word or a number."""
    if not 0 < at < len(text):
        return False
    if unicodedata.category(text[at])[0] == "M":
        return True
    before = _seen(text[n] for n in range(at - 1, -1, -1))
    after = _seen(text[n] for n in range(at, len(text)))
    if before.isalnum() and after.isalnum() and not _UNSPACED.search(before + after):
        return True
    return bool(number_across(text, at))


def _seen(beside: Iterator[str]) -> str:
    """Return the first character with a place of its own: no accent, vowel sign or hidden one."""
    return next((c for c in beside if unicodedata.category(c) not in _PLACELESS), "")


def _stands_before(prefix: str, text: str, at: int) -> bool:
    return not prefix or text[max(0, at - len(prefix) - 1) : at].rstrip(" ").endswith(prefix)


def _stands_after(suffix: str, text: str, end: int) -> bool:
    return not suffix or text[end : end + len(suffix) + 1].lstrip(" ").startswith(suffix)
