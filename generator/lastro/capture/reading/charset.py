"""Characters from bytes, by a written rule: the same bytes are the same words for everybody.

A quote is compared letter by letter, so a page that is read in the wrong encoding makes honest
words look false. The rule, first answer wins:

1. a byte order mark (UTF-8, UTF-16LE, UTF-16BE);
2. the charset of the HTTP header;
3. in HTML, `<meta charset>`, `<meta http-equiv>` or the XML declaration in the first 1024 bytes;
4. UTF-8, when every byte of it fits;
5. windows-1252, which any bytes fit.

Labels mean what the Encoding Standard says ("latin1" is windows-1252), and a label that it does not
know is passed over, UTF-7 above all: bytes that are harmless to read could become markup. What does
not fit the encoding becomes U+FFFD. Source: encoding.spec.whatwg.org (names and labels, decode),
html.spec.whatwg.org (prescan a byte stream).
"""

import codecs
import re
from dataclasses import dataclass

from webencodings.labels import LABELS

UTF_8 = "utf-8"
LAST_RESORT = "windows-1252"
PRESCANNED = 1024
"""Bytes in which a page may declare its encoding."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The characters of some bytes, and the encoding they were read in by its standard name."""

    text: str
    charset: str


_BOMS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_XML = re.compile(rb"\A\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'>]*)[\"']", re.IGNORECASE)
_META = re.compile(rb"<meta[\s/][^>]*?\bcharset\s*=\s*[\"']?\s*([^\s\"'/>;]+)", re.IGNORECASE)
_NEVER_READ = frozenset(
    {"replacement", "x-user-defined", "hz-gb-2312", "iso-2022-kr", "iso-2022-cn"}
)
"""What the standard names so that nobody reads it, and what means nothing but to scripts."""
_LABELS = {label: name for label, name in LABELS.items() if name not in _NEVER_READ}
_WIDER = {
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "shift_jis": "cp932",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}
"""Where Python's codec of the name is unknown, or reads less than the standard says."""
CODECS = {name: _WIDER.get(name, name) for name in _LABELS.values()}
"""Python's codec of each encoding."""


def decode(body: bytes, header: str | None, *, is_markup: bool = False) -> DecodedText:
    """Turn bytes into characters. Total: any bytes have some text.

    `header` is the charset parameter of the Content-Type header, if it had one.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name)
    said = _LABELS.get(_tidy(header or "")) or (_declared(body) if is_markup else None)
    return _read(body, said or (UTF_8 if _is_utf_8(body) else LAST_RESORT))


def _declared(body: bytes) -> str | None:
    """Read what a page says of itself; UTF-16 cannot be true, since we could read the label."""
    head = _COMMENT.sub(b"", body[:PRESCANNED])
    for pattern in (_META, _XML):
        found = pattern.search(head)
        name = _LABELS.get(_tidy(found[1].decode("ascii", "replace"))) if found else None
        if name:
            return UTF_8 if name.startswith("utf-16") else name
    return None


def _read(body: bytes, name: str) -> DecodedText:
    return DecodedText(body.decode(CODECS[name], errors="replace"), name)


def _is_utf_8(body: bytes) -> bool:
    """Tell whether bytes are UTF-8; a last letter that was cut off does not count against it."""
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(body, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _tidy(label: str) -> str:
    return label.strip("\t\n\f\r ").lower()
