"""Traces: the keys that a page looked up while it was made, so that a build knows when to make it again.

Nobody writes down which page depends on which record: such lists are wrong sooner or later. Each look-up
adds a key to the trace of the page, such as `claims/api-on-azure`; a key has a fingerprint, and a page
stands as long as the fingerprints of its whole trace do. A value that several pages use adds its own trace
to each. A table that follows from others is a query with a trace of its own: who looks something up in it
depends on that entry alone.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b

THERE = "there"
"""The table of what exists: its entries are a table and an id, as in `there/claims/api-on-azure`."""
ALL = "*"
"""Stands for all entries of a table: a page that walks through a table depends on every entry."""
Plain = str | int | bool | None | list["Plain"]
"""What fingerprints are made of: values that a file can keep and `==` can compare."""


def digest(*parts: bytes) -> str:
    """Return the fingerprint of some bytes: 16 bytes of BLAKE2b, in hexadecimal digits."""
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(len(part).to_bytes(8))
        found.update(part)
    return found.hexdigest()


class Tracer:
    """Records the traces that are open, and computes the fingerprint of any key."""

    def __init__(self) -> None:
        self.open: list[set[str]] = []
        """The trace of each value that is being made, the innermost last. While it is empty, look-ups
        are not recorded: a check that keeps no pages pays nothing for tracing."""
        self.made_from: dict[str, set[str]] = {}
        """The trace of each query that was made."""
        self._orders: dict[str, Sequence[str]] = {}
        self._tables: dict[str, Callable[[str], Plain]] = {
            "count": lambda name: len(self._orders.get(name, ())),
            "order": self._slice,
            THERE: lambda entry: self.fingerprint(entry) is not None,
        }

    def register_table(self, name: str, value_of: Callable[[str], Plain]) -> None:
        self._tables[name] = value_of

    def register_order(self, name: str, ids: Sequence[str]) -> None:
        """Keep the ids of an ordered list, so that keys of its slices have a fingerprint."""
        self._orders[name] = ids

    def _slice(self, entry: str) -> Plain:
        name, start, stop = entry.rsplit(":", 2)
        return list(self._orders.get(name, ())[int(start) : int(stop) if stop else None])

    def note(self, key: str) -> None:
        if self.open:
            self.open[-1].add(key)

    def note_all(self, keys: Collection[str]) -> None:
        """Add the trace of a value that is used once more to the innermost open trace."""
        if self.open:
            self.open[-1].update(keys)

    def fingerprint(self, key: str) -> Plain:
        """Return the current fingerprint of a key, or None when no table holds it."""
        name, _, entry = key.partition("/")
        table = self._tables.get(name)
        return table(entry) if table else None

    @contextmanager
    def trace(self) -> Iterator[set[str]]:
        """Open a trace and yield it; when it closes, the trace around it gains its keys."""
        noted: set[str] = set()
        self.open.append(noted)
        try:
            yield noted
        finally:
            self.open.pop()
            if self.open:
                self.open[-1] |= noted

    @contextmanager
    def query(self, *tables: str) -> Iterator[None]:
        """Open the trace of queries while they are made; the trace around it gains nothing.

        The orders that are registered meanwhile depend on the same keys.
        """
        noted: set[str] = set()
        orders = len(self._orders)
        self.open.append(noted)
        try:
            yield
        finally:
            self.open.pop()
        for table in tables if len(self._orders) == orders else (*tables, "count", "order"):
            self.made_from.setdefault(table, set()).update(noted)


def plain(value: object) -> Plain:
    """Return a value as it comes back from a file: tuples as lists, mappings as sorted pairs."""
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return [[key, plain(part)] for key, part in sorted(value.items())]
    return value if isinstance(value, str | int | bool | None) else str(value)
