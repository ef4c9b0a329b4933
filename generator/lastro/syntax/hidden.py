"""Characters that hide what a reader of a diff would see."""

import re

from lastro.places import Span
from lastro.syntax.tree import Refused

FIRST_SIGN = "\u2600"
"""Where signs and emoji begin."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
_SEEN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
"""What of ASCII hides nothing."""
_LAST_PLANES = b"\xf3\xa0"
"""How U+E0000 to U+E0FFF begin in UTF-8: some of them count as printable."""
_JOINER = re.compile("[\u200c\u200d]")


def find_hidden(text: str) -> tuple[str, int] | None:
    """Return the first hidden character of a text and where it stands; None without one."""
    # most texts hide nothing, which Python's own tables say ten times as fast
    if text.isascii():
        is_seen = not text.encode().translate(None, _SEEN)
    else:
        is_seen = text.replace("\n", "").isprintable() and _LAST_PLANES not in text.encode()
    if is_seen:
        return None
    if found := _HIDDEN.search(text):
        return found[0], found.start()
    for joiner in _JOINER.finditer(text):
        before, after = text[: joiner.start()][-1:], text[joiner.end() :][:1]
        if not (_joins(before) and _joins(after)):
            return joiner[0], joiner.start()
    return None


def _joins(character: str) -> bool:
    """Joiners are at home between letters and in emoji; nowhere else."""
    return bool(character) and (character.isalpha() or character >= FIRST_SIGN)


def refuse_hidden(character: str, span: Span) -> Refused:
    """Refuse a hidden character at its place."""
    what = f"U+{ord(character):04X} is hidden here"
    return Refused("invisible-character", what, "delete it", span)
