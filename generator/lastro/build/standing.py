"""What stands in the folder of the published site, beside what the last build left there.

A page that is not made again must stand as it was written, and what others put there was made sure
of by nobody.
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
        """Read nothing yet; `prefix_of` returns where the pages of a language stand."""
        self.folder, self.before, self._prefix_of = folder, before, prefix_of
        self.strangers: list[str] = []
        """What stands in the folder, and the last build did not leave there."""
        self._links: tuple[str, ...] = ()
        """Links in the folder, which no build makes: nothing that they lead to stands there."""

    def find_strangers(self) -> None:
        """Find what others put into the folder: nobody made sure that it may be published."""
        known = {*self.paths()}
        links = []
        for name, is_link in walk(str(self.folder)):
            if name not in known:
                self.strangers.append(name)
            if is_link:
                links.append(name)
        self._links = tuple(links)

    def paths(self) -> Iterator[str]:
        """Yield what the last build published."""
        for tag, before in self.before.languages.items():
            prefix = self._prefix_of(tag)
            yield from (f"{prefix}{path}{INDEX_PAGE}" for path in before.pages)
            yield from (prefix + path for path in before.others)
        yield from self.before.common

    def stamp(self, path: str) -> FileStamp:
        """Return how a file stands now. Raises OSError when it does not."""
        found = os.lstat(f"{self.folder}/{path}")
        return found.st_mtime_ns, found.st_size

    def is_intact(self, path: str, stamp: FileStamp) -> bool:
        """Tell whether a file stands as it was written."""
        try:
            return not path.startswith(self._links) and self.stamp(path) == stamp
        except OSError:
            return False

    def are_intact(self, prefix: str, files: Mapping[str, FileStamp]) -> bool:
        """Tell the same of several files below a folder."""
        return all(self.is_intact(prefix + path, stamp) for path, stamp in files.items())
