"""Numbers as texts write them, reduced to what they say, so that two spellings of one compare.

A reader remembers the figure of an answer and nothing else, so a rule asks where each comes from.
"US$100 billion", "US$ 100 bilhões" and "$100bn" are one number; "13,0", "13.0" and "13" are too.

A spelling that can be read in two ways has both readings: "1.234" is 1234 and 1.234, "5m" is 5 and
5,000,000. Currencies, units and percent are not read. Digits within a name ("GPT-4", "10-K", "G7",
"1990s", "5th") are no figures, and neither is the month of "2026-04-27".
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

_POWERS = {
    3: ("thousand", "k", "mil", "tausend", "mille", "mila"),
    6: (
        *("million", "millions", "mn", "mln", "mm", "m", "mi", "mio", "milhão", "milhões"),
        *("millón", "millones", "millionen", "milioni", "milione"),
    ),
    9: (
        *("billion", "billions", "bn", "bln", "b", "bi", "bilhão", "bilhões", "mil milhões"),
        *("mil millones", "milliard", "milliards", "milliarden", "mrd", "miliardi", "miliardo"),
    ),
    12: ("trillion", "trillions", "tn", "trn", "t", "tri", "trilhão", "trilhões"),
}
_MAGNITUDES = {word: power for power, words in _POWERS.items() for word in words}
_LETTERS = frozenset("kmbt")
"""One letter may be a magnitude or a unit: five metres, five million."""

_UNITS = (
    (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    ),
    (
        "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze "
        "dezesseis dezessete dezoito dezenove"
    ),
)
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
)
_OTHERS = {"uma": 1, "duas": 2, "catorze": 14, "hundred": 100, "cem": 100, "dozen": 12, "dúzia": 12}
_CARDINALS = {
    **{word: number for row in _UNITS for number, word in enumerate(row.split())},
    **{word: 10 * ten for row in _TENS for ten, word in enumerate(row.split(), start=2)},
    **_OTHERS,
}

_DIGITS = r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,4}(?:[.,]\d+)?(?![\d])|\d+(?:[.,]\d+)*"
_GLUED = r"(?:bn|bln|mn|mln|mm|mi|bi|tn|trn|tri|[kmbt])(?![\w])"
_AFTER = "|".join(sorted((w for w in _MAGNITUDES if w not in _LETTERS), key=lambda w: (-len(w), w)))
_WORDS = "|".join(sorted(_CARDINALS, key=lambda w: (-len(w), w)))
_CURRENCY = r"(?:[A-Z]{1,3}\$|[$€£¥])[ \u00a0]?"
_BEFORE = rf"(?<![\w.,])(?<![^\W\d_][-–])(?<!\d{{4}}-)(?P<currency>{_CURRENCY})?"
_IN_DIGITS = rf"(?P<digits>{_DIGITS})(?:(?P<glued>{_GLUED})|(?![\w]))"
_IN_LETTERS = rf"(?P<word>{_WORDS}|an?)(?!\w)"
_BEHIND = (
    rf"(?:[ \u00a0-](?P<magnitude>{_AFTER})(?!\w))?"
    r"(?P<unit>[ \u00a0]?%|[ \u00a0](?:percent|per cent|por cento|percentage points?)(?!\w))?"
)
_FIGURE = re.compile(_BEFORE + _IN_DIGITS + _BEHIND, re.IGNORECASE)
_FIGURE_OR_WORD = re.compile(f"{_BEFORE}(?:{_IN_DIGITS}|{_IN_LETTERS}){_BEHIND}", re.IGNORECASE)
_NAME_GOES_ON = re.compile(r"-[A-Z](?!\w)")
"""After digits: the capital of a name such as 10-K."""
_RANGE = re.compile(r"\s?(?:to|and|or|a|e|ou|-|–|—|/)\s?(?:" + _CURRENCY + ")?", re.IGNORECASE)
_ANY_DIGIT = re.compile(r"\d")
_ALWAYS = frozenset({"24/7"})


class Figure(Struct, frozen=True):
    """One number of a text: as written, with its currency and unit, and its possible values."""

    written: str
    values: frozenset[Decimal]
    start: int
    """Where it starts in its text."""


def figures(text: str, *, words: bool = False) -> Iterator[Figure]:
    """Yield the numbers of a text in their order; with `words` also those written in letters.

    Of "5 to 10 billion" the first is read as 5 and as 5 billion.
    """
    if not words and not _ANY_DIGIT.search(text):
        return
    for sign in _ALWAYS:
        text = text.replace(sign, "_" * len(sign))
    pattern = _FIGURE_OR_WORD if words else _FIGURE
    found = [match for match in pattern.finditer(text) if _is_figure(match, text)]
    powers = [_power(match) for match in found]
    for number, match in enumerate(found):
        later = number + 1
        in_range = powers[number] is None and later < len(found) and powers[later] is not None
        shared = in_range and _RANGE.fullmatch(text[match.end() : _start(found[later])])
        power = powers[later] if shared else powers[number]
        values = _scaled(_values(match), power or 0)
        if shared or (match["glued"] or "").casefold() in _LETTERS:
            values |= _values(match)
        yield Figure(match[0], values, match.start())


def _is_figure(match: re.Match[str], text: str) -> bool:
    if match["digits"]:
        return not _NAME_GOES_ON.match(text, match.end())
    return match["word"].casefold() not in {"a", "an"} or bool(match["magnitude"])


def _start(match: re.Match[str]) -> int:
    return match.start("digits") if match["digits"] else match.start("word")


def _power(match: re.Match[str]) -> int | None:
    word = match["glued"] or match["magnitude"]
    return _MAGNITUDES[word.casefold()] if word else None


def _scaled(values: frozenset[Decimal], power: int) -> frozenset[Decimal]:
    return frozenset(value.scaleb(power) for value in values)


def _values(match: re.Match[str]) -> frozenset[Decimal]:
    if match["digits"] is None:
        word = match["word"].casefold()
        return frozenset({Decimal(_CARDINALS.get(word, 1))})
    return readings(match["digits"])


def readings(digits: str) -> frozenset[Decimal]:
    """Return what digits with commas, points and blanks can say, whichever country wrote them."""
    digits = re.sub(r"\s", "", digits)
    parts = re.split("[.,]", digits)
    signs = re.findall("[.,]", digits)
    whole = "".join(parts)
    if not signs:
        return frozenset({Decimal(whole)})
    found = set()
    thousands = all(len(part) == len("000") for part in parts[1:]) and len(parts[0]) <= len("000")
    if thousands and len(set(signs)) == 1:
        found.add(Decimal(whole))
    if len(signs) == 1 or (len(set(signs)) > 1 and signs.count(signs[-1]) == 1):
        found.add(Decimal("".join(parts[:-1]) + "." + parts[-1]))
    return frozenset(found or {Decimal(part) for part in parts})
