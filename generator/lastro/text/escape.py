"""One escape function for each place where a value from a stranger can land.

Pure functions, each with one context. Source of the rules: docs/handbook/explanation/security.md.
"""

import html
import json
import re
import unicodedata
from urllib.parse import quote, urlsplit

from lastro.text.hosts import verdict_of_host

LONGEST_URL = 2_000
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]+(\.[a-z0-9-]+)+\Z", re.ASCII | re.IGNORECASE)
_IN_AN_ADDRESS = re.compile(r"(?P<archive>https?://[!-~]+?/)(?P<page>https?://.+)")
_AS_IT_IS = "!#$%&()*+,/:;=?@[]~"
"""Signs of an address that stay when its other characters become `%XX`."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = {
    "\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum",
}  # fmt: skip
_TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "$&#_%"} | {s: f"\\text{n}{{}}" for s, n in _NAMED.items()}
)
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000))
_CALENDAR = dict.fromkeys(_CONTROLS, " ") | str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
)
_ONE_LINE = {b"\t": b"&#9;", b"\r": b"&#13;", b"\x02": b"", b"\x03": b""}
_NO_BLANK = re.compile(
    rb"\n(?=\Z|</|<(?:p|div|h\d|[duo]l|d[dt]|li|section|article|aside|blockquote|fig\w+|details)\b)"
)
"""A line end where no blank is shown: before a block, and before the end of anything."""


def text(value: str) -> str:
    """Escape for HTML text; also safe inside a quoted attribute."""
    return html.escape(value, quote=True)


def xml(value: str) -> str:
    """Escape for XML 1.0, text or quoted attribute, and drop what it forbids: https://www.w3.org/TR/xml/#charsets."""
    return text(keep_xml(value))


def keep_xml(document: str) -> str:
    return _NOT_XML.sub("", document)


def markdown(value: str) -> str:
    """Escape for one line of Markdown: no link, markup or heading of a record is live in it."""
    return re.sub(r"([\\`*_\[\]<>#|~!&])", r"\\\1", " ".join(value.split()))


def url(value: str) -> str | None:
    """Return an address that may be linked, else None; `urlsplit` would strip line ends in silence."""
    if len(value) > LONGEST_URL or not re.fullmatch(r"[!#-;=?-\[\]-_a-z{-~]+", value):
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or port == 0:
        return None
    host = parts.hostname or ""
    return value if _HOST.fullmatch(host) and not verdict_of_host(host) else None


def url_fault(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        return "is no address of a web page"
    if parts.scheme not in {"http", "https"}:
        return "is no http or https address"
    if "@" in parts.netloc:
        return "carries a user name or password"
    host = unicodedata.normalize("NFKC", parts.hostname or "").replace("。", ".").rstrip(".")
    private = verdict_of_host(host)
    return f"leads to {private}" if private else "is no address of a public host"


def wire_form(value: str) -> str | None:
    """Write an address as browsers send it (IDNA 2008, UTS 46, `%XX`); None where unsure."""
    if value.isascii() or any(unicodedata.category(c)[0] in "CZ" for c in value):
        return None
    if copy := _IN_AN_ADDRESS.fullmatch(value):
        page = wire_form(copy["page"])
        return url(copy["archive"] + page) if page else None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    name, colon, port = parts.netloc.partition(":")
    folded = unicodedata.normalize("NFKC", "".join(c.lower() for c in name))
    host = ".".join(_label(label) for label in re.split("[.。]", folded))
    rest = quote(parts._replace(scheme="", netloc="").geturl(), safe=_AS_IT_IS)
    return url(f"{parts.scheme}://{host}{colon}{port}{rest}")


def _label(label: str) -> str:
    if label.isascii() or any(c != "-" and unicodedata.category(c)[0] not in "LMN" for c in label):
        return label
    return f"xn--{label.encode('punycode').decode()}"


def front_matter(value: object) -> str:
    """Write JSON that YAML takes unchanged: what YAML folds or refuses in it is escaped."""
    body = json.dumps(value, ensure_ascii=False, allow_nan=False)
    left_raw = "[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]"
    return re.sub(left_raw, lambda m: f"\\u{ord(m[0]):04x}", body)


def one_line(markup: str) -> str:
    """Write ready HTML on one line: Python-Markdown alters tabs and blank lines even in it.

    The two control characters that it drops, as it marks places with them, are dropped here.
    """
    return one_line_bytes(markup.encode()).decode()


def one_line_bytes(markup: bytes) -> bytes:
    """Do what `one_line` does to UTF-8: three times as fast, and a site has many pages."""
    for character, written in _ONE_LINE.items():
        markup = markup.replace(character, written)
    parts = markup.split(b"<pre")
    for number, part in enumerate(parts):
        as_it_is, end, flowing = part.rpartition(b"</pre>") if number else (b"", b"", part)
        flowing = _NO_BLANK.sub(b"", flowing).replace(b"\n", b" ")
        parts[number] = as_it_is.replace(b"\n", b"&#10;") + end + flowing
    return b"<pre".join(parts)


def tex(value: str) -> str:
    """Escape for a field of BibTeX, which counts braces even where TeX would not read them as such."""
    return " ".join(value.split()).translate(_TEX)


def calendar(value: str) -> str:
    """Escape for a text of iCalendar (RFC 5545, 3.3.11); control characters become blanks."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(_CALENDAR)
