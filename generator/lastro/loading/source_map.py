"""The source map: texts and located trees of records, parsed when somebody asks for a place.

A tree with places costs ten times what the values alone do, and a report points at few records. So a
text is parsed when a finding, a fix or a scaffold first needs its tree.
"""

from collections import UserDict
from collections.abc import Callable, Mapping
from typing import Any

from lastro.places import RecordPath
from lastro.syntax.tree import Fields, parse


class Texts(UserDict[str, Any]):
    """Texts of files by path; that of an unchanged file is read when it is looked up."""

    def __init__(self, read: Callable[[str], str]) -> None:
        """Hold no text yet; `read` returns that of a path."""
        super().__init__()
        self._read = read

    def __getitem__(self, path: str) -> str:
        text = self.data[path]
        return self._read(path) if text is None else str(text)

    def later(self, path: str) -> None:
        """Name a file whose text is read when it is asked for, and not kept."""
        self.data[path] = None


class Trees(UserDict[RecordPath, Any]):
    """For each record, such as `("claims", id)`, its path and its located tree.

    To list paths costs nothing; each tree that is looked up is made once and kept.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Make no tree yet; `texts` holds each record's text by its path, and is asked for it then."""
        super().__init__()
        self._texts = texts
        self._made: dict[RecordPath, Fields] = {}

    def __getitem__(self, route: RecordPath) -> tuple[str, Fields]:
        path: str = self.data[route]
        tree = self._made.get(route)
        if tree is None:
            tree = self._made[route] = parse(self._texts[path])
        return path, tree

    def path_of(self, route: RecordPath) -> str:
        """Return the path of a record; raises KeyError when there is no such record."""
        return str(self.data[route])

    def add(self, route: RecordPath, path: str, tree: Fields | None = None) -> None:
        """Add a record, with its tree where it is made already."""
        self.data[route] = path
        if tree is not None:
            self._made[route] = tree

    def with_changes(
        self, gone: frozenset[RecordPath], new: Mapping[RecordPath, tuple[str, Fields]]
    ) -> "Trees":
        """Return the trees without some records and with others; no tree is made for it."""
        kept = Trees(self._texts)
        kept.data = {at: path for at, path in self.data.items() if at not in gone}
        kept._made = {at: tree for at, tree in self._made.items() if at not in gone}
        for at, (path, tree) in new.items():
            kept.add(at, path, tree)
        return kept
