"""The folder of the published site, as the last build left it and as others may have changed it.

A page that is not made again must be the file that was written, and a file that no build wrote was
checked by nobody.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from lastro.build.language import INDEX_PAGE
from lastro.build.state import FileStamp, PagesState
from lastro.system.exchange import walk


class PublishedFolder:
    """The folder of a site before it is changed."""

    def __init__(self, folder: Path, before: PagesState, prefix_of: Callable[[str], str]) -> None:
        """Read nothing yet; `prefix_of` returns the path below which the pages of a language lie."""
        self.folder, self.before, self._prefix_of = folder, before, prefix_of
        self.strangers: list[str] = []
        """Paths of files that the last build did not write."""
        self._links: tuple[str, ...] = ()
        """Symbolic links, which no build makes: files behind them do not count as published."""

    def find_strangers(self) -> None:
        """Find the files that no build wrote."""
        known = {*self.paths()}
        links = []
        for name, is_link in walk(str(self.folder)):
            if name not in known:
                self.strangers.append(name)
            if is_link:
                links.append(name)
        self._links = tuple(links)

    def paths(self) -> Iterator[str]:
        """Yield the paths that the last build published."""
        for tag, before in self.before.languages.items():
            prefix = self._prefix_of(tag)
            yield from (f"{prefix}{path}{INDEX_PAGE}" for path in before.pages)
            yield from (prefix + path for path in before.others)
        yield from self.before.common

    def stamp(self, path: str) -> FileStamp:
        """Return time and size of a published file. Raises OSError when it is not there."""
        found = os.lstat(f"{self.folder}/{path}")
        return found.st_mtime_ns, found.st_size

    def is_intact(self, path: str, stamp: FileStamp) -> bool:
        """Tell whether a file is the one that was written."""
        try:
            return not path.startswith(self._links) and self.stamp(path) == stamp
        except OSError:
            return False

    def are_intact(self, prefix: str, files: Mapping[str, FileStamp]) -> bool:
        """Tell the same of several files below a folder."""
        return all(self.is_intact(prefix + path, stamp) for path, stamp in files.items())
