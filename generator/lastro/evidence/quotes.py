"""Quotes, word for word: when a quote stands in a text.

A quote that is nearly right is a wrong quote, so nothing here is fuzzy: typography, white space and
what nobody sees may differ, as they do between a page, a PDF and a keyboard; a letter, a digit or a
word may not. Pure and total. Source: W3C, TextQuoteSelector; docs/handbook/explanation/quotes.md.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from lastro.model.base import Quote
from lastro.text import comparable
from lastro.text.messages import in_quotes
from lastro.text.numbers import UNSPACED, number_across

_PLACELESS = frozenset(["Cf", "Mc", "Me", "Mn"])
"""Categories of what hangs on the character before it, or cannot be seen: a word goes on behind it."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
"""Letters between which a quote may begin and end."""
READINGS_APART = "\f"
"""What parts two readings of one page: its main text, then all of it (`lastro.capture.extract`)."""

_NEAR = 64
"""Characters beside a border that may be part of one number."""
_SIGN_ENDS = re.compile(r"(?<![^\s(\[])[-+±\u2010\u2013\u2212]\Z")
_EAST_ASIAN_END = re.compile(
    rf"{comparable.CJK}\n(?!{comparable.CJK})[\w+±\u2010\u2013\u2212$€£¥(-]|[\w%)](?<!{comparable.CJK})\n{comparable.CJK}"
)
_NEWLINE = re.compile(r"[ \t]*\r?\n[ \t]*")
_READ, _COPIED = 2, 1
"""The group of a mark that has what one reads there, and what one copies."""
_Place = tuple[int, int]


class QuoteMatch(Struct, frozen=True):
    """Where a quote stands in a text, in characters, how often, and the kinds of what was folded.

    `length` is that of the quote as it is compared: in the text there may be marks between.
    """

    offset: int
    length: int
    times: int
    folded: tuple[str, ...] = ()


def between(before: str, after: str) -> str:
    """Join two normalised lines: by a gap where a space makes a number, East Asian by nothing."""
    near, after = comparable.as_read(before)[-_NEAR:], comparable.as_read(after)[:_NEAR]
    if comparable.joins_lines(near[-1:], after[:1]):
        return ""
    return comparable.GAP if number_across(f"{near} {after}", len(near)) else " "


def between_lines(before: str, after: str) -> str:
    joined = _joined_lines(comparable.as_read(before)[-_NEAR:], comparable.as_read(after)[:_NEAR])
    return between(before, after) if joined is None else joined


def join_lines(text: str) -> str:
    """Join the lines of a text as it was written where a blank would say something else."""

    def join(found: re.Match[str]) -> str:
        start, end = found.span()
        joined = _joined_lines(text[max(0, start - _NEAR) : start], text[end : end + _NEAR])
        return found[0] if joined is None else joined

    return _NEWLINE.sub(join, text)


def _joined_lines(before: str, after: str) -> str | None:
    """Join a sign to its number, and East Asian words to others in both ways; None for the rest."""
    if after[:1].isdecimal() and _SIGN_ENDS.search(before):
        return ""
    if _EAST_ASIAN_END.fullmatch(f"{before[-1:]}\n{after[:1]}"):
        return "" if number_across(before + after, len(before)) else comparable.choice("line", " ")
    return None


def find(quote: Quote, text: str) -> QuoteMatch | None:
    """Find the words of a quote in the text of a capture; None when they do not stand in it.

    A quote stands for whole words and whole numbers: "2 million" is not found in "12 million". Where a text has
    two readings, it is sought in all that one reads, then in all that one copies, never in a mixture. `prefix`
    and `suffix` must stand right beside it. `times` counts the places in the reading of a page that holds most;
    the offset is the first of all. What stands in the main text has to stand in the whole page too.
    """
    exact = comparable.normalise(quote.exact)
    for group, reading in _readings(text):
        places = _find_places(exact, quote, reading)
        if comparable.LETTER in text:
            places = [place for place in places if not _cuts_a_letter(place, text, group)]
        if not places or places[-1][0] < reading.rfind(READINGS_APART):
            continue  # the main text alone holds the words: it leaves out what stands between them
        (start, end), parts = places[0], [reading.count(READINGS_APART, 0, at) for at, _ in places]
        typed = quote.exact if exact == quote.exact else comparable.normalise_source(quote.exact)
        folded = comparable.kinds_in(typed)
        if reading is not text or comparable.HYPHEN in text:
            start, end = _offset(start, text, group), _offset(end - 1, text, group) + 1
            folded |= comparable.kinds_in(text[start:end])
        times = max(Counter(parts).values())
        return QuoteMatch(start, len(exact), times, tuple(sorted(folded)))
    return None


def stands_across(quote: Quote, text: str) -> bool:
    """Tell why `find` found nothing: the words stand on both sides of something left out."""
    exact = comparable.normalise(quote.exact)
    return any(
        _find_places(exact, quote, words.replace(comparable.GAP, " "))
        for _, words in _readings(text)
    )


@lru_cache(maxsize=4)
def _readings(text: str) -> tuple[tuple[int, str], ...]:
    """Return a text as people read it and, where that differs, as copying gives it."""
    if not comparable.is_marked(text):
        return ((_READ, text),)
    read, copied = comparable.as_read(text), comparable.as_copied(text)
    return ((_READ, read), (_COPIED, copied)) if copied != read else ((_READ, read),)


@lru_cache(maxsize=4)
def _marks(text: str, group: int) -> tuple[list[re.Match[str]], list[int], list[int]]:
    """Return the marks of a text, where they begin in one of its readings, and where they end."""
    marks, starts, at, last = list(comparable.MARK.finditer(text)), [], 0, 0
    for mark in marks:
        at += mark.start() - last
        starts.append(at)
        at, last = at + len(mark[group] or ""), mark.end()
    return marks, starts, [mark.end() for mark in marks]


def _offset(at: int, text: str, group: int) -> int:
    """Return where in a marked text a character of one of its readings stands."""
    marks, starts, _ = _marks(text, group)
    nth = bisect_right(starts, at) - 1
    if nth < 0:
        return at
    mark, words, at = marks[nth], marks[nth][group] or "", at - starts[nth]
    return mark.start(group) + at if at < len(words) else mark.end() + at - len(words)


def _cuts_a_letter(place: _Place, text: str, group: int) -> bool:
    """Tell whether words begin or end beside an apostrophe that is a letter of a longer word."""
    borders = _offset(place[0], text, group), _offset(place[1] - 1, text, group) + 1
    for at in borders:
        on = at + (text[at : at + 1] == comparable.LETTER)
        before = text[at - 1 : at] if on == at else comparable.LETTER
        is_letter = text[on + 1 : on + 2] == comparable.LETTER, before == comparable.LETTER
        if any(is_letter) and all(
            letter or one.isalnum()
            for letter, one in zip(is_letter, (text[on : on + 1], before), strict=True)
        ):
            return True
    return False


def slice_copied(text: str, start: int, end: int) -> str:
    """Return the marked text of which copying gives the characters between two places."""
    first, last = _offset(start, text, _COPIED), _offset(end - 1, text, _COPIED) + 1
    marks, _, ends = _marks(text, _COPIED)
    for mark in marks[bisect_left(ends, first) :]:  # what is copied of a mark is copied whole
        if mark.start() > last:
            break
        if mark.start() < first <= mark.end() and (mark.end() > first or not mark[_COPIED]):
            first = mark.start()
        if mark.start() < last < mark.end() or (mark.start() == last and not mark[_COPIED]):
            last = mark.end()
    return text[first:last]


def _find_places(exact: str, quote: Quote, text: str) -> list[_Place]:
    prefix = comparable.normalise(quote.prefix) if quote.prefix else ""
    suffix = comparable.normalise(quote.suffix) if quote.suffix else ""
    return [
        (start, end)
        for start, end in _occurrences(exact, text)
        if _stand_beside(prefix, suffix, text, (start, end))
    ]


def cut_number(quote: Quote, text: str) -> str:
    """Name the number that a quote would cut where its characters stand in a text; "" if none."""
    exact, text = comparable.normalise(quote.exact), comparable.as_read(text)
    at = text.find(exact) if exact else -1
    ends = (at, at + len(exact)) if at >= 0 else ()
    number = next(filter(None, (number_across(text, end) for end in ends)), "")
    return in_quotes(number) if number else ""


def _occurrences(exact: str, text: str) -> Iterator[_Place]:
    for start, end in _found(exact, text) if exact else ():
        if not (_cut(text, start) or _cut(text, end)):
            yield start, end


def _found(exact: str, text: str) -> Iterator[_Place]:
    if comparable.HYPHEN in text:
        for found in _both_ways(exact).finditer(text):
            ends = (found[0][0], found[0][-1])
            if comparable.HYPHEN not in ends:  # within a word, it is no sign and no dash
                yield found.span()
        return
    at = text.find(exact)
    while at >= 0:
        yield at, at + len(exact)
        at = text.find(exact, at + 1)


@lru_cache(maxsize=64)
def _both_ways(exact: str) -> re.Pattern[str]:
    """Read each hyphen at a line end as part of its word, or as what divides it there."""
    ways = (f"[-{comparable.HYPHEN}]" if c == "-" else re.escape(c) for c in exact)
    return re.compile(f"{comparable.HYPHEN}?".join(ways))


def _cut(text: str, at: int) -> bool:
    """Tell whether a border between two characters runs through a letter, a word or a number."""
    if not 0 < at < len(text):
        return False
    if comparable.HYPHEN in (
        near := text[max(0, at - _NEAR) : at + _NEAR]
    ):  # a word goes on behind it
        at = len(text[max(0, at - _NEAR) : at].replace(comparable.HYPHEN, ""))
        return _cut(near.replace(comparable.HYPHEN, ""), at)
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


def _stand_beside(prefix: str, suffix: str, text: str, place: _Place) -> bool:
    start, end = place
    before = text[max(0, start - 2 * len(prefix) - 1) : start]
    after = text[end : end + 2 * len(suffix) + 1]
    ways = [
        [near.replace(comparable.HYPHEN, hyphen) for hyphen in ("-", "")]
        for near in (before, after)
    ]
    has_prefix = not prefix or any(way.rstrip(" ").endswith(prefix) for way in ways[0])
    return has_prefix and (not suffix or any(w.lstrip(" ").startswith(suffix) for w in ways[1]))
