"""Every link of a changed site leads somewhere, found out by looking at what changed.

A link can break in two ways: a changed page holds a new one that leads nowhere, or a page that did
not change leads to something that is gone. The first is looked for in the changed pages; the second
only where something is gone, and then in those pages that name it.
"""

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain
from pathlib import Path

from lastro.errors import LastroError
from lastro.publish.links import Broken, LinkChecker, loses_targets
from lastro.publish.outline import Outline, outline

MOST_TOLD = 20
_HTML = ".html"


def require_none(found: Sequence[Broken]) -> None:
    """Refuse a site with links that lead nowhere; raises LastroError with the first ones."""
    if not found:
        return
    told = [str(link) for link in found[:MOST_TOLD]]
    if left := len(found) - len(told):
        told.append(f"and {left} more")
    lead = "1 link leads" if len(found) == 1 else f"{len(found)} links lead"
    raise LastroError(f"{lead} nowhere", "mend the page or the record that holds it", told)


class SiteLinks:
    """The links of a site that stands in a folder and is about to change."""

    def __init__(self, folder: Path, site_url: str, paths: AbstractSet[str]) -> None:
        """`paths` are all files of the site as it will be; `site_url` is the address of its root."""
        self._folder = folder
        self._changed: dict[str, Outline] = {}
        self._checker = LinkChecker(paths, self._outline_of, site_url)
        self._same_ids: dict[tuple[str, ...], tuple[str, ...]] = {}
        """The ids of pages, which are the same on many: each once."""

    def add(self, path: str, page: Outline) -> None:
        """Keep what a changed page offers, and those of its links that may yet lead nowhere."""
        left = self._checker.keep_doubtful(path, page)
        self._changed[path] = replace(left, ids=self._same_ids.setdefault(left.ids, left.ids))

    def require_all(self, gone: Collection[str], more: Collection[str] = ()) -> None:
        """Refuse a site with links that lead nowhere, once all changed pages were added.

        `more` are files that stand beside those that were named before. Raises LastroError.
        """
        self._checker.files |= {*more}
        found = {
            broken
            for path, page in chain(self._changed.items(), self._others(gone))
            for broken in self._checker.find_broken(path, page)
        }
        require_none(sorted(found))

    def _others(self, gone: Collection[str]) -> Iterator[tuple[str, Outline]]:
        """Yield the pages that did not change and name what is gone, in whole or in part."""
        paths = self._checker.files
        others = sorted(
            path for path in paths if path.endswith(_HTML) and path not in self._changed
        )
        if not others:
            return
        pages = self._changed.items()
        short = [path for path, now in pages if loses_targets(self._standing(path), now)]
        names = {_name(path) for path in (*short, *(path for path in gone if path not in paths))}
        for path in others if names else ():
            content = self._content(path)
            if content is not None and any(name in content for name in names):
                yield path, outline(content)

    def _outline_of(self, path: str) -> Outline | None:
        return self._changed.get(path) or self._standing(path)

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
    steps = path.removesuffix("index.html").rstrip("/").split("/")
    return steps[-1].encode()
