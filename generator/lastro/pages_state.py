"""What is kept of the published pages, so that the next build makes only those that changed.

For each page: what it looked up, as numbers of keys, and what the site's common files say of it. A
page is made again when a key that it looked up is worth something else now (`lastro.reads`).
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from lastro.reads import Plain

Numbers = bytes
"""Numbers of keys, as 32-bit integers of this machine: the state of a site is mostly these."""
FileStamp = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes."""


class PageState(msgspec.Struct, array_like=True):
    """One published page."""

    reads: Numbers
    stamp: FileStamp
    kind: str
    modified: str
    listed: bool
    found_as: tuple[str, str]
    card: bytes


class PieceState(msgspec.Struct, array_like=True):
    """A value that is worked out from records and kept: what it is, and what it was made from."""

    value: Any
    reads: Numbers


class LanguageState(msgspec.Struct, array_like=True):
    """The pages of one language, and what the engine made for it."""

    engine: str
    """Names what the engine was given; empty when its result must not be used again."""
    frames: bytes
    index: bytes | None
    """The engine's own search index."""
    others: dict[str, FileStamp]
    """What else the engine made, by its path below the language's root."""
    pages: dict[str, PageState]


class PagesState(msgspec.Struct, array_like=True):
    """All that a build leaves for the next one."""

    made_by: str
    """Names all beside records that decides what pages are."""
    keys: list[str]
    values: list[Any]
    pieces: dict[str, PieceState]
    languages: dict[str, LanguageState]
    facts: str
    """Fingerprint of all facts: with the same, no back-link, list or name is another."""
    common: dict[str, FileStamp]
    """Sitemaps, indexes and the like, by their paths below the site."""
    search: str
    """Names the search index that was published."""

    @classmethod
    def empty(cls) -> "PagesState":
        """Return a state in which nothing is kept."""
        return cls("", [], [], {}, {}, "", {}, "")


class Keys:
    """Numbers for keys, and whether each is worth the same as when it was kept.

    Numbers stay from build to build, so that what is kept needs no new ones.
    """

    def __init__(
        self,
        keys: Sequence[str],
        values: Sequence[Plain],
        value_of: Callable[[str], Plain],
        stands: Callable[[str], bool],
        late: str = "",
    ) -> None:
        """Ask what every key is worth now, but the `late` one; `values` are what they were worth.

        `stands` says of a table that none of its keys can be worth anything else.
        """
        self._value_of = value_of
        self._numbers = {key: number for number, key in enumerate(keys)}
        self._values = [*values]
        self._changed: set[int] = set()
        asked: dict[str, bool] = {}
        for key, number in self._numbers.items():
            table = key.partition("/")[0]
            if table not in asked:
                asked[table] = not stands(table)
            if asked[table] and key != late:
                self._ask(key, number)

    def settle(self, late: str) -> None:
        """Ask what a key is worth that could not be asked before."""
        if late in self._numbers:
            self._ask(late, self._numbers[late])

    def _ask(self, key: str, number: int) -> None:
        value = self._value_of(key)
        if value != self._values[number]:
            self._values[number] = value
            self._changed.add(number)

    def stands(self, reads: Numbers) -> bool:
        """Tell whether nothing that was looked up is another now."""
        return not self._changed or self._changed.isdisjoint(memoryview(reads).cast("I"))

    def numbers(self, keys: Iterable[str]) -> Numbers:
        """Return numbers for keys, as they are to be kept."""
        found = array("I")
        for key in keys:
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self._values)
                self._values.append(self._value_of(key))
            found.append(number)
        return found.tobytes()

    def kept(self) -> tuple[list[str], list[Plain]]:
        """Return all keys in the order of their numbers, and what each is worth."""
        return [*self._numbers], self._values
