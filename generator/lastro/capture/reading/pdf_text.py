"""The words of a PDF, page by page: filings and papers are PDFs, and are cited by page.

A PDF says where each letter is drawn, not how words go on: hyphens at line ends, footnote marks, running
heads and feet are told from shape and place, and read in both ways. Some programs draw Arabic or Hebrew
from left to right, or part Indic words: no honest quote stands in such a text, so the file is refused.
Runs in the child process of `lastro.capture.extract` only.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import closing
from ctypes import byref, c_double
from itertools import groupby, pairwise
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from lastro.capture.reading.footnotes import Footnotes
from lastro.errors import LastroError
from lastro.evidence.quotes import join_lines
from lastro.text.columns import PARTED, Cell, in_columns
from lastro.text.comparable import GAP, HYPHEN, choice, normalise_source, settle, strip_marks
from lastro.text.running import set_apart

MOST_MEMORY = 480 << 20
"""Bytes of memory for reading a PDF: its streams unpack to a thousand times their size."""
_PARTED = re.compile(rf"\b(\w++){PARTED}(?=(\w+))")
_LINE_END = re.compile(r"(?<=\w)-\r?\n(?=[^\W\d])|(?<=[^\W\d])-\r?\n(?=\d)")
_DRAWN_HYPHEN = re.compile(r"(?<=[^\W\d])\u2010\r?\n(?=[^\W\d])")
_COMPOUND = re.compile(r"\b\w++(?:-\w++)+")
_SMALLER = 0.85
_HIGHER = 0.15
_LOWER = 0.08
_CELL_GAP = 1.0
"""Parts of the height of the character before: a raised mark is at most so high, and so much higher
or lower; no blank between two words is as wide as the last, even in lines of one width."""

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_INDIC = "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff"
_PAIR = re.compile(f"([{_RIGHT_TO_LEFT}]) ?(?=([{_RIGHT_TO_LEFT}]))")
_ALONE = re.compile(rf"^[{_RIGHT_TO_LEFT}]\W?$", re.MULTILINE)
_BLANK = re.compile(f"(?<=[{_INDIC}]) (?=[{_INDIC}])")
_IN_INDIC = re.compile(f"[{_INDIC}]")
_RUN = re.compile(
    rf"[.,]?[\d.,]*[{_RIGHT_TO_LEFT}][{_RIGHT_TO_LEFT} \d.,]*|[{_INDIC}][{_INDIC} ]*"
    r"|[\u0e00-\u0eff][\u0e00-\u0eff !-@]*"
)
_MOVED = re.compile(r"(?<!\S)[.,]\d|[!-@][\u0e30-\u0e3a\u0e45-\u0e4e]")
"""Words in a script that may come out broken; a comma that moved, a Thai vowel behind no letter."""
_THAI_PAIR = re.compile(r"([\u0e00-\u0e7f])(?=[\u0e01-\u0e2e])")
_FEW = 0.05
"""Blanks that PDFium may guess, of the letters beside them."""
_SHARE = 0.25
"""Of all letters: a name in another script is no reason to refuse a file."""
_HINT = "save the page as HTML, or its words as a text file, and name it with `--file`"
_SIGNS = frozenset("*∗†‡§¶,+-–−‐")
_LOWERED = str.maketrans("0123456789+-–−‐", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₋")
_GAPS = re.compile(rf"\s*{GAP}\s*")


class _Glyph(NamedTuple):
    """A character where it is drawn; a blank has no width. `level` is 1 if raised, -1 if lowered."""

    character: str
    at: int
    left: float = 0
    right: float = 0
    baseline: float = 0
    height: float = 0
    level: int = 0


class OrderCheck:
    """Letters of a PDF, and those of them that came out in a wrong order or with blanks between."""

    def __init__(self) -> None:
        self.hides = False
        self._letters = self._turned = self._in_order = self._indic = self._guessed = 0

    def hide_broken(self, text: str, words: pypdfium2.PdfTextPage) -> str:
        """Put gaps in place of words that nobody could read as they came out."""

        def hide(found: re.Match[str]) -> str:
            run, at = found[0], found.start()
            turned = any(
                words.get_charbox(at + pair.start(1))[0] < words.get_charbox(at + pair.start(2))[0]
                for pair in _PAIR.finditer(run)
                if all(unicodedata.bidirectional(one) in {"R", "AL"} for one in pair.groups())
            ) or any(
                words.get_charbox(at + pair.start())[0] > words.get_charbox(at + pair.end())[0]
                for pair in _THAI_PAIR.finditer(run)
            )
            blanks = [at + blank.start() for blank in _BLANK.finditer(run)]
            guessed = sum(raw.FPDFText_IsGenerated(words, blank) == 1 for blank in blanks)
            if not (turned or _MOVED.search(run) or guessed > len(run) * _FEW):
                return run
            self.hides = True
            return GAP * len(run)

        return _RUN.sub(hide, text)

    def look_at(self, text: str, words: pypdfium2.PdfTextPage) -> None:
        """Count the letters of a page; each has the place in `text` that it has in `words`."""
        self._letters += sum(map(str.isalpha, text))
        for found in _PAIR.finditer(text):
            if all(unicodedata.bidirectional(one) in {"R", "AL"} for one in found.groups()):
                first, second = (words.get_charbox(found.start(letter))[0] for letter in (1, 2))
                self._turned += second > first
                self._in_order += second <= first
        self._turned += len(_ALONE.findall(text))
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


def page_texts(body: bytes) -> tuple[list[str], list[str]]:
    """Return the comparable text of each page of the file, none of a scan, and what to tell of it.

    A word parted at a line end is read with and without its hyphen, unless its parts stand elsewhere in the
    file with a hyphen between them. Raises LastroError for a file that is damaged, wants a password, or draws
    its letters in an order that nobody reads.
    """
    notes, order = Footnotes(), OrderCheck()
    try:
        with pypdfium2.PdfDocument(body) as document:
            pages = [_page_text(document, number, notes, order) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            hint = "save a copy without one and name it with `--file`"
            raise LastroError("the PDF wants a password", hint) from error
        hint = "save it again and name it with `--file`"
        raise LastroError("the PDF is damaged", hint) from error
    order.refuse_broken()
    # the neighbours that the file joins with a hyphen within a line
    words = (word.split("-") for page in pages for word in _COMPOUND.findall(page.casefold()))
    compounds = {pair for word in words for pair in pairwise(word)}
    joined = [_joined(page, compounds) for page in set_apart(pages)]
    told = [f"some words came out broken and were left out; if you quote them, {_HINT}"]
    texts = [GAP.join(map(_comparable, _GAPS.split(join_lines(page)))) for page in joined]
    texts = [text if text.strip() else "" for text in texts]
    return texts, told if order.hides else []


def _comparable(page: str) -> str:
    return settle(normalise_source(page))


def _page_text(
    document: pypdfium2.PdfDocument, number: int, notes: Footnotes, order: OrderCheck
) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as words:
        text = str(words.get_text_range())
        if words.count_chars() != len(text):  # no character of it can be asked for
            return strip_marks(text)
        order.look_at(text, words)
        text = order.hide_broken(text, words)

        def is_linked(glyph: _Glyph) -> bool:
            return _leads_to_note(document, page, words, glyph.at)

        lines = [
            [_cell(glyphs, notes, is_linked) for glyphs in _cells(line)]
            for line in _lines(text, words, page.get_bbox())
        ]
        return in_columns([line for line in lines if line])


def _lines(
    text: str, words: pypdfium2.PdfTextPage, box: tuple[float, float, float, float]
) -> list[list[_Glyph]]:
    """Return the characters that are drawn within the page, by line."""
    lines: list[list[_Glyph]] = [[]]
    base: _Glyph | None = None
    last: _Glyph | None = None
    broken = blank = False
    for at, character in enumerate(text):
        if character.isspace() and character != GAP:
            broken = broken or character in "\r\n"
            blank = blank or not broken or character not in "\r\n"
            continue
        glyph = _glyph(character, at, words)
        if not (box[0] < glyph.right and glyph.left < box[2]) or not (
            box[1] < glyph.baseline + glyph.height and glyph.baseline < box[3]
        ):
            continue
        beside = last and base and _is_beside(last, glyph, base)
        if last and (last.character == PARTED or (broken and not beside)):
            lines.append([])
            beside = False
        level = _level(base, glyph) if beside and base else 0
        if level and (character.isdecimal() or character in _SIGNS):
            glyph = glyph._replace(level=level)
        else:
            base = glyph
        wide = last and beside and glyph.left - last.right > glyph.height * _HIGHER
        if (
            lines[-1]
            and not glyph.level
            and (blank or (wide and (broken or (last and last.level))))
        ):
            lines[-1].append(_Glyph(" ", at))
        lines[-1].append(glyph)
        last, broken, blank = glyph, False, False
    return lines


def _glyph(character: str, at: int, words: pypdfium2.PdfTextPage) -> _Glyph:
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    raw.FPDFText_GetLooseCharBox(words, at, byref(box))
    raw.FPDFText_GetCharOrigin(words, at, byref(x), byref(y))
    return _Glyph(character, at, box.left, box.right, y.value, box.top - box.bottom)


def _is_beside(last: _Glyph, glyph: _Glyph, base: _Glyph) -> bool:
    tall = max(base.height, glyph.height)
    return (
        -0.2 * tall <= glyph.left - last.right <= 0.5 * tall
        and abs(glyph.baseline - base.baseline) < 0.7 * tall
    )


def _level(base: _Glyph, glyph: _Glyph) -> int:
    rises = (glyph.baseline - base.baseline) / (base.height or 1)
    if glyph.height > base.height * _SMALLER:
        return int(rises > 2 * _HIGHER) - int(rises < -2 * _HIGHER)
    return int(rises >= _HIGHER) - int(rises <= -_LOWER)


def _cells(line: list[_Glyph]) -> list[list[_Glyph]]:
    """Part a line where nothing is drawn over more than a blank between words."""
    drawn = sorted((one for one in line if one.character != " "), key=lambda one: one.left)
    borders, right = list[float](), drawn[0].right if drawn else 0.0
    for one in drawn:
        if one.left - right > _CELL_GAP * one.height:
            borders.append(one.left)
        right = max(right, one.right)
    cells, column = list[list[_Glyph]](), -1
    for one in line:
        of_one = sum(border <= one.left for border in borders)
        if one.character != " " and (of_one != column or not cells):
            cells.append([])
            column = of_one
        if cells:
            cells[-1].append(one)
    return cells


def _cell(glyphs: list[_Glyph], notes: Footnotes, is_linked: Callable[[_Glyph], bool]) -> Cell:
    pieces = list[str]()
    for level, group in groupby(glyphs, key=lambda one: one.level):
        first, *others = group
        words = strip_marks("".join(one.character for one in (first, *others)))
        mark = words.rstrip(",")
        if level > 0 and mark:
            before, linked = "".join(pieces[-3:]), is_linked(first)
            pieces += [notes.read_raised(mark, before, linked=linked), words[len(mark) :]]
        elif level < 0:
            lowered, is_name = words.translate(_LOWERED), "".join(pieces)[-1:].isalpha()
            pieces.append(choice("raised", words, lowered) if is_name else lowered)
        else:
            pieces.append(words)
    drawn = [one for one in glyphs if one.height]
    left, right = min(one.left for one in drawn), max(one.right for one in drawn)
    text = "".join(pieces).rstrip(" ")
    return Cell(text, left, right, drawn[0].baseline, drawn[0].height)


def _leads_to_note(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage, at: int
) -> bool:
    left, bottom, right, top = words.get_charbox(at)
    link = raw.FPDFLink_GetLinkAtPoint(page, (left + right) / 2, (bottom + top) / 2)
    return bool(link) and bool(raw.FPDFLink_GetDest(document, link))


def _joined(page: str, compounds: set[tuple[str, str]]) -> str:
    def mended(found: re.Match[str]) -> str:
        parts = found[1].casefold(), found[2].casefold()
        is_number = found[1][-1].isdigit() or found[2][0].isdigit()
        return f"{found[1]}{'-' if is_number or parts in compounds else HYPHEN}"

    page = _PARTED.sub(mended, _DRAWN_HYPHEN.sub(PARTED, page)).replace(PARTED, HYPHEN)
    return _LINE_END.sub(f"-{choice('line', ' ')}", page)
