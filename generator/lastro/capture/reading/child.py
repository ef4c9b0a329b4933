"""The child process that reads what strangers wrote; `lastro.capture.extract` starts it.

It goes without what it does not need (`lastro.capture.reading.sandbox`).
"""

import codecs
import re
from collections.abc import Callable
from email import message_from_bytes
from importlib.metadata import entry_points, version
from types import ModuleType

from lastro import __version__
from lastro.capture.reading import docx_text, html_text, mhtml, pdf_text
from lastro.capture.reading.charset import CODECS, decode
from lastro.capture.reading.docx_text import DOCX
from lastro.capture.reading.media import HTML, PDF, kind_of, may_be_pdf
from lastro.capture.reading.mhtml import MHTML
from lastro.capture.reading.sandbox import BY_HAND, Answer, Order, serve
from lastro.capture.reading.subtitles import SUBRIP, VTT, cues
from lastro.capture.reading.zipped import NAMES
from lastro.errors import LastroError
from lastro.evidence.quotes import READINGS_APART, between_lines, join_lines
from lastro.text.comparable import GAP, normalise_source, strip_marks

Parts = list[tuple[str, int]]
Joined = tuple[str, Parts]
"""A text, and where each of its parts begins."""
_EMBEDDED = re.compile(r"data:[\w/+.-]+[;,][^\s\"'<>()]{256,}+")
"""Pictures and fonts in a page that was saved as one file: most of its bytes, none of its words."""
_PAGES = frozenset({HTML, MHTML})
_READS_TEXT = f"lastro {__version__}"
_EXTRACTORS = {
    **dict.fromkeys(_PAGES, f"trafilatura {version('trafilatura')}"),
    PDF: f"pypdfium2 {version('pypdfium2')}",
}
_INSTALLED: list[ModuleType] = []
"""Readers of other packages: `STARTS` are the bytes that a file begins with, `read` makes HTML of it."""
_TRACKED = "changes in it are tracked: what is deleted was left out, what is inserted was read"


def read(body: bytes, order: Order) -> Answer:
    """Read one capture: its text, or what a web page says of itself, nothing for other media."""
    media_type, charset = order["media_type"], order["charset"]
    if "url" not in order:
        return answer_to(body, media_type, charset, order["encoding"])
    if kind_of(body, media_type, charset) != HTML:
        return {}
    page = html_text.parse(decode(body, charset, is_markup=True).text)
    return dict(html_text.facts(page, order["url"]))


def answer_to(
    body: bytes, media_type: str, charset: str | None, encoding: str | None = None
) -> Answer:
    """Turn bytes into normalised text with its parts; raises LastroError when there is none."""
    own = next((one for one in _INSTALLED if body.startswith(one.STARTS)), None)
    kind = own.MEDIA_TYPE if own else kind_of(body, media_type, encoding or charset)
    if encoding and (own or kind in {PDF, DOCX}):
        raise LastroError("`--encoding` for a file that needs none", "leave it out")
    source, notes = None, list[str]()
    if own:
        text, parts = _read_words(own.read(body), HTML)
    elif kind == PDF:
        pages, notes = pdf_text.page_texts(body)
        text, parts = _join_parts([(str(n), page) for n, page in enumerate(pages, start=1)])
    elif kind == DOCX:
        text, parts, notes = _document(body)
    else:
        body, charset = mhtml.root_of(body) if kind == MHTML else (body, charset)
        source = decode(body, charset, encoding, is_markup=kind in _PAGES)
        text, parts = _read_words(source.text, kind)
        notes = [source.doubt] if source.doubt else []
    if not parts:
        hint = "a scanned page needs its words recognised first" if kind == PDF else ""
        raise LastroError("no text in it", hint or BY_HAND)
    return {
        "text": text,
        "parts": parts,
        "media_type": kind,
        "charset": source and source.charset,
        "extractor": own.__name__ if own else _EXTRACTORS.get(kind, _READS_TEXT),
        "notes": notes,
    }


def _read_words(text: str, kind: str) -> Joined:
    if kind in _PAGES:
        page = html_text.parse(_EMBEDDED.sub("data:,", text))
        whole = html_text.visible_text(page)
        main = html_text.keep_standing_lines(html_text.main_text(page), whole)
        return _join_parts([("main", main), ("whole", whole)], lambda *_: READINGS_APART)
    plain = strip_marks(text)
    return _join_parts(
        cues(plain, kind) if kind in {SUBRIP, VTT} else [("", normalise_source(join_lines(plain)))]
    )


def _document(body: bytes) -> tuple[str, Parts, list[str]]:
    found = docx_text.read_docx(body)
    text, notes = (
        html_text.visible_text(html_text.parse(one)) for one in (found.text, found.notes)
    )
    told = [_TRACKED] if found.is_tracked else []
    return *_join_parts([("", text), ("notes", notes)], lambda *_: GAP), told


def _join_parts(
    named: list[tuple[str, str]], border: Callable[[str, str], str] = between_lines
) -> Joined:
    parts: Parts = []
    texts, offset = [""], 0
    for name, plain in named:
        if plain:
            texts += [border(texts[-1], plain) if parts else "", plain]
            parts.append((name, offset + len(texts[-2])))
            offset = parts[-1][1] + len(plain)
    return "".join(texts), parts


def _prepare(body: bytes, order: Order) -> None:
    if may_be_pdf(body):
        order["memory"] = min(order["memory"], pdf_text.MOST_MEMORY)
    _INSTALLED.extend(point.load() for point in entry_points(group="lastro.readers"))
    docx_text.parse(b"<w/>")
    message_from_bytes(b"Content-Type: text/html; charset=utf-8\n\n").get_payload(decode=True)
    page = html_text.parse("<article><p>Quays.</p><table><tr><td>1</td></tr></table></article>")
    html_text.main_text(page)
    html_text.facts(page, "https://port.example.org/2026-01-12/")
    for codec in (*CODECS.values(), "unicode_escape", NAMES):
        codecs.lookup(codec)


if __name__ == "__main__":
    serve(read, _prepare)
