"""What kind of document some bytes are: by what they begin with, then by what they are called.

Servers call a PDF "application/octet-stream" and an error page "application/pdf"; the first bytes
of both are plain to see, and a quote is sought in what was really sent.
"""

import codecs
import re

from lastro.capture.fetched import SOURCE
from lastro.capture.reading.charset import mark_of, utf_16_of
from lastro.capture.reading.docx_text import DOCX
from lastro.capture.reading.foreign import TAGS, refuse_foreign
from lastro.capture.reading.mhtml import MHTML, is_mhtml
from lastro.capture.reading.subtitles import kind_of_subtitles
from lastro.capture.reading.zipped import MARK
from lastro.errors import LastroError
from lastro.text.messages import in_quotes

HTML = "text/html"
PDF = "application/pdf"
_PDF_MARK = b"%PDF-"
_PDF_START = re.compile(rb"\A%PDF-|%PDF-\d\.\d\s*[\r\n]")
_PDF_MARK_WITHIN = 1024
"""Readers accept the mark of a PDF anywhere in its first kilobyte."""
_COUNTED_CHARACTERS = 262_144
_HTML_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_START = re.compile(rf"\s*<(?:!--|(?:{TAGS})[\s/>])", re.IGNORECASE)
_UNSHOWN = r"<!--[^<>]*-->|<(?P<name>script|style)\b[^<>]*>(?:(?!</?(?P=name)\b).)*</(?P=name)\s*>"
_MARKUP = re.compile(
    rf"(?P<unshown>{_UNSHOWN})|</?(?:{TAGS})(?:[\s/][^<>]*)?>", re.IGNORECASE | re.DOTALL
)
_FEW_TAGS, _MUCH_MARKUP = 3, 0.15
"""A text may speak of tags: so many of them, or so large a share of it, make it HTML."""
_STRAY = 3
_CALLED_HTML = frozenset({HTML, "application/xhtml+xml"})
_CALLED_TEXT = frozenset(
    {"text/plain", "text/csv", "text/markdown", "text/tab-separated-values", "text/x-markdown"}
)
_CALLED_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_READ = "HTML, PDF and plain text are read; save it as one of them"
_PAGE_OR_TEXT = "save the page as HTML with a name that ends in .html, or take those pieces out"
_HIDING = re.compile(
    r"<(?:script|style|template)\b[^<>]*>|<[a-z][a-z0-9-]*\s[^<>]*\b(?:hidden|style\s*=)",
    re.IGNORECASE,
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(body: bytes, media_type: str, charset: str | None = None) -> str:
    """Return the media type of a page, a document, subtitles or a plain text.

    `media_type` and `charset` are what the server says; empty when it says nothing. Raises
    LastroError for what we do not read, and says what to save instead.
    """
    called = media_type.strip().lower()
    mark, codec = mark_of(body)
    wide = codec if codec in {"utf-16le", "utf-16be"} else None if mark else utf_16_of(body)
    text = body[len(mark) :].decode(wide or "latin-1", "replace")
    if known := _kind_by_beginning(body, text, called):
        return known
    refuse_foreign(text, is_called_html=called in _CALLED_HTML)
    if called in {SOURCE, *_CALLED_HTML, *_CALLED_TEXT} and _cannot_be_text(body, charset):
        raise LastroError("it is neither HTML nor PDF nor text", _READ)
    if called in _CALLED_HTML or _is_marked_up(text[:_COUNTED_CHARACTERS], within=called != SOURCE):
        return HTML
    if called == SOURCE:  # whoever opens it sees every mark in it
        return "text/plain"
    if called in _CALLED_TEXT | _CALLED_NOTHING and _would_hide_words(text):
        raise LastroError("it is a text with pieces of HTML that no reader sees", _PAGE_OR_TEXT)
    if called in _CALLED_TEXT:
        return called
    if called == PDF:
        raise LastroError("it is called a PDF and is none", _READ)
    # text or binary, as browsers tell: by control characters, unless it is marked UTF-16
    if called in _CALLED_NOTHING and (_is_utf_16(body) or not _CONTROLS.search(body)):
        return "text/plain"
    if called in _CALLED_NOTHING:
        raise LastroError("it is neither HTML nor PDF nor text", _READ)
    raise LastroError(f"{in_quotes(called)} is not read", _READ)


def _kind_by_beginning(body: bytes, text: str, called: str) -> str | None:
    if _PDF_START.search(body, 0, _PDF_MARK_WITHIN) or (called == PDF and may_be_pdf(body)):
        return PDF
    if body.startswith(MARK) and b"word/document" in body:
        return DOCX
    if _HTML_ROOT.match(text):
        return HTML
    return MHTML if is_mhtml(text) else kind_of_subtitles(text)


def may_be_pdf(body: bytes) -> bool:
    """Tell whether readers would take some bytes for a PDF that are called one."""
    return _PDF_MARK in body[:_PDF_MARK_WITHIN]


def _is_marked_up(text: str, *, within: bool) -> bool:
    """Tell HTML from a text that speaks of tags; `within` counts those behind its beginning too."""
    found = [*_MARKUP.finditer(text)]
    if _HTML_START.match(text) and (len(found) > 1 or text.lstrip().startswith("<!--")):
        return True
    if not within:
        return False
    share = sum(len(one[0]) for one in found) / max(1, len(text))
    has_unshown = any(one["unshown"] for one in found)
    return share >= _MUCH_MARKUP and (len(found) >= _FEW_TAGS or has_unshown)


def _would_hide_words(text: str) -> bool:
    comment = text.find("<!--")
    return bool(_HIDING.search(text)) or (comment >= 0 and "-->" in text[comment:])


def _cannot_be_text(body: bytes, charset: str | None) -> bool:
    head = body[:_COUNTED_CHARACTERS]
    is_wide = "16" in (charset or "") or _is_utf_16(body)
    return not is_wide and len(_CONTROLS.findall(head)) > _STRAY + len(head) / 100


def _is_utf_16(body: bytes) -> bool:
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return (marked and not body.startswith(codecs.BOM_UTF32_LE)) or utf_16_of(body) is not None
