"""Text cut to a width, for drawings: nothing in them wraps, and a verdict that is cut off misleads.

The widths are those of the font that share cards are drawn with. A badge is drawn by browsers with
fonts of their own, which are narrower.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

Weight = Literal["regular", "bold"]
_UNKNOWN = 1000
"""The width of what the font does not have: most letters of other scripts are narrower."""
_WORD = re.compile(r"\S+\s*")
ELLIPSIS = "…"


@cache
def advances(weight: Weight) -> Mapping[str, int]:
    """Return the width of each letter of the font, in thousandths of its size."""
    kept = json.loads((resources.files("lastro.render") / "fonts" / "advances.json").read_bytes())
    return {letter: int(width) for width, letters in kept[weight].items() for letter in letters}


def has_letters(text: str, weight: Weight = "bold") -> bool:
    """Tell whether the font has every letter of a text."""
    return advances(weight).keys() >= {*text}


def width_of(text: str, size: float, weight: Weight = "regular") -> float:
    known = advances(weight)
    return sum(known.get(letter, _UNKNOWN) for letter in text) * size / 1000


def cut(
    text: str, width: float, size: float, lines: int = 1, weight: Weight = "regular"
) -> list[str]:
    """Return a text as lines of a width, the last one with an ellipsis where it does not fit.

    A word that is wider than a line is broken within, as scripts without blanks are.
    """

    def fits(line: str) -> bool:
        return width_of(line.rstrip(), size, weight) <= width

    found = [""]
    for word in _WORD.findall(text.strip()):
        for part in [word] if fits(word) else word:
            if fits(found[-1] + part):
                found[-1] += part
            else:
                found.append(part)
    if len(found) > lines:
        last = found[lines - 1].rstrip()
        while last and not fits(last + ELLIPSIS):
            last = last.rpartition(" ")[0].rstrip() or last[:-1]
        found[lines - 1 :] = [last + ELLIPSIS]
    return [line.rstrip() for line in found]
