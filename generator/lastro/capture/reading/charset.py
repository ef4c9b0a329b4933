"""Characters from bytes, by a written rule: the same bytes are the same words for everybody.

A page that is read in the wrong encoding makes honest words look false. The first answer wins: what a
person says (`--encoding`); a byte order mark; the HTTP header; UTF-16 where every other byte of many is
zero; in HTML, what its first 1024 bytes declare, then an element `meta` further on; UTF-8 where more of
its letters fit than do not; windows-1252, which any bytes fit. Labels mean what the Encoding Standard
says; one that it does not know is passed over, UTF-7 above all: harmless bytes could become markup.
Source: encoding.spec.whatwg.org (names and labels, decode), html.spec.whatwg.org (prescan a byte stream).
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree
from webencodings.labels import LABELS

from lastro.errors import LastroError
from lastro.text.messages import did_you_mean, in_quotes

UTF_8 = "utf-8"
LAST_RESORT = "windows-1252"
PRESCANNED = 1024
"""Bytes in which a page may declare its encoding."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Characters of some bytes, the encoding by its standard name, why they may be wrong, or ""."""

    text: str
    charset: str
    doubt: str = ""


_BOMS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_XML = re.compile(r"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'>]*)[\"']", re.IGNORECASE)
_IN_CONTENT = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_LETTERS = re.compile("[^\x00-\x7f\ufffd]+")
_FEW = 2
_SAMPLE = 4096
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_NEVER_READ = frozenset(
    {"replacement", "x-user-defined", "hz-gb-2312", "iso-2022-kr", "iso-2022-cn"}
)
"""What the standard names so that nobody reads it, and what means nothing but to scripts."""
_LABELS = {label: name for label, name in LABELS.items() if name not in _NEVER_READ}
_WIDER = {
    "big5": "big5hkscs", "euc-kr": "cp949", "gbk": "gb18030", "iso-8859-8-i": "iso-8859-8",
    "shift_jis": "cp932", "windows-874": "cp874", "x-mac-cyrillic": "mac-cyrillic",
}  # fmt: skip
"""Where Python's codec of the name is unknown, or reads less than the standard says."""
CODECS = {name: _WIDER.get(name, name) for name in _LABELS.values()}


def decode(
    body: bytes, header: str | None, encoding: str | None = None, *, is_markup: bool = False
) -> DecodedText:
    """Turn any bytes into characters; raises LastroError when nobody knows the `encoding` named."""
    if encoding is not None and _tidy(encoding) not in _LABELS:
        near = did_you_mean(_tidy(encoding), _LABELS, "for example utf-8, windows-1251, shift_jis")
        raise LastroError(f"no encoding is called {in_quotes(encoding)}", near)
    marked = mark_of(body)
    if encoding is not None:
        said = _LABELS[_tidy(encoding)]
        return _read(body[len(marked[0]) if marked[1] == said else 0 :], said)
    said = marked[1] or _LABELS.get(_tidy(header or "")) or utf_16_of(body)
    said = said or (_declared(body) if is_markup else None)
    name = said or (UTF_8 if _is_utf_8(body) else LAST_RESORT)
    return _read(body[len(marked[0]) :], name, is_guess=not said and name == LAST_RESORT)


def mark_of(body: bytes) -> tuple[bytes, str | None]:
    """Return the byte order mark that bytes begin with, and the encoding that it says."""
    return next(((mark, name) for mark, name in _BOMS if body.startswith(mark)), (b"", None))


def utf_16_of(body: bytes) -> str | None:
    """Name the UTF-16 that bytes without a mark are in: only there half of them may be zeros."""
    head = body[:_SAMPLE]
    for name, zeros, others in (
        ("utf-16le", head[1::2], head[::2]),
        ("utf-16be", head[::2], head[1::2]),
    ):
        if zeros.count(0) > max(3, len(zeros) // 10, 2 * others.count(0)):
            text = head[: len(head) // 2 * 2].decode(name, "replace")
            return None if _CONTROLS.search(text[:-1]) else name
    return None


def _declared(body: bytes) -> str | None:
    """Read what a page says of itself; UTF-16 cannot be true, since we could read the label.

    An element `meta` that a page cannot say within its first bytes makes browsers start anew.
    """
    label = _XML.match(body[:PRESCANNED].decode("latin-1"))
    for name in (*_metas(body[:PRESCANNED]), label[1] if label else "", *_metas(body)):
        if found := _LABELS.get(_tidy(name)):
            return UTF_8 if found.startswith("utf-16") else found
    return None


def _metas(body: bytes) -> Iterator[str]:
    """Yield what the elements `meta` of a page say: none is in a comment or a script."""
    if b"<meta" in body.lower():
        parser = etree.HTMLParser(encoding="iso-8859-1", huge_tree=True)
        with suppress(etree.LxmlError):  # nothing in it
            tree = etree.fromstring(body, parser)
            metas = () if tree is None else tree.iter("meta")
            yield from (_encoding_in_meta(dict(meta.attrib)) for meta in metas)


def _encoding_in_meta(meta: Mapping[str, str]) -> str:
    if "charset" in meta or meta.get("http-equiv", "").lower() != "content-type":
        return meta.get("charset", "")
    found = _IN_CONTENT.search(meta.get("content", ""))
    return found[1] if found else ""


def _read(body: bytes, name: str, *, is_guess: bool = False) -> DecodedText:
    text = body.decode(CODECS[name], errors="replace")
    doubts = [f"it does not say its encoding, and was read as {name}"] if is_guess else []
    if lost := text.count("\ufffd"):
        doubts.append(f"characters that {name} does not hold, read as U+FFFD: {lost:,}")
    if sum(map(_is_read_twice, _RUN.findall(text))) >= _FEW:
        doubts.append(f"read as {name}, letters look as if they were UTF-8")
    return DecodedText(text, name, "; ".join(doubts))


def _is_read_twice(run: str) -> bool:
    """Tell characters that were UTF-8 before somebody read them as windows-1252: "Ã©" for "é"."""
    try:
        run.encode(LAST_RESORT).decode(UTF_8)
    except UnicodeError:
        return False
    return True


def _is_utf_8(body: bytes) -> bool:
    """Tell UTF-8, be a few bytes bad or cut off: no other makes letters of it by chance."""
    text = codecs.getincrementaldecoder(UTF_8)("replace").decode(body, final=False)
    bad = text.count("\ufffd") - body.count("\ufffd".encode())
    return not bad or sum(len(run) for run in _LETTERS.findall(text)) >= bad


def _tidy(label: str) -> str:
    return label.strip("\t\n\f\r ").lower()
