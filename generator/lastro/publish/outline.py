"""What one page offers and asks for: its ids and its links, and nothing else of it.

A check of every link needs this of every page, and no more: it is small enough to be kept from
build to build, and to be joined, so that the theme's part of thousands of pages is read once. Our
pages and the engine's are plain HTML, which one pattern reads; it takes nothing on trust: where a
page holds anything that the pattern does not know, the page goes to a parser.
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
    kind: str = ""
    """Which template made it: claim, source …; empty for a page written by hand."""


def outline(content: bytes) -> Outline:
    """Read the outline of one HTML document, or of whole elements cut from one."""
    found = _scanned(content) or _parsed(content)
    kind = _KIND.search(content)
    return found.outline(kind[1].decode() if kind else "")


def join(frame: Outline, body: Outline) -> Outline:
    """Outline a page from what all pages of its place share and from what is its own.

    What links are relative to is the page: a frame is one for pages of one depth.
    """
    parts = ("ids", "links", "loads", "brought")
    ids, links, loads, brought = (
        tuple(sorted({*getattr(frame, part), *getattr(body, part)})) for part in parts
    )
    return Outline(ids, links, loads, brought, body.kind or frame.kind)


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

    def outline(self, kind: str) -> Outline:
        found = (self.ids, self.links, self.loads, self.brought)
        # the same few are in thousands of outlines
        ids, links, loads, brought = (tuple(sorted(map(intern, each))) for each in found)
        return Outline(ids, links, loads, brought, kind)


def _parsed(content: bytes) -> _Found:
    found = _Found()
    found.feed(content.decode(errors="replace"))
    found.close()
    return found


# The pattern below walks a page from `<` to `<`: every one of them begins something that it knows
# in full, or is told as odd. Nothing known holds a `<`, a `>` or a NUL in an attribute, an
# attribute without quotes, or a capital where HTML has none; elements whose content parsers read
# in different ways are known without any `<` in them, or not at all.
_KIND = re.compile(rb'class="lastro lastro-([a-z-]++)"')
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
    value = quoted[2:-1].decode(errors="replace")
    if "&" not in value:
        return value if quoted else None
    if _PLAIN.match(value):
        return html.unescape(value)
    return next(iter(_parsed(f'<a href="{value}">'.encode()).links))
