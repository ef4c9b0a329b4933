"""Every link and anchor of the built site leads somewhere, or the site is not published.

MkDocs checks links in Markdown only; here the finished HTML is checked, the theme's own links included.
Nothing is fetched: of links that leave the site, and of addresses that records bring, only the form
counts. A link breaks when a changed page holds a new one that leads nowhere, or when what an unchanged page
leads to is gone: the second is looked for only then, in pages that name it.
"""

import re
from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

from lastro.errors import LastroError
from lastro.publish.outline import Outline, outline
from lastro.text.messages import clean

MOST_TOLD = 20
_HTML = ".html"
_INDEX = "index.html"
_TEXT_FRAGMENT = ":~:"
_MAIL = {"mailto", "tel"}
_NO_ANCHOR = {"", "top"}
_MOST_SURE = 100_000
_OUTWARD = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?(?:[/?#][!-~]*)?\Z")
"""An address of another site that needs no parser."""
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_PARTS = ("links", "loads", "brought")
"""The parts of an outline that hold links."""


class Broken(Struct, frozen=True, order=True):
    """One link that leads nowhere: where it stands, what it says, what is missing."""

    page: str
    link: str
    missing: str

    def __str__(self) -> str:
        return f"{self.page}: '{clean(self.link)}': {self.missing}"


@dataclass(slots=True)
class LinkChecker:
    """Resolves the links of a tree as a browser would, each of them once."""

    files: AbstractSet[str]
    """The paths of the whole tree as it will be, pages included."""
    outline_of: Callable[[str], Outline | None]
    site_url: str
    """The address of the root, with a slash at its end."""
    ids: dict[str, frozenset[str] | None] = field(init=False, default_factory=dict)
    sure: set[tuple[str, str, str]] = field(init=False, default_factory=set)
    """Links that lead somewhere, each from the folder where its steps up end: most pages hold the same."""

    def keep_doubtful(self, path: str, page: Outline) -> Outline:
        """Return what a page offers, with links that may lead nowhere or to pages not yet made."""
        own = frozenset(f"#{name}" for name in page.ids)
        links, loads, brought = (
            tuple(
                link
                for link in getattr(page, part)
                if link not in own and not self._is_sure(path, part, link)
            )
            for part in _PARTS
        )
        return replace(page, links=links, loads=loads, brought=brought)

    def _is_sure(self, path: str, part: str, link: str) -> bool:
        if _OUTWARD.match(link) and (part == "brought" or not link.startswith(self.site_url)):
            return True
        if "#" in link:
            return False
        folder, rest = path.rpartition("/")[0], link
        while folder and rest.startswith("../"):
            folder, rest = folder.rpartition("/")[0], rest[3:]
        key = part, "" if _ABSOLUTE.match(link) else folder, rest
        if key not in self.sure:
            if self._missing(path, part, link):
                return False
            if len(self.sure) >= _MOST_SURE:
                self.sure.clear()
            self.sure.add(key)
        return True

    def find_broken(self, path: str, page: Outline) -> Iterator[Broken]:
        for part in _PARTS:
            for link in getattr(page, part):
                if missing := self._missing(path, part, link):
                    yield Broken(path, link, missing)

    def _missing(self, page: str, part: str, link: str) -> str:
        """Say what a link lacks; empty when it arrives. Of a brought one only the form counts."""
        try:
            base = self.site_url + quote(page.removesuffix(_INDEX))
            there = urlsplit(urljoin(base, link.strip()))
            written = urlsplit(link.strip())
            host = there.hostname
        except ValueError:
            return "not an address"
        if there.scheme not in {"http", "https"}:
            if there.scheme == "data" if part == "loads" else there.scheme in _MAIL and there.path:
                return ""
            return f"a link of the form '{clean(there.scheme)}:' is not published"
        whole = f"{there.scheme}://{there.netloc}{there.path}"
        foreign = part == "brought" and written.netloc
        if whole.startswith(self.site_url) and not foreign:
            anchor = unquote(there.fragment.partition(_TEXT_FRAGMENT)[0])
            return self._lacks(unquote(whole.removeprefix(self.site_url)), anchor)
        if written.netloc or written.scheme:
            is_sound = written.netloc and host and link.isascii() and link.isprintable()
            return "" if is_sound else "not an address"
        return "leads out of the site"

    def _lacks(self, name: str, anchor: str) -> str:
        file = f"{name}{_INDEX}" if name == "" or name.endswith("/") else name
        if file not in self.files:
            is_folder = f"{file}/{_INDEX}" in self.files
            return "a slash is missing at its end" if is_folder else f"no file '{clean(file)}'"
        if anchor in _NO_ANCHOR:
            return ""
        if file not in self.ids:
            page = self.outline_of(file)
            self.ids[file] = None if page is None else frozenset(page.ids)
        ids = self.ids[file]
        if ids is None or anchor in ids:
            return ""
        return f"no id '{clean(anchor)}' in '{clean(file)}'"


class SiteLinks:
    """The links of a site that stands in a folder and is about to change."""

    def __init__(self, folder: Path, site_url: str, paths: AbstractSet[str]) -> None:
        """`paths` are all files of the site as it will be; `site_url` is the address of its root."""
        self._folder = folder
        self._changed: dict[str, Outline] = {}
        self._checker = LinkChecker(
            paths, lambda path: self._changed.get(path) or self._standing(path), site_url
        )
        self._same_ids: dict[tuple[str, ...], tuple[str, ...]] = {}
        """The ids of pages, which are the same on many: each once."""

        self.keep_doubtful = self._checker.keep_doubtful

    def add(self, path: str, page: Outline) -> None:
        """Keep what a changed page offers; of its links, those that `keep_doubtful` leaves suffice."""
        self._changed[path] = replace(page, ids=self._same_ids.setdefault(page.ids, page.ids))

    def require_all(self, gone: Collection[str], more: Collection[str] = ()) -> None:
        """Raise LastroError for links that lead nowhere, once all changed pages were added."""
        self._checker.files |= {*more}
        found = {
            broken
            for path, page in chain(self._changed.items(), self._unchanged_pages_that_name(gone))
            for broken in self._checker.find_broken(path, page)
        }
        if found:
            told = [str(link) for link in sorted(found)[:MOST_TOLD]]
            if left := len(found) - len(told):
                told.append(f"and {left} more")
            lead = "1 link leads" if len(found) == 1 else f"{len(found)} links lead"
            raise LastroError(f"{lead} nowhere", "mend the page or the record that holds it", told)

    def _unchanged_pages_that_name(self, gone: Collection[str]) -> Iterator[tuple[str, Outline]]:
        paths = self._checker.files
        others = sorted(
            path for path in paths if path.endswith(_HTML) and path not in self._changed
        )
        if not others:
            return
        short = [
            path
            for path, now in self._changed.items()
            if (before := self._standing(path)) and not {*before.ids} <= {*now.ids}
        ]
        names = {_name(path) for path in (*short, *(path for path in gone if path not in paths))}
        for path in others if names else ():
            content = self._content(path)
            if content is not None and any(name in content for name in names):
                yield path, outline(content)

    def _content(self, path: str) -> bytes | None:
        try:
            return (self._folder / path).read_bytes()
        except OSError:
            return None

    def _standing(self, path: str) -> Outline | None:
        content = self._content(path) if path.endswith(_HTML) else None
        return None if content is None else outline(content)


def _name(path: str) -> bytes:
    """Return what any link to a file holds: the last step of its address."""
    steps = path.removesuffix(_INDEX).rstrip("/").split("/")
    return steps[-1].encode()
