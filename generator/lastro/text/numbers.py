"""Numbers as texts write them: where one begins and ends, and what it says.

No quote may hold half a number, and a rule asks where each comes from. "US$100 billion", "US$ 100 bilhões"
and "$100bn" are one; so are "1,00,000", "100'000" and "10万". What can be read in two ways has both readings:
"1.234" is 1234 and 1.234. Currencies, units and percent are not read. Digits within a name ("GPT-4", "10-K",
"1990s", "5th") are no figures, and neither is the month of "2026-04-27".
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec import Struct


def _read_words(name: str) -> dict[str, int]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return {
        word.replace("_", " "): int(number)
        for number, *words in map(str.split, lines)
        for word in words
    }


_MAGNITUDES = _read_words("magnitudes.txt")
"""Powers of ten by their names; in the file, `_` stands for the blank of a name of two words."""
_LETTERS = frozenset("kmbt")
"""One letter may be a magnitude or a unit: five metres, five million."""
_CARDINALS = _read_words("cardinals.txt")
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts that write no space between words, as a range of characters."""
_POWERS_OF_HAN = (1, 2, 3, 4, 4, 8, 8, 12, 2, 3, 4, 8, 12)
_HAN = dict(zip("十百千万萬亿億兆백천만억조", _POWERS_OF_HAN, strict=True))
"""Magnitudes that stand right behind the digits, with more digits behind them: 12万3456."""
_POINTS = str.maketrans("٫·．٬،，", "...,,,", " \u00a0\u2007\u2009\u202f'’‘ʼ´_")
_BLANK = "[ \u00a0\u2007\u2009\u202f]"
_VULGAR = "[¼-¾⅐-⅞]"
_RAISED = "[⁺⁻]?[⁰¹²³⁴-⁹]+"
# a blank parts thousands: up to three digits before it, three behind it
_GROUPS = rf"\d+(?:(?:[.,'’‘ʼ´·٫٬،，．_]|(?<!\d{{4}}){_BLANK}(?=\d{{3}}(?!\d)))\d+)*"
_POWER = rf"[eE][-+]?\d+|{_BLANK}?[×xX·⋅]{_BLANK}?10(?:\^[-−]?\d+|{_RAISED})"
_PIECE = re.compile(
    rf"(?P<number>{_GROUPS})?(?:{_BLANK}?(?P<vulgar>{_VULGAR}))?(?P<power>{_POWER})?"
    rf"(?P<han>[{''.join(_HAN)}]*)",
    re.IGNORECASE,
)
_IN_HAN = rf"{_GROUPS}(?:[{''.join(_HAN)}](?:{_GROUPS})?)*"
_DIGITS = rf"{_IN_HAN}(?:{_BLANK}?{_VULGAR})?(?:{_POWER})?|{_VULGAR}"
_ENDS = rf"(?!(?![{UNSPACED}])\w)(?![月월])"
_GLUED = r"(?:bn|bln|mn|mln|mm|mi|bi|tn|trn|tri|[kmbt])(?![\w])"
_AFTER = "|".join(sorted((w for w in _MAGNITUDES if w not in _LETTERS), key=lambda w: (-len(w), w)))
_WORDS = "|".join(sorted(_CARDINALS, key=lambda w: (-len(w), w)))
_CURRENCY = r"(?:[A-Z]{1,3}\$|[$€£¥])[ \u00a0]?"
_BEFORE = (
    rf"(?:(?<![\w.,])|(?<=[{UNSPACED}]))(?<![^\W\d_{UNSPACED}][-–])(?<!\d{{4}}-)"
    rf"(?P<currency>{_CURRENCY})?"
)
_IN_DIGITS = rf"(?P<digits>{_DIGITS})(?:(?P<glued>{_GLUED})|{_ENDS})"
_IN_LETTERS = rf"(?P<word>{_WORDS}|an?)(?!\w)"
_BEHIND = (
    rf"(?:[ \u00a0-](?P<magnitude>{_AFTER})(?!\w))?"
    r"(?P<unit>[ \u00a0]?%|[ \u00a0](?:percent|per cent|por cento|percentage points?)(?!\w))?"
)
_NAME_GOES_ON = re.compile(r"-[A-Z](?!\w)")
"""After digits: the capital of a name such as 10-K."""
_RANGE = re.compile(r"\s?(?:to|and|or|a|e|ou|-|–|—|/)\s?(?:" + _CURRENCY + ")?", re.IGNORECASE)
_ANY_DIGIT = re.compile(r"[\d¼-¾⅐-⅞]")
_ALWAYS = frozenset({"24/7"})
_HAN_DIGITS = "〇零一二三四五六七八九两兩十百千万萬亿億兆"
_SIGN = "[-+−–—－＋⁻➖˗▲△▼▽±∓~∼≈≠<>≤≥≦≧⩽⩾≲≳%٪％]"
_MONEY = "[$¢-¥֏؋৲৳૱௹฿៛₠-⃀﷼﹩＄￠￡￥￦]"
_SIGNED = (
    rf"(?:(?:(?<![\w)\]%.!?])|(?<=\.\.\.)|(?<=[{UNSPACED}]))(?<![\w.,!?][\"'”’])(?:{_SIGN}+|マイナス|プラス|[负負](?=[\d{_HAN_DIGITS}])|(?:(?<=[(\[])|(?<=[(\[] ))[-+−–—]{_BLANK}"
    rf"|[<≤≥≦≧≲≳~≈±]{_BLANK})"
    rf"(?:(?:[A-Z]{{0,3}}{_MONEY}|[A-Z]{{2,3}}|[Kk]r|Rs)\.?{_BLANK}?)?)?"
)
"""A sign, and the currency that may stand between it and the number."""
_ONE = rf"(?:(?<![\w.])[.,·٫]?{_GROUPS}|{_GROUPS}|{_VULGAR}|[₀-₉]+)"
_FORMAL = "零壹贰貳叁肆伍陆柒捌玖拾佰仟万萬亿億"
_HAN_RUN = f"[{_HAN_DIGITS}]+(?:(?:分之|・|(?<!一)[点點])[{_HAN_DIGITS}]+)+|[{_HAN_DIGITS}]{{2,}}|[{_FORMAL}]{{2,}}"
_DASH = rf"(?:[-–—−]|{_BLANK}[-–—−]{_BLANK})"
_BETWEEN = (  # what makes one of two numbers: a range, a date, a time, a fraction, a product
    rf"(?:{_BLANK}?(?:[%‰٪％]|°[CF]?|{_MONEY})|{_BLANK}?[^\W\d_]{{1,3}}(?={_DASH}[\d$€£¥]|-[A-Z$]+[ \d])"
    rf"|{_BLANK}(?P<unit>[^\W\d_]+)(?={_DASH}[\d.,]+{_BLANK}(?P=unit)(?!\w)))?"
    rf"(?:{_BLANK}?[-–—−×xX*±+÷⋅/~〜～]{_BLANK}?|[-‐-—−－⁃⁓/⁄∕:：^°′″~〜～×*±+÷=.․﹒⋅‧˙⎖꞉…,﹐'\"＇`_]{{1,3}})"
)
_BEGINS = rf"(?=[\d¼-¾⅐-⅞.,·٫{_HAN_DIGITS}{_FORMAL}]|{_SIGN}|マイナス|プラス|[负負])"
_NUMBER = (
    rf"{_BEGINS}{_SIGNED}(?:{_ONE}|{_HAN_RUN}|(?<=[负負ス])[{_HAN_DIGITS}])(?:"
    rf"{_BETWEEN}(?:{_MONEY}|[A-Z]{{2,3}}[ \u00a0]?)?{_ONE}|{_BLANK}\d+[/⁄∕]\d+|{_BLANK}?{_VULGAR}|{_RAISED}|{_POWER}"
    rf"|(?:[{''.join(_HAN)}]|{_BLANK}[万萬亿億])(?:{_BLANK}?{_ONE})?"
    rf"|[ \u00a0-]?(?i:{_AFTER})(?!(?![{UNSPACED}])\w)(?:{_BLANK}{_ONE})?|{_BLANK}?[%‰‱٪％؉؊]|\+(?!\w))*"
)
_IN_NUMBER = re.compile(rf"[\d¼-¾⅐-⅞{_HAN_DIGITS}{_FORMAL}]")
_FARTHEST = 32
"""Characters on both sides of a border that are looked at; what is longer is cut all the same."""


# each of the patterns below takes 10 ms to compile, and most runs need none
@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(_NUMBER)


@cache
def _figure_pattern(*, words: bool) -> re.Pattern[str]:
    spelling = f"(?:{_IN_DIGITS}|{_IN_LETTERS})" if words else _IN_DIGITS
    return re.compile(_BEFORE + spelling + _BEHIND, re.IGNORECASE)


def number_across(text: str, at: int) -> str:
    """Return the number, with sign, power and range, that a border would cut; "" when none."""
    start, end = max(0, at - _FARTHEST), at + _FARTHEST
    if not _IN_NUMBER.search(text, start, end):
        return ""
    for found in _number_pattern().finditer(text, start, end):
        if found.end() > at:
            return found[0] if found.start() < at else ""
    return ""


class Figure(Struct, frozen=True):
    """One number of a text: as written, with its currency and unit, and its possible values."""

    written: str
    values: frozenset[Decimal]
    start: int


def figures(text: str, *, words: bool = False) -> Iterator[Figure]:
    """Yield the numbers of a text, with `words` those in letters too; of "5 to 10 billion" 5 has two values."""
    if not words and not _ANY_DIGIT.search(text):
        return
    for sign in _ALWAYS:
        text = text.replace(sign, "_" * len(sign))
    matches = _figure_pattern(words=words).finditer(text)
    found = [match for match in matches if _is_figure(match, text)]
    words_behind = ((match["glued"] or match["magnitude"] or "").casefold() for match in found)
    powers = [_MAGNITUDES.get(word) for word in words_behind]
    for number, match in enumerate(found):
        later = number + 1
        in_range = powers[number] is None and later < len(found) and powers[later] is not None
        shared = in_range and _RANGE.fullmatch(text[match.end() : _start(found[later])])
        power = powers[later] if shared else powers[number]
        values = frozenset(value.scaleb(power or 0) for value in _values(match))
        if shared or (match["glued"] or "").casefold() in _LETTERS:
            values |= _values(match)
        yield Figure(match[0], values, match.start())


def _is_figure(match: re.Match[str], text: str) -> bool:
    if match["digits"]:
        return not _NAME_GOES_ON.match(text, match.end())
    return match["word"].casefold() not in {"a", "an"} or bool(match["magnitude"])


def _start(match: re.Match[str]) -> int:
    return match.start("digits" if match["digits"] else "word")


def _values(match: re.Match[str]) -> frozenset[Decimal]:
    if match["digits"] is None:
        word = match["word"].casefold()
        return frozenset({Decimal(_CARDINALS.get(word, 1))})
    return readings(match["digits"])


def readings(digits: str) -> frozenset[Decimal]:
    """Return what digits with marks, blanks and fractions can say, whichever country wrote them."""
    found = {Decimal(0)}
    for piece in _PIECE.finditer(digits):
        if not piece[0]:
            continue
        numbers = _grouped(piece["number"].translate(_POINTS)) if piece["number"] else {Decimal(0)}
        part = Decimal(str(unicodedata.numeric(piece["vulgar"]))) if piece["vulgar"] else 0
        power = sum(_HAN[sign] for sign in piece["han"]) + _exponent(piece["power"] or "")
        found = {before + (number + part).scaleb(power) for before in found for number in numbers}
    return frozenset(found)


def _exponent(power: str) -> int:
    """Return that of "e6", "×10^6" and "×10⁶"."""
    plain = unicodedata.normalize("NFKC", power.replace("10", "", 1)).replace("−", "-")
    return int(plain.lstrip("eEXx×·^+ ") or 0) if power else 0


def _grouped(digits: str) -> set[Decimal]:
    """Read digits with commas and points, in groups of three, of four, or as India groups them."""
    parts = re.split("[.,]", digits)
    signs = re.findall("[.,]", digits)
    whole = "".join(parts)
    if not signs:
        return {Decimal(whole)}
    found = set()
    sizes = ",".join(str(len(part)) for part in parts)
    if len(set(signs)) == 1 and re.fullmatch(r"[123](?:,3)+|[1-4](?:,4)+|[12](?:,2)+,3", sizes):
        found.add(Decimal(whole))
    if len(signs) == 1 or (len(set(signs)) > 1 and signs.count(signs[-1]) == 1):
        found.add(Decimal("".join(parts[:-1]) + "." + parts[-1]))
    return found or {Decimal(part) for part in parts}
