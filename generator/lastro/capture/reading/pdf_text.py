"""The words of a PDF, page by page: filings and papers are PDFs, and are cited by page.

A PDF says where each letter is drawn, not how words go on: hyphens at line ends, footnote marks,
running heads and feet are told from their shape and place, and read in both ways. Runs in the child
process of `lastro.capture.extract` only.
"""

import re
from contextlib import closing
from ctypes import byref, c_double
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from lastro.capture.reading.footnotes import RAISED, Footnotes
from lastro.capture.reading.pdf.order import OrderCheck
from lastro.capture.reading.pdf.running_lines import set_apart
from lastro.errors import LastroError
from lastro.text.comparable import HYPHEN, choice, normalise_source, settle, strip_marks

MOST_MEMORY = 480 << 20
"""Bytes of memory for reading a PDF: its streams unpack to a thousand times their size."""
_HYPHEN = "\ufffe"
"""What PDFium puts for a hyphen at a line end that parts a word, in place of hyphen and line end.
Source: PDFium, `CPDF_TextPage`; `FPDFText_IsHyphen`."""
_PARTED = re.compile(rf"\b(\w++){_HYPHEN}(?=(\w+))")
_LINE_END = re.compile(r"(?<=\w)-\r?\n(?=[^\W\d])|(?<=[^\W\d])-\r?\n(?=\d)")
_COMPOUND = re.compile(r"\b\w++(?:-\w++)+")
_MAY_BE_RAISED = re.compile(r"(?<=\S) ?([\d*∗†‡§¶][\d*∗†‡§¶,–-]{0,7})(?<![,–-])")
_SMALLER = 0.85
_HIGHER = 0.15
"""Parts of the height of the character before: a raised mark is at most so high, and so much higher."""


def page_texts(body: bytes) -> list[str]:
    """Return the text of each page, comparable, in the order of the file; a scan has none.

    A word parted at a line end is read with and without its hyphen, unless its parts stand elsewhere
    in the file with a hyphen between them: "long-term" is then no "longterm".

    Raises LastroError for a file that is damaged, wants a password, or draws its letters in an order
    that nobody reads.
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
    return [settle(normalise_source(page)) for page in joined]


def _page_text(
    document: pypdfium2.PdfDocument, number: int, notes: Footnotes, order: OrderCheck
) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as words:
        text = str(words.get_text_range())
        if words.count_chars() != len(text):  # no character of it can be asked for
            return strip_marks(text)
        order.look_at(text, words)
        pieces, last = [], 0
        for found in _MAY_BE_RAISED.finditer(text):
            at = found.start(1)
            if not _is_raised(words, found.start() - 1, at):
                continue
            before = strip_marks(text[last : found.start()])
            pieces.append(before)
            linked = _is_linked(document, page, words, at)
            pieces.append(_raised(found[1], "".join(pieces[-3:]), notes, linked=linked))
            last = found.end()
        return "".join((*pieces, strip_marks(text[last:])))


def _raised(mark: str, before: str, notes: Footnotes, *, linked: bool) -> str:
    """Return a raised mark as it is read: a footnote or nothing, a power, or one of both."""
    behind_digit = before[-1:].isdecimal()
    if not (behind_digit and not linked) and notes.is_mark(mark, before, linked=linked):
        return choice("note", mark.translate(RAISED) if behind_digit else mark)
    if behind_digit:
        return mark.translate(RAISED)
    return choice("raised", mark, mark.translate(RAISED)) if mark.isdecimal() else mark


def _is_raised(words: pypdfium2.PdfTextPage, before: int, at: int) -> bool:
    """Tell whether a character is drawn smaller and higher than the one before it."""
    tall, small = (_height(words, one) for one in (before, at))
    lower, higher = (_baseline(words, one) for one in (before, at))
    return 0 < small <= tall * _SMALLER and higher - lower >= tall * _HIGHER


def _height(words: pypdfium2.PdfTextPage, at: int) -> float:
    _, bottom, _, top = words.get_charbox(at, loose=True)
    return float(top - bottom)


def _baseline(words: pypdfium2.PdfTextPage, at: int) -> float:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(words, at, byref(x), byref(y))
    return y.value


def _is_linked(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage, at: int
) -> bool:
    """Tell whether a mark leads to a place in the file, as to its note."""
    left, bottom, right, top = words.get_charbox(at)
    link = raw.FPDFLink_GetLinkAtPoint(page, (left + right) / 2, (bottom + top) / 2)
    return bool(link) and bool(raw.FPDFLink_GetDest(document, link))


def _joined(page: str, compounds: set[tuple[str, str]]) -> str:
    def mended(found: re.Match[str]) -> str:
        parts = found[1].casefold(), found[2].casefold()
        is_number = found[1][-1].isdigit() or found[2][0].isdigit()
        return f"{found[1]}{'-' if is_number or parts in compounds else HYPHEN}"

    page = _PARTED.sub(mended, page).replace(_HYPHEN, HYPHEN)
    return _LINE_END.sub(f"-{choice('line', ' ')}", page)
