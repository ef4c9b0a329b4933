"""Whether a PDF gives its letters in the order in which they are read.

Some programs draw Arabic or Hebrew from left to right, and give the vowel signs of Indic scripts no
width: what comes out has its letters turned around, or blanks within its words. No honest quote
stands in such a text, so the file is refused with what to do instead.
"""

import re
import unicodedata

import pypdfium2
from pypdfium2 import raw

from lastro.errors import LastroError

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_INDIC = "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff"
_PAIR = re.compile(f"([{_RIGHT_TO_LEFT}]) ?(?=([{_RIGHT_TO_LEFT}]))")
_BLANK = re.compile(f"(?<=[{_INDIC}]) (?=[{_INDIC}])")
_IN_INDIC = re.compile(f"[{_INDIC}]")
_FEW = 0.05
"""Blanks that PDFium may guess, of the letters beside them."""
_SHARE = 0.25
"""Of all letters: a name in another script is no reason to refuse a file."""
_HINT = "save the page as HTML, or its words as a text file, and name it with `--file`"


class OrderCheck:
    """Letters of a PDF, and those of them that came out in a wrong order or with blanks between."""

    def __init__(self) -> None:
        self._letters = self._turned = self._in_order = self._indic = self._guessed = 0

    def look_at(self, text: str, words: pypdfium2.PdfTextPage) -> None:
        """Count the letters of a page; each has the place in `text` that it has in `words`."""
        self._letters += sum(map(str.isalpha, text))
        for found in _PAIR.finditer(text):
            if all(unicodedata.bidirectional(one) in {"R", "AL"} for one in found.groups()):
                first, second = (words.get_charbox(found.start(letter))[0] for letter in (1, 2))
                self._turned += second > first
                self._in_order += second <= first
        self._indic += len(_IN_INDIC.findall(text))
        blanks = (found.start() for found in _BLANK.finditer(text))
        self._guessed += sum(raw.FPDFText_IsGenerated(words, at) == 1 for at in blanks)

    def refuse_broken(self) -> None:
        """Raise LastroError when most of what was counted cannot be read."""
        least = self._letters * _SHARE
        if self._turned > self._in_order and self._turned + self._in_order > least / 2:
            raise LastroError("the PDF draws its right-to-left words from left to right", _HINT)
        if self._guessed > self._indic * _FEW and self._indic > least:
            raise LastroError("the PDF does not say where its Indic words end", _HINT)
