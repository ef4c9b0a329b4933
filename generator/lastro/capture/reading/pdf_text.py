"""The words of a PDF, page by page: filings and papers are PDFs, and are cited by page.

Runs in the child process of `lastro.capture.extract` only.
"""

import re
from contextlib import closing
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from lastro.errors import LastroError
from lastro.text.comparable import normalise_source

MOST_MEMORY = 480 << 20
"""Bytes of memory for reading a PDF: its streams unpack to a thousand times their size."""
_HYPHEN = "\ufffe"
"""What PDFium puts for a hyphen at a line end that parts a word, in place of hyphen and line end.
Source: PDFium, `CPDF_TextPage`; `FPDFText_IsHyphen`."""
_PARTED = re.compile(rf"\b(\w++){_HYPHEN}(?=(\w+))")
_SOFT = "\u00ad\n"
"""A soft hyphen and a line end, which normalisation takes out."""
_COMPOUND = re.compile(r"\b\w++(?:-\w++)+")


def page_texts(body: bytes) -> list[str]:
    """Return the text of each page, in the order of the file; a scanned page has none.

    A word parted at a line end is joined, unless its parts stand elsewhere in the file with a
    hyphen between them: "long-term" is then no "longterm".

    Raises LastroError for a file that is damaged or wants a password.
    """
    try:
        with pypdfium2.PdfDocument(body) as document:
            pages = [_page_text(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            hint = "save a copy without one and name it with `--file`"
            raise LastroError("the PDF wants a password", hint) from error
        hint = "save it again and name it with `--file`"
        raise LastroError("the PDF is damaged", hint) from error
    # the neighbours that the file joins with a hyphen within a line
    words = (word.split("-") for page in pages for word in _COMPOUND.findall(page.casefold()))
    compounds = {pair for word in words for pair in pairwise(word)}
    return [normalise_source(_joined(page, compounds)) for page in pages]


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as words:
        return str(words.get_text_range())


def _joined(page: str, compounds: set[tuple[str, str]]) -> str:
    def mended(found: re.Match[str]) -> str:
        parts = found[1].casefold(), found[2].casefold()
        return f"{found[1]}{'-' if parts in compounds else _SOFT}"

    return _PARTED.sub(mended, page).replace(_HYPHEN, _SOFT)
