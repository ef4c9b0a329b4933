"""Every link and anchor of the built site leads somewhere, or the site is not published.

A reader who follows a citation must arrive. MkDocs checks links in Markdown only; what is checked
here is the finished HTML, raw parts and the theme's own links included. Nothing is fetched: of
links that leave the site only the form is looked at; so it is of addresses that records bring,
even below the address of the site, which may be a placeholder.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urljoin, urlsplit

from lastro.diagnostics import clean

LINKS = {"href", "src", "srcset", "poster", "action", "cite", "data", "xlink:href"}
BROUGHT = "ugc"
"""What `rel` says of an address that a record brings: content of users, not of the site."""
_INDEX = "index.html"
_TEXT_FRAGMENT = ":~:"
_WITHOUT_HOST = {"mailto", "tel"}


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """One link that leads nowhere: where it stands, what it says, what is missing."""

    page: str
    link: str
    missing: str

    def __str__(self) -> str:
        return f"{self.page}: '{clean(self.link)}': {self.missing}"


@dataclass(frozen=True, slots=True)
class Scan:
    """What one page offers and asks for."""

    ids: frozenset[str]
    links: tuple[tuple[str, str], ...]
    """Attribute and value of each link, each pair once, in the order of the page."""
    brought: tuple[str, ...] = ()
    """Addresses that records bring: other people's pages, wherever they lie."""


def broken_links(tree: Mapping[str, bytes], site_url: str) -> list[Broken]:
    """Find every link in the HTML of a site that does not resolve, sorted.

    `site_url` is the address of the tree's root, with a slash at its end.
    """
    scans = {path: scan(content) for path, content in tree.items() if path.endswith(".html")}
    checker = _Checker(frozenset(tree), scans, site_url)
    found = {
        Broken(path, link, missing)
        for path, scanned in scans.items()
        for attribute, link in scanned.links
        if (missing := checker.missing(path, attribute, link))
    }
    found |= {
        Broken(path, link, missing)
        for path, scanned in scans.items()
        for link in scanned.brought
        if (missing := checker.missing(path, "href", link, brought=True))
    }
    return sorted(found)


def scan(content: bytes) -> Scan:
    """Collect ids and links of one HTML document."""
    reader = _Reader()
    reader.feed(content.decode(errors="replace"))
    reader.close()
    return Scan(
        frozenset(reader.ids),
        tuple(dict.fromkeys(reader.links)),
        tuple(dict.fromkeys(reader.brought)),
    )


@dataclass(slots=True)
class _Checker:
    """Resolves the links of a tree as a browser would."""

    files: frozenset[str]
    scans: Mapping[str, Scan]
    site_url: str
    host: str = field(init=False)

    def __post_init__(self) -> None:
        self.host = urlsplit(self.site_url).netloc

    def missing(self, page: str, attribute: str, link: str, *, brought: bool = False) -> str:
        """Say what a link lacks; empty when it arrives. Of a brought one only the form counts."""
        try:
            base = self.site_url + quote(page.removesuffix(_INDEX))
            there = urlsplit(urljoin(base, link.strip()))
            written = urlsplit(link.strip())
            host = there.hostname
        except ValueError:
            return "not an address"
        if there.scheme not in {"http", "https"}:
            return _without_host(there.scheme, there.path, attribute)
        whole = f"{there.scheme}://{there.netloc}{there.path}"
        foreign = brought and written.netloc
        if whole.startswith(self.site_url) and not foreign:
            return self._inside(whole.removeprefix(self.site_url), there.fragment)
        if written.netloc or written.scheme:
            return "" if written.netloc and _is_sound(link) and host else "not an address"
        return "leads out of the site"

    def _inside(self, path: str, fragment: str) -> str:
        name = unquote(path)
        file = f"{name}{_INDEX}" if name == "" or name.endswith("/") else name
        if file not in self.files:
            is_folder = f"{file}/{_INDEX}" in self.files
            return "a slash is missing at its end" if is_folder else f"no file '{clean(file)}'"
        anchor = unquote(fragment.partition(_TEXT_FRAGMENT)[0])
        scanned = self.scans.get(file)
        if anchor in {"", "top"} or scanned is None or anchor in scanned.ids:
            return ""
        return f"no id '{clean(anchor)}' in '{clean(file)}'"


def _is_sound(link: str) -> bool:
    return link.isascii() and link.isprintable()


def _without_host(scheme: str, path: str, attribute: str) -> str:
    if scheme in _WITHOUT_HOST and path and attribute == "href":
        return ""
    if scheme == "data" and attribute != "href":
        return ""
    return f"a link of the form '{clean(scheme)}:' is not published"


class _Reader(HTMLParser):
    """Walks one document; text is not looked at."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.brought: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the ids and the links of an element."""
        is_brought = tag == "a" and BROUGHT in (dict(attrs).get("rel") or "").split()
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.ids.append(value or "")
            elif name == "href" and is_brought:
                self.brought.append(value or "")
            elif name in LINKS and value is not None:
                self.links.extend((name, link) for link in _targets(name, value))


def _targets(attribute: str, value: str) -> Iterator[str]:
    """Yield the addresses of an attribute; `srcset` holds several."""
    if attribute != "srcset":
        yield value
        return
    for candidate in value.split(","):
        if address := candidate.split():
            yield address[0]
