"""What kind of document some bytes are: by what they begin with, then by what they are called.

Servers call a PDF "application/octet-stream" and an error page "application/pdf"; the first bytes
of both are plain to see, and a quote is sought in what was really sent.
"""

import codecs
import re

from lastro.diagnostics import quoted
from lastro.errors import LastroError

HTML = "text/html"
PDF = "application/pdf"
_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024
"""Readers accept the mark of a PDF anywhere in its first kilobyte."""
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_CALLED_HTML = frozenset({HTML, "application/xhtml+xml"})
_CALLED_TEXT = frozenset(
    {"text/plain", "text/csv", "text/markdown", "text/tab-separated-values", "text/x-markdown"}
)
_CALLED_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_READ = "HTML, PDF and plain text are read; save it as one of them"
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(body: bytes, media_type: str) -> str:
    """Return `text/html`, `application/pdf` or the media type of a plain text.

    `media_type` is what the server says, without parameters; empty when it says nothing. Raises
    LastroError for what we do not read.
    """
    called = media_type.strip().lower()
    head = body[:_PDF_MARK_WITHIN]
    if head.startswith(_PDF_MARK) or (called == PDF and _PDF_MARK in head):
        return PDF
    if called in _CALLED_HTML or _HTML_START.match(_characters(head)):
        return HTML
    if called in _CALLED_TEXT:
        return called
    if called == PDF:
        raise LastroError("it is called a PDF and is none", _READ)
    if called in _CALLED_NOTHING and _looks_like_text(body):
        return "text/plain"
    if called in _CALLED_NOTHING:
        raise LastroError("it is neither HTML nor PDF nor text, and nobody says what it is", _READ)
    raise LastroError(f"{quoted(called)} is not read", _READ)


def _characters(head: bytes) -> str:
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _looks_like_text(body: bytes) -> bool:
    """Tell text from binary as browsers do: by control characters, unless it is marked UTF-16."""
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return marked or not _CONTROLS.search(body)
