"""Texts whose line breaks YAML turns into blanks, in scripts that put none between words.

A Chinese sentence that was broken for width gets a blank in its middle, which stands in no source
and which readers see. Source: YAML 1.2, section 6.5, "Line Folding".
"""

import re
from collections.abc import Iterator

from lastro.places import RecordPath
from lastro.syntax.tree import Fields, scalars
from lastro.text.numbers import UNSPACED

_LETTER = rf"[{UNSPACED}\u3001-\u303f\uff01-\uff60\U00020000-\U0003ffff]"
_LINE = re.compile(rf"\n[ \t]*{_LETTER}")
_BREAK = re.compile(rf"({_LETTER})[ \t]*\n[ \t]*({_LETTER})")


def may_hold_fold(text: str) -> bool:
    """Tell whether a record may hold such a text: most do not, and are not looked at with care."""
    return _LINE.search(text) is not None and _BREAK.search(text) is not None


def find_folds(text: str, tree: Fields) -> Iterator[tuple[RecordPath, str, str]]:
    """Yield the route of each such text, where it was first broken, and the text without the blanks."""
    if not may_hold_fold(text):
        return
    lines = text.split("\n")
    for at, scalar, is_key in scalars(tree):
        broken = "\n".join(lines[scalar.span.line - 1 : scalar.span.end_line])
        pairs = [] if is_key else [found.groups() for found in _BREAK.finditer(broken)]
        blanks = [
            f"{before} {after}" for before, after in pairs if f"{before} {after}" in scalar.text
        ]
        meant = scalar.text
        for blank in blanks:
            meant = meant.replace(blank, blank[0] + blank[-1])
        if blanks:
            yield at, blanks[0], meant
