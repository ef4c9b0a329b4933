"""The words of a PDF, page by page: filings and papers are PDFs, and are cited by page.

Runs in the child process of `lastro.capture.extract` only.
"""

import pypdfium2
from pypdfium2 import raw

from lastro.errors import LastroError

_HYPHEN = "\ufffe"
"""What PDFium puts for a hyphen at a line end that parts a word, in place of hyphen and line end.
Source: PDFium, `CPDF_TextPage`; `FPDFText_IsHyphen`."""
_PARTED = "\u00ad\n"
"""The same as a soft hyphen and a line end, which normalisation takes out."""


def page_texts(body: bytes) -> list[str]:
    """Return the text of each page, in the order of the file; a scanned page has none.

    Raises LastroError for a file that is damaged or wants a password.
    """
    try:
        with pypdfium2.PdfDocument(body) as document:
            return [_page_text(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise LastroError(
                "the PDF wants a password", "save a copy without one and name it with `--file`"
            ) from error
        raise LastroError(
            "the PDF is damaged", "save it again and name it with `--file`"
        ) from error


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        return str(page.get_textpage().get_text_range()).replace(_HYPHEN, _PARTED)
    finally:
        page.close()
