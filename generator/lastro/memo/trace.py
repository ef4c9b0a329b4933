"""Traces: the keys that a page looked up while it was made, so that a build knows when to make it again.

Nobody writes down which page depends on which record: such lists are wrong sooner or later, and a
page that should have changed and did not is worse than a slow build. Instead each look-up adds a
key to the trace of the page, such as `claims/api-on-azure` or `cited_in/wire-2025-03`. A key has a
fingerprint, such as the digest of a record or the ids of a list, and a page stands as long as the
fingerprints of its whole trace do. A value that is made once and used by several pages adds its own
trace to that of each.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar, overload

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)
THERE = "there"
"""The table of what exists: its entries are a table and an id, as in `there/claims/api-on-azure`."""
ALL = "*"
"""Stands for all entries of a table: a page that walks through a table depends on every entry."""
_BETWEEN = "\0"
"""Separates the keys of a packed trace: no record holds this character."""
Plain = str | int | bool | None | list["Plain"]
"""What fingerprints are made of: values that a file can keep and `==` can compare."""


class Tracer:
    """Records the traces that are open, and computes the fingerprint of any key."""

    def __init__(self) -> None:
        self.open: list[set[str]] = []
        """The trace of each value that is being made, the innermost last. While it is empty, look-ups
        are not recorded: a check that keeps no pages pays nothing for tracing."""
        self._orders: dict[str, Sequence[str]] = {}
        self._tables: dict[str, Callable[[str], Plain]] = {
            "count": lambda name: len(self._orders.get(name, ())),
            "order": self._slice,
            THERE: lambda entry: self.fingerprint(entry) is not None,
        }

    def register_table(self, name: str, value_of: Callable[[str], Plain]) -> None:
        """Say which function computes the fingerprint of a table's entry."""
        self._tables[name] = value_of

    def register_order(self, name: str, ids: Sequence[str]) -> None:
        """Keep the ids of an ordered list, so that keys of its slices have a fingerprint."""
        self._orders[name] = ids

    def _slice(self, entry: str) -> Plain:
        name, start, stop = entry.rsplit(":", 2)
        return list(self._orders.get(name, ())[int(start) : int(stop) if stop else None])

    def note(self, key: str) -> None:
        """Add a key to the innermost open trace."""
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
        """Open a trace and yield it; when it closes, the trace around it gains its keys.

        Whoever uses a value depends on all that the value was made from.
        """
        noted: set[str] = set()
        self.open.append(noted)
        try:
            yield noted
        finally:
            self.open.pop()
            if self.open:
                self.open[-1] |= noted


class BoundedMemo(Generic[V]):
    """Values that are made once for a name, the newest; each user's trace gains that of the value."""

    def __init__(self, tracer: Tracer, make: Callable[[str], V], most: int) -> None:
        self._tracer, self._make, self._most = tracer, make, most
        self.made: dict[str, tuple[V, frozenset[str]]] = {}
        """Each value with its trace."""

    def __call__(self, name: str) -> V:
        """Return the value of a name."""
        known = self.made.get(name)
        if known is not None:
            if self._tracer.open:
                self._tracer.note_all(known[1])
            return known[0]
        with self._tracer.trace() as noted:
            value = self._make(name)
        if len(self.made) >= self._most:
            del self.made[next(iter(self.made))]
        self.made[name] = value, frozenset(noted)
        return value

    def give(self, name: str, value: V, key: str) -> None:
        """Put in a value that need not be made; its trace is one key."""
        self.made[name] = value, frozenset([key])


class Memo(Generic[V]):
    """Small values that are made once for a name and never forgotten.

    Each list of records walks through them in an order of its own, so a memo with a bound would make
    them again for each list. A trace is packed into one text: a set takes ten times the memory.
    """

    def __init__(self, tracer: Tracer, make: Callable[[str], V]) -> None:
        self._tracer, self._make = tracer, make
        self._made: dict[str, tuple[V, str]] = {}

    def __getitem__(self, name: str) -> V:
        known = self._made.get(name)
        if known is not None:
            if self._tracer.open and known[1]:
                self._tracer.note_all(known[1].split(_BETWEEN))
            return known[0]
        with self._tracer.trace() as noted:
            value = self._make(name)
        self._made[name] = value, _BETWEEN.join(noted)
        return value


class Index(Mapping[str, V], Generic[V]):
    """A table that is complete from the start; each look-up adds its key to the open trace."""

    def __init__(self, tracer: Tracer, table: str, entries: Mapping[str, V]) -> None:
        self._tracer, self._table, self._entries = tracer, table, entries

    def __getitem__(self, entry: str) -> V:
        """Return one entry. Raises KeyError for what is not in the table."""
        if self._tracer.open:
            self._tracer.note(f"{self._table}/{entry}")
        return self._entries[entry]

    def __contains__(self, entry: object) -> bool:
        if self._tracer.open:
            self._tracer.note(f"{self._table}/{entry}")
        return entry in self._entries

    def __iter__(self) -> Iterator[str]:
        self._tracer.note(f"{self._table}/{ALL}")
        return iter(self._entries)

    def __len__(self) -> int:
        self._tracer.note(f"{self._table}/{ALL}")
        return len(self._entries)

    def fingerprint(self, entry: str) -> Plain:
        """Return the fingerprint of an entry, or of the whole table for `ALL`."""
        if entry == ALL:
            return [[key, plain(value)] for key, value in self._entries.items()]
        return plain(self._entries.get(entry))


def plain(value: object) -> Plain:
    """Return a value as it comes back from a file: tuples as lists."""
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


class LazyTable(Mapping[str, V], Generic[V]):
    """Values by id, each made when it is first looked up; its users' traces gain its trace.

    At most `most` values are held. An older one is made again when somebody asks for it.
    """

    def __init__(
        self,
        tracer: Tracer,
        table: str,
        ids: Collection[str],
        make: Callable[[str], V],
        *,
        most: int = sys.maxsize,
    ) -> None:
        self._tracer, self._table, self._ids, self._make = tracer, table, ids, make
        self._kept = BoundedMemo(tracer, self._noted, most)

    def _noted(self, entry: str) -> V:
        self._tracer.note(f"{self._table}/{entry}")
        return self._make(entry)

    def __getitem__(self, entry: str) -> V:
        """Return the value of an id. Raises KeyError for an unknown id."""
        if known := self._kept.made.get(entry):  # most look-ups of a site end here
            if self._tracer.open:
                self._tracer.open[-1].update(known[1])
            return known[0]
        if entry not in self._ids:
            self._tracer.note(f"{self._table}/{entry}")
            raise KeyError(entry)
        return self._kept(entry)

    def __contains__(self, entry: object) -> bool:
        """Tell whether an id is known, without making its value."""
        if self._tracer.open:
            self._tracer.note(f"{THERE}/{self._table}/{entry}")
        return entry in self._ids

    def __iter__(self) -> Iterator[str]:
        self._tracer.note(f"{self._table}/{ALL}")
        return iter(self._ids)

    def give(self, entry: str, value: V) -> None:
        """Put in a value that need not be made."""
        self._kept.give(entry, value, f"{self._table}/{entry}")

    def __len__(self) -> int:
        self._tracer.note(f"{self._table}/{ALL}")
        return len(self._ids)


class Table(Protocol[V_co]):
    """Anything that returns a value for an id."""

    def __getitem__(self, entry: str, /) -> V_co: ...


class OrderedView(Sequence[V], Generic[V]):
    """Some values of a table, in an order of their own; a slice depends on that slice alone.

    So a claim that joins a topic changes the pages of the list behind it, and not those before it.
    `name` tells the order from all others, as in `topics/cloud`.
    """

    def __init__(self, tracer: Tracer, name: str, ids: Sequence[str], of: Table[V]) -> None:
        self._tracer, self._name, self._ids, self._of = tracer, name, ids, of
        tracer.register_order(name, ids)

    def __len__(self) -> int:
        self._tracer.note(f"count/{self._name}")
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> V: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[V, ...]: ...

    def __getitem__(self, at: int | slice) -> V | tuple[V, ...]:
        """Return one value, or those of a slice whose step is 1 and whose ends count from the start."""
        if isinstance(at, int):
            self._tracer.note(f"order/{self._name}:{at}:{at + 1}")
            return self._of[self._ids[at]]
        start, stop, _ = at.indices(len(self._ids))
        self._tracer.note(f"order/{self._name}:{start}:{at.stop if at.stop is not None else ''}")
        return tuple(self._of[entry] for entry in self._ids[start:stop])

    def __iter__(self) -> Iterator[V]:
        return iter(self[:])
