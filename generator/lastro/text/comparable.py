"""Texts made comparable: what every reader sees, without what nobody can see or type. Pure and total.

A quote that a person reads on a page must be found there, whatever ligature, mark of direction or footnote
number it has; a letter, digit, sign or word that differs must not be. So both sides are folded by one rule,
and the text of a capture says where it was folded and where it can be read in two ways.
Source: docs/handbook/explanation/quotes.md; Unicode 15, UAX 31 and 44.
"""

import re
import unicodedata
from collections.abc import Mapping

NORMALIZATION = 2
"""Version of `normalise`; it grows when any text could come out otherwise."""

CHOICES: Mapping[str, str] = {
    "\ufdd0": "note",
    "\ufdd1": "gloss",
    "\ufdd2": "quotation",
    "\ufdd3": "running",
    "\ufdd4": "line",
    "\ufdd5": "raised",
}
"""What opens a place that is read in two ways, and its kind: a footnote mark, a gloss beside its
word, the marks of a `q` element, a running head or foot, a line end, a raised digit."""
_OR, _END = "\ufdda", "\ufddb"
GAP = "\v"
"""Where a page has something that a capture leaves out; no quote holds it, so none runs over it."""
HYPHEN = "\ufdd8"
"""A hyphen at a line end: the word may go on with it or without it."""
_INVISIBLE, _LIGATURE, _APOSTROPHE, _ELLIPSIS, _SPACE = "\ufde0\ufde1\ufde2\ufde3\ufde4"
LETTER = "\ufde5"
"""Behind an apostrophe that is a letter in its source: no word ends there."""
STRUCK = "\ufde6"
"""Where words are struck out: one reads on behind them."""
KINDS: Mapping[str, str] = {
    **CHOICES,
    HYPHEN: "hyphen",
    _INVISIBLE: "invisible",
    _LIGATURE: "ligature",
    _APOSTROPHE: "apostrophe",
    _ELLIPSIS: "ellipsis",
    _SPACE: "space",
    LETTER: "apostrophe",
    STRUCK: "struck",
}
"""Marks in the text of a capture and what was folded there. All are noncharacters, which no page
means: they are taken out of whatever is read before ours are put in."""
_FOLDS = "\ufde0-\ufde6"
_ANY_MARK = re.compile("[\ufdd0-\ufdef]")
CHOICE = re.compile("[\ufdd0-\ufdd5]([^\ufdd0-\ufddb]*)\ufdda([^\ufdd0-\ufddb]*)\ufddb")
"""A place with two readings: what one copies (1), and what one reads (2)."""
_NOTHING_READ = re.compile(f"( ?)((?:[\ufdd0-\ufdd3\ufdd5][^\ufdd0-\ufddb]*{_OR}{_END} ?)+)")
MARK = re.compile(f"{CHOICE.pattern}|[{_FOLDS}]")

_SOFT_HYPHEN = "\u00ad"
_HYPHENATED = re.compile(f"{_SOFT_HYPHEN}(?:[ \\t]*(?:\\r\\n?|\\n)[ \\t]*)?")
"""A soft hyphen, and the line end where it showed: the word goes on behind both."""
_ALONE = re.compile(f" ([{_FOLDS}]+)(?= |$)")
_SINGLE = "\u2018-\u201b\u2039\u203a\u275b\u275c\uff07"
_DOUBLE = "\u201c-\u201f\u00ab\u00bb\u275d\u275e\u301d-\u301f\uff02"
_DASHES = "\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\u058a\u05be"
_LETTERS = "\u02bb-\u02bd\ua78b\ua78c\u07f4\u07f5"
_MARKS = "\u055a\u05f3\u2032\u2035"
"""Apostrophes that are letters or marks of a language, and primes: keyboards have one key for all."""
_LIKE_QUOTES = "\u2033\u2036\u05f4"
_DOTS = "\u2026\u22ef"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff"
)
"""What has no shape: Default_Ignorable_Code_Point and noncharacters; without joiners."""
_FORMS = (
    "\u0132\u0133\u01c4-\u01cc\u01f1-\u01f3\u2f00-\u2fd5\ufb00-\ufb4f\ufb50-\ufdcf\ufdf0-\ufdfb"
    "\ufe70-\ufefc"
)
"""Ligatures and presentation forms of letters: one shape of what a keyboard types."""
_PLANE_14 = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    "|[\U000e0000-\U000e0fff]"
)
"""A flag of a region; tags and variation selectors elsewhere, which have no shape."""
_JOINERS = re.compile(f"[\u200c\u200d][\u200c\u200d{_FOLDS}]*")
_ARABIC = re.compile(
    "[\u0600-\u08ff\u1807-\u18aa\ua840-\ua873\U00010d00-\U00010d23\U0001e900-\U0001e943]"
)
"""Scripts whose letters join: a non-joiner between two of them shows."""
_JOINS_NO_FURTHER = re.compile(
    "[\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb"
    "\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef]"
)
"""Arabic letters that never join the next one: a non-joiner behind them shows nothing."""
_VIRAMA = 9
"""Canonical combining class of what takes a consonant's vowel."""
_BESIDE = 8
CJK = (
    "(?:[\u3001-\u3003\u3005-\u301c\u3030-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]|[\U00020000-\U0003ffff])"
)
_BETWEEN_CJK = re.compile(rf"({CJK})([{_FOLDS}]*) (?=[{_FOLDS}]*({CJK}))")
"""White space that East Asian scripts do not write: a line end of the page, or of YAML."""
_HAN_DIGIT = frozenset("〇零一二三四五六七八九十百千万萬亿億兆两兩壹贰貳叁肆伍陆柒捌玖拾佰仟")


def _table(*, marked: bool) -> dict[str, str]:
    table = {_SOFT_HYPHEN: ""}
    for characters, plain, mark in (
        (_SINGLE, "'", ""),
        (_DOUBLE, '"', ""),
        (_DASHES, "-", ""),
        (_LETTERS, "'", LETTER),
        (_MARKS, "'", _APOSTROPHE),
        (_LIKE_QUOTES, '"', _APOSTROPHE),
        (_DOTS, "...", _ELLIPSIS),
        (_UNSEEN, "", _INVISIBLE),
    ):
        folded = plain + mark if marked else plain
        table |= dict.fromkeys(_expand_ranges(characters), folded)
    for form in _expand_ranges(_FORMS):
        plain = "\u017ft" if form == "\ufb05" else unicodedata.normalize("NFKC", form)
        if plain != form and not plain.startswith(" "):
            table[form] = plain + _LIGATURE if marked else plain
    if marked:  # ours
        table = {key: value for key, value in table.items() if not _ANY_MARK.match(key)}
    return table


def _expand_ranges(ranges: str) -> list[str]:
    found: list[str] = []
    for first, last in re.findall("(.)(?:-(.))?", ranges, re.DOTALL):
        found += map(chr, range(ord(first), ord(last or first) + 1))
    return found


_PLAIN = _table(marked=False)
_MARKED = _table(marked=True)
_CHANGING = re.compile(
    f"[{_SINGLE}{_DOUBLE}{_DASHES}{_LETTERS}{_MARKS}{_LIKE_QUOTES}{_DOTS}{_UNSEEN}{_FORMS}\u200c\u200d]"
)
_LAST_PLANES = b"\xf3\xa0"
"""How U+E0000 to U+E0FFF begin in UTF-8."""


def normalise(text: str) -> str:
    """Make a text comparable, normalisation version 2.

    What has no shape goes, but for joiners that change one; Unicode form NFC; typographic quotes,
    apostrophes, primes, dashes, ellipses and ligatures become what keyboards type; every run of
    white space becomes one space, none at the ends or between East Asian letters.
    """
    return text if _is_comparable(text) else _folded(text, _PLAIN)


def normalise_source(text: str) -> str:
    """Do what `normalise` does, but mark what was folded, and let the choices of a source stay."""
    if _is_comparable(text):
        return text
    found = _folded(text, _MARKED)
    bare = _ANY_MARK.sub("", found)
    if unicodedata.is_normalized("NFC", bare):
        return found
    return unicodedata.normalize("NFC", bare)  # an accent behind a mark


def strip_marks(text: str) -> str:
    """Take out of what strangers wrote whatever looks like a mark of ours."""
    return _ANY_MARK.sub("", text)


def choice(kind: str, copied: str, read: str = "") -> str:
    """Write a place with two readings: what one copies from there, and what one reads."""
    opened = next(mark for mark, named in CHOICES.items() if named == kind)
    return f"{opened}{as_copied(copied)}{_OR}{read}{_END}"


def settle(text: str) -> str:
    """Let one space stand around places where one reads nothing, and none at the ends."""
    return _NOTHING_READ.sub(_settled, text)


def _settled(found: re.Match[str]) -> str:
    outside, copied = found[2].endswith(" "), as_copied(found[2].rstrip(" "))
    before, after = found[1], " " if outside else ""
    first, last = copied[:1].strip(" ") == "", copied[-1:].strip(" ") == ""
    words, opened, closed = " ".join(copied.split()), found[2][0], f"{_OR}{_END}"
    if found.end() == len(found.string):  # nothing follows
        return f"{opened}{' ' if before or first else ''}{words}{closed}"
    if before or found.start() == 0:
        return f"{before}{opened}{words}{' ' if outside or last else ''}{closed}"
    inside = " " if last and not outside else ""
    return f"{opened}{' ' if first else ''}{words}{inside}{closed}{after}"


def is_marked(text: str) -> bool:
    return any(mark in text for mark in KINDS)


def as_read(text: str) -> str:
    """Return a text as people read it: without footnote marks, glosses and running heads."""
    return MARK.sub(r"\2", text) if is_marked(text) else text


def as_copied(text: str) -> str:
    return MARK.sub(r"\1", text) if is_marked(text) else text


def kinds_in(text: str) -> frozenset[str]:
    return frozenset(KINDS[mark] for mark in KINDS if mark in text)


def joins_lines(before: str, after: str) -> bool:
    """Tell whether no white space parts two lines that end and begin so: East Asian scripts."""
    return bool(before and after) and normalise(f"{before} {after}") == before + after


def _is_comparable(text: str) -> bool:
    """Tell whether normalising would change nothing: most quotes are typed as they are compared."""
    if " ".join(text.split()) != text:
        return False
    if text.isascii():
        return text.isprintable()
    return (
        not _CHANGING.search(text)
        and _LAST_PLANES not in text.encode(errors="replace")
        and not _BETWEEN_CJK.search(text)
        and unicodedata.is_normalized("NFC", text)
    )


def _folded(text: str, table: Mapping[str, str]) -> str:
    mark = table is _MARKED
    text = _HYPHENATED.sub("", text)
    if _LAST_PLANES in text.encode(errors="replace"):
        text = _PLANE_14.sub(lambda found: found[1] or "\u200b", text)
    text = _CHANGING.sub(lambda found: table.get(found[0], found[0]), text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub(lambda found: _joiner(found) or (_INVISIBLE if mark else ""), text)
    text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split())
    if mark:
        text = _ALONE.sub(r"\1", text).lstrip(f"{_INVISIBLE} ")
        text = text.replace(f"{STRUCK} ", STRUCK, 1) if text.startswith(STRUCK) else text
    return _BETWEEN_CJK.sub(lambda found: _between_cjk(found, _SPACE if mark else ""), text)


def _joiner(found: re.Match[str]) -> str:
    """Return the joiner that shows between what stands beside it; "" when it shows nothing."""
    start, end, text = found.start(), found.end(), found.string
    before = _ANY_MARK.sub("", text[max(0, start - _BESIDE) : start])
    after = _ANY_MARK.sub("", text[end : end + _BESIDE])
    if _VIRAMA in map(unicodedata.combining, before[-1:] + after[:1]):
        return found[0][0]
    kinds = [unicodedata.category(sign)[0] for sign in before[-1:] + after[:1]]
    if "\u200d" in found[0] and kinds == ["S", "S"]:
        return "\u200d"
    base = next((c for c in reversed(before) if unicodedata.category(c) != "Mn"), "")
    joins = _is_arabic(base) and not _JOINS_NO_FURTHER.match(base) and _is_arabic(after[:1])
    return "\u200c" if joins and "\u200c" in found[0] else ""


def _is_arabic(character: str) -> bool:
    return character.isalpha() and bool(_ARABIC.match(character))


def _between_cjk(found: re.Match[str], mark: str) -> str:
    """Leave white space out, but between two digits, which it keeps apart."""
    if {found[1], found[3]} <= _HAN_DIGIT:
        return found[0]
    return f"{found[1]}{found[2]}{mark}"
