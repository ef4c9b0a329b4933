"""What one page offers and asks for: its ids and its links, and nothing else of it.

It is small enough to be kept from build to build, and to be joined, so that the theme's part of thousands of
pages is read once. Our pages and the engine's are plain HTML, which one pattern reads; where a page holds
anything that it does not know, the page goes to a parser.
"""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from sys import intern

LINKS = {"href", "src", "srcset", "poster", "action", "cite", "data", "xlink:href"}
BROUGHT = "ugc"
"""What `rel` says of an address that a record brings: content of users, not of the site."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page offers and asks for, as it is written there; each part sorted, without twins."""

    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Where a reader may go, and what stands in `href` otherwise."""
    loads: tuple[str, ...] = ()
    """What other attributes name: images, scripts, forms, works cited."""
    brought: tuple[str, ...] = ()
    """Addresses that records bring: other people's pages, wherever they lie."""


def outline(content: bytes) -> Outline:
    """Read the outline of one HTML document, or of whole elements cut from one."""
    return (_scanned(content) or _parsed(content)).outline()


def outline_of_ours(*texts: str) -> Outline:
    """Read the outline of what our templates made: every value escaped and between double quotes.

    They ask for nothing but by links, and say whose a link is after its address. It is the same as
    `outline` finds, without a proof that nothing odd is there.
    """
    found = [each for text in texts if text for each in _OURS.findall(text)]
    if any(odd for _, _, _, odd in found):
        return outline("\n".join(texts).encode())
    links: set[str] = set()
    brought: set[str] = set()
    for address, rest, _, _ in found:
        if address:
            rel = rest.partition(' rel="')[2].partition('"')[0]
            is_brought = BROUGHT in rest and BROUGHT in rel.split()
            (brought if is_brought else links).add(address)
    ids = {name for _, _, name, _ in found if name}
    return Outline(_sorted(ids), _sorted(links), (), _sorted(brought))


def _sorted(values: set[str]) -> tuple[str, ...]:
    if "&" in "".join(values):
        values = {_resolve(value) or "" for value in values}
    # the same few are in thousands of outlines
    return tuple(sorted(map(intern, values)))


def join(frame: Outline, body: Outline) -> Outline:
    """Outline a page from what pages of its depth share and from what is its own."""
    parts = ("ids", "links", "loads", "brought")
    return Outline(
        *(tuple(sorted({*getattr(frame, part), *getattr(body, part)})) for part in parts)
    )


class _Found(HTMLParser):
    """What was met on the way through a page; text is not looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.brought: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_brought = tag == "a" and BROUGHT in (dict(attrs).get("rel") or "").split()
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.ids.add(value or "")
            elif name == "href" and is_brought:
                self.brought.add(value or "")
            elif name not in LINKS or value is None:
                continue
            elif name == "href":
                self.links.add(value)
            elif name == "srcset":
                self.loads.update(part[0] for each in value.split(",") if (part := each.split()))
            else:
                self.loads.add(value)

    def outline(self) -> Outline:
        found = (self.ids, self.links, self.loads, self.brought)
        return Outline(*(tuple(sorted(each)) for each in found))


def _parsed(content: bytes) -> _Found:
    found = _Found()
    found.feed(content.decode(errors="replace"))
    found.close()
    return found


# The pattern below walks a page from `<` to `<`: every one of them begins something that it knows
# in full, or is told as odd. Nothing known holds a `<`, a `>` or a NUL in an attribute, an
# attribute without quotes, or a capital where HTML has none; elements whose content parsers read
# in different ways are known without any `<` in them, or not at all.
_NAMES = rb"(?:id|name|href|src|srcset|poster|action|cite|data|xlink:href)(?![a-z0-9:_.-])"
_VALUE = rb'="[^"<>\0]*+"'
_ATTRIBUTE = rb"(?:viewBox|[a-z][a-z0-9:_.-]*+)"
_END = rb"[ \n]*+/?>"
_NEITHER = rb"(?:[ \n]++(?!" + _NAMES + rb")" + _ATTRIBUTE + rb"(?:" + _VALUE + rb")?+)*+"
"""Attributes that are neither an id nor a link."""
_ANY = rb"(?:[ \n]++" + _ATTRIBUTE + rb"(?:" + _VALUE + rb")?+)*+"
_OWN_CONTENT = (
    rb"(?:s(?:cript|tyle)|t(?:itle|extarea)|xmp|iframe|no(?:script|embed|frames)|plaintext)"
)
_TAG = rb"(?!" + _OWN_CONTENT + rb"[ \n/>])[a-z][a-z0-9-]*+"
_SCRIPT = rb"[^<]*+(?:<(?![/!])[^<]*+)*+</script>"
_KNOWN = (
    rb"(?:/[a-z][a-z0-9-]*+>"
    rb"|" + _TAG + rb'(?: class="[^"<>\0]*+")?+(?:>|' + _NEITHER + _END + rb")"
    rb"|script" + _NEITHER + rb">" + _SCRIPT + rb"|style" + _NEITHER + rb">[^<]*+</style>"
    rb"|title>[^<]*+</title>|!doctype html>|!--(?:[^<>-]|-(?!-))*+-->)"
)
_ELEMENTS = re.compile(
    rb"[^<]*+(?:<" + _KNOWN + rb"[^<]*+)*+"
    rb"(?:(<" + _TAG + _ANY + rb")" + _END + rb"|(<script" + _ANY + rb")>" + _SCRIPT + rb"|(<)|\Z)"
)
"""Elements with an id or a link, one a match, and what is odd."""
_OURS = re.compile(
    r' (?:href="([^"<>]++)"(?=([^<>]*+)>)|id="([^"<>]++)"(?=[^<>]*+>)|((?:href|id|src)=)")'
)
"""A link with the rest of its tag, or an id; else what only looks like one, or what few pages hold."""
_EACH = re.compile(rb"[ \n]++(" + _ATTRIBUTE + rb")(" + _VALUE + rb")?+")
_ANCHORS = {b"<a ", b"<a\n"}
_PLAIN = re.compile(r"(?:[^&]|&(?:amp|lt|gt|quot|#[0-9]{1,5}|#x[0-9a-f]{1,4});)*+\Z")
"""Text whose references all parsers read in one way."""


def _scanned(content: bytes) -> _Found | None:
    """Read a page that holds nothing odd; None for any other."""
    found = _Found()
    for element, script, odd in _ELEMENTS.findall(content):
        if odd:
            return None
        tag = element or script
        attributes = [(name.decode(), _read(quoted)) for name, quoted in _EACH.findall(tag)]
        found.handle_starttag("a" if tag[:3] in _ANCHORS else "", attributes)
    return found


def _read(quoted: bytes) -> str | None:
    return _resolve(quoted[2:-1].decode(errors="replace")) if quoted else None


def _resolve(value: str) -> str | None:
    if "&" not in value:
        return value
    if _PLAIN.match(value):
        return html.unescape(value)
    return next(iter(_parsed(f'<a href="{value}">'.encode()).links))
