"""Characters that hide what a reader of a diff would see."""

import re
from unicodedata import category, combining

from lastro.places import Span
from lastro.syntax.tree import Refused

FIRST_SIGN = "\u2600"
"""Where signs and emoji begin."""
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIDDEN = re.compile(
    "(?P<shown>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
    f"|[{_HAN}][\U000e0100-\U000e01ef])"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
"""What hides; but for the flag of a region, and the form of a Han character."""
_SEEN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
"""What of ASCII hides nothing."""
_LAST_PLANES = b"\xf3\xa0"
"""How U+E0000 to U+E0FFF begin in UTF-8: some of them count as printable."""
_JOINER = re.compile("[\u200c\u200d]")
_ARABIC = re.compile("[\u0600-\u08ff]")
_VIRAMA = 9
"""Canonical combining class of what takes a consonant's vowel."""
_BESIDE = 8


def find_hidden(text: str) -> tuple[str, int] | None:
    # most texts hide nothing, which Python's own tables say ten times as fast
    if text.isascii():
        is_seen = not text.encode().translate(None, _SEEN)
    else:
        is_seen = text.replace("\n", "").isprintable() and _LAST_PLANES not in text.encode()
    if is_seen:
        return None
    for found in _HIDDEN.finditer(text):
        if not found["shown"]:
            return found[0], found.start()
    for joiner in _JOINER.finditer(text):
        start, end = joiner.span()
        if not _is_at_home(text[max(0, start - _BESIDE) : start], text[end : end + 1]):
            return joiner[0], start
    return None


def _is_at_home(before: str, after: str) -> bool:
    """Tell whether a joiner may show: by a virama, an Arabic letter, two letters, or in emoji."""
    if _VIRAMA in (combining(before[-1:] or " "), combining(after or " ")):
        return True
    base = next((one for one in reversed(before) if not category(one).startswith("M")), "")
    return _joins(base) and (_joins(after) or bool(_ARABIC.match(base)))


def _joins(character: str) -> bool:
    return bool(character) and (character.isalpha() or character >= FIRST_SIGN)


def refuse_hidden(character: str, span: Span) -> Refused:
    what = f"U+{ord(character):04X} is hidden here"
    return Refused("invisible-character", what, "delete it: quotes are compared without it", span)
