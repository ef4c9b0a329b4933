"""What a page was made from, noted while it is made, so that it is made again only when that changed.

Nobody writes down which page depends on which record: such lists are wrong sooner or later, and a
page that should have changed and did not is worse than a slow build. Instead everything that is
looked up is noted under a key, such as `claims/api-on-azure` or `cited_in/wire-2025-03`, and each
key has a value that can be compared with that of the next build: the fingerprint of a record, the
ids of a list. A thing made once and used by several pages hands its keys to each of them.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar, overload

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)
D = TypeVar("D")
THERE = "there"
"""The table of what there is: its entries are table and id."""
ALL = "*"
"""The name of all entries of a table: whoever walks through one depends on every entry."""
_BETWEEN = "\0"
"""Stands between keys in a text: no record holds it."""
Plain = str | int | bool | None | list["Plain"]
"""What a key's value is made of, so that it can be kept in a file and compared."""


class Tracer:
    """The keys that are noted at the moment, and the tables that say what a key is worth."""

    def __init__(self) -> None:
        self.open: list[set[str]] = []
        """What is being made: nobody notes anything while it is empty."""
        self._orders: dict[str, Sequence[str]] = {}
        self._tables: dict[str, Callable[[str], Plain]] = {
            "count": lambda name: len(self._orders.get(name, ())),
            "order": self._slice,
            THERE: lambda entry: self.fingerprint(entry) is not None,
        }

    def register_table(self, name: str, value_of: Callable[[str], Plain]) -> None:
        """Say how the value of each key of a table is found."""
        self._tables[name] = value_of

    def register_order(self, name: str, ids: Sequence[str]) -> None:
        """Keep the ids of a list, so that keys of it have a worth."""
        self._orders[name] = ids

    def _slice(self, entry: str) -> Plain:
        name, start, stop = entry.rsplit(":", 2)
        return list(self._orders.get(name, ())[int(start) : int(stop) if stop else None])

    def note(self, key: str) -> None:
        """Note that a key was looked up by whatever is being made."""
        if self.open:
            self.open[-1].add(key)

    def note_all(self, keys: Collection[str]) -> None:
        """Note what something was made from that is used once more."""
        if self.open:
            self.open[-1].update(keys)

    def fingerprint(self, key: str) -> Plain:
        """Return what a key is worth now; what no table knows any more is worth None."""
        name, _, entry = key.partition("/")
        table = self._tables.get(name)
        return table(entry) if table else None

    def memoize_bounded(self, make: Callable[[str], V], most: int) -> "BoundedMemo[V]":
        """Return a function that makes a thing once for a name, and notes what it was made from.

        Of more than `most` names the first ones are forgotten.
        """
        return BoundedMemo(self, make, most)

    def memoize(self, make: Callable[[str], V]) -> "Memo[V]":
        """Return a table that makes a thing once for a name and keeps it: for many small things."""
        return Memo(self, make)

    @contextmanager
    def trace(self) -> Iterator[set[str]]:
        """Collect the keys that are looked up; they count for what lies around as well."""
        noted: set[str] = set()
        self.open.append(noted)
        try:
            yield noted
        finally:
            self.open.pop()
            if self.open:
                self.open[-1] |= noted


class BoundedMemo(Generic[V]):
    """Things made once for a name; what making one looked up is noted for each of its users."""

    def __init__(self, tracer: Tracer, make: Callable[[str], V], most: int) -> None:
        self._tracer, self._make, self._most = tracer, make, most
        self.made: dict[str, tuple[V, frozenset[str]]] = {}
        """What was made, and the keys that each of its users depends on."""

    def __call__(self, name: str) -> V:
        """Return the thing of a name."""
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

    def __contains__(self, name: str) -> bool:
        """Tell whether one was made and not forgotten."""
        return name in self.made

    def give(self, name: str, value: V, key: str) -> None:
        """Hand in what need not be made; its users depend on one key."""
        self.made[name] = value, frozenset([key])


class Memo(Generic[V]):
    """Small things made once for a name, as `BoundedMemo` does, none of them forgotten.

    A list of all records goes through them in an order of its own, so what is forgotten would be made
    again for each list. Their keys are kept as one text: a set of them takes ten times the memory.
    """

    def __init__(self, tracer: Tracer, make: Callable[[str], V]) -> None:
        self._tracer, self._make = tracer, make
        self._made: dict[str, tuple[V, str]] = {}

    def __getitem__(self, name: str) -> V:
        """Return the thing of a name."""
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
    """A table that is there in full; whoever looks something up in it is noted."""

    def __init__(self, tracer: Tracer, table: str, entries: Mapping[str, V]) -> None:
        self._tracer, self._table, self._entries = tracer, table, entries

    def __getitem__(self, entry: str) -> V:
        """Return one entry. Raises KeyError for what is not in the table."""
        if self._tracer.open:
            self._tracer.note(f"{self._table}/{entry}")
        return self._entries[entry]

    def __contains__(self, entry: object) -> bool:
        """Tell whether there is such an entry."""
        if self._tracer.open:
            self._tracer.note(f"{self._table}/{entry}")
        return entry in self._entries

    def __iter__(self) -> Iterator[str]:
        """Walk through all of them."""
        self._tracer.note(f"{self._table}/{ALL}")
        return iter(self._entries)

    def __len__(self) -> int:
        """Count all of them."""
        self._tracer.note(f"{self._table}/{ALL}")
        return len(self._entries)

    def fingerprint(self, entry: str) -> Plain:
        """Return the value of a key of this table."""
        if entry == ALL:
            return [[key, plain(value)] for key, value in self._entries.items()]
        return plain(self._entries.get(entry))


def plain(value: object) -> Plain:
    """Return a value as it comes back from a file: tuples as lists."""
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


class LazyTable(Mapping[str, V], Generic[V]):
    """Things made on first use, by id: what making one looked up is noted for each of its users.

    Of more than `most` of them the first ones are forgotten, and made again when they are asked for.
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
        self._kept = tracer.memoize_bounded(self._noted, most)

    def _noted(self, entry: str) -> V:
        self._tracer.note(f"{self._table}/{entry}")
        return self._make(entry)

    def __getitem__(self, entry: str) -> V:
        """Return one thing. Raises KeyError for an id that is not among them."""
        if known := self._kept.made.get(entry):  # most look-ups of a site end here
            if self._tracer.open:
                self._tracer.open[-1].update(known[1])
            return known[0]
        if entry not in self._ids:
            self._tracer.note(f"{self._table}/{entry}")
            raise KeyError(entry)
        return self._kept(entry)

    @overload
    def get(self, entry: str, /) -> V | None: ...
    @overload
    def get(self, entry: str, /, default: V | D) -> V | D: ...

    def get(self, entry: str, /, default: object = None) -> object:
        """Return one thing, or what to take instead of one that is not among them."""
        if known := self._kept.made.get(entry):
            if self._tracer.open:
                self._tracer.open[-1].update(known[1])
            return known[0]
        return super().get(entry, default)

    def __contains__(self, entry: object) -> bool:
        """Tell whether there is one, without making it."""
        if self._tracer.open:
            self._tracer.note(f"{THERE}/{self._table}/{entry}")
        return entry in self._ids

    def __iter__(self) -> Iterator[str]:
        """Walk through the ids of all of them."""
        self._tracer.note(f"{self._table}/{ALL}")
        return iter(self._ids)

    def give(self, entry: str, value: V) -> None:
        """Hand in what need not be made."""
        self._kept.give(entry, value, f"{self._table}/{entry}")

    def __len__(self) -> int:
        """Count all of them."""
        self._tracer.note(f"{self._table}/{ALL}")
        return len(self._ids)


class Table(Protocol[V_co]):
    """Whatever gives a thing for an id."""

    def __getitem__(self, entry: str, /) -> V_co:
        """Return one thing."""


class OrderedView(Sequence[V], Generic[V]):
    """Some of the things of a table in an order of their own; a slice of it depends on no more.

    `name` is that of the order among all orders, such as `topics/cloud`.
    """

    def __init__(self, tracer: Tracer, name: str, ids: Sequence[str], of: Table[V]) -> None:
        self._tracer, self._name, self._ids, self._of = tracer, name, ids, of
        tracer.register_order(name, ids)

    def __len__(self) -> int:
        """Count them."""
        self._tracer.note(f"count/{self._name}")
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> V: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[V, ...]: ...

    def __getitem__(self, at: int | slice) -> V | tuple[V, ...]:
        """Return one of them, or those of a slice with step 1 and ends from the start."""
        if isinstance(at, int):
            self._tracer.note(f"order/{self._name}:{at}:{at + 1}")
            return self._of[self._ids[at]]
        start, stop, _ = at.indices(len(self._ids))
        self._tracer.note(f"order/{self._name}:{start}:{at.stop if at.stop is not None else ''}")
        return tuple(self._of[entry] for entry in self._ids[start:stop])

    def __iter__(self) -> Iterator[V]:
        """Walk through all of them."""
        return iter(self[:])
