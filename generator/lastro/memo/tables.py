"""Tables whose look-ups are traced: memos, lazy tables, queries, and views in an order of their own."""

import sys
from collections.abc import Callable, Collection, ItemsView, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

import msgspec

from lastro.memo.trace import ALL, THERE, Plain, Tracer, digest, plain

V = TypeVar("V")
_BETWEEN = "\0"
"""Separates the keys of a packed trace: no record holds this character."""


class BoundedMemo(Generic[V]):
    """Values that are made once for a name, the newest; each user's trace gains that of the value."""

    def __init__(self, tracer: Tracer, make: Callable[[str], V], most: int) -> None:
        self._tracer, self._make, self._most = tracer, make, most
        self.made: dict[str, tuple[V, frozenset[str]]] = {}

    def __call__(self, name: str) -> V:
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

    def send(self, name: str) -> tuple[V, str]:
        """Return a value and its trace, for the same memo of another process."""
        _ = self[name]
        return self._made[name]

    def receive(self, name: str, sent: tuple[V, str]) -> None:
        """Take what the same memo of another process has sent."""
        self._made.setdefault(name, sent)


class Query(Mapping[str, V], Generic[V]):
    """A table that follows from others; each look-up adds its key to the open trace."""

    def __init__(
        self,
        tracer: Tracer,
        table: str,
        entries: Mapping[str, V],
        shows: Callable[[V], Plain] | None = None,
    ) -> None:
        """Register nothing yet; `shows` returns what of an entry counts for its users, all of it by default."""
        self._tracer, self._table, self._entries = tracer, table, entries
        self._shows = shows or plain

    def __getitem__(self, entry: str) -> V:
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

    def items(self) -> ItemsView[str, V]:
        """Return all entries, on all of which the open trace then depends."""
        self._tracer.note(f"{self._table}/{ALL}")
        return self._entries.items()

    def fingerprint(self, entry: str) -> Plain:
        """Return the fingerprint of an entry, or of the whole table for `ALL`."""
        if entry == ALL:
            shown = [[key, self._shows(value)] for key, value in self._entries.items()]
            return digest(msgspec.msgpack.encode(shown))
        try:
            return self._shows(self._entries[entry])
        except KeyError:
            return None


class query(Generic[V]):  # noqa: N801 - a decorator, like `property`
    """Makes a method into a table of the memo: made when it is first asked for, in a trace of its own.

    Its holder has a `tracer`, and calls `register_queries` when it is made.
    """

    def __init__(self, make: Callable[[Any], Mapping[str, V]]) -> None:
        self._make, self.__doc__ = make, make.__doc__

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, holder: None, _: type) -> "query[V]": ...
    @overload
    def __get__(self, holder: object, _: type) -> Query[V]: ...

    def __get__(self, holder: Any, _: type) -> "query[V] | Query[V]":
        if holder is None:
            return self
        tracer: Tracer = holder.tracer
        with tracer.query(self._name):
            entries = self._make(holder)
        made: Query[V] = Query(tracer, self._name, entries)
        holder.__dict__[self._name] = made
        return made


def register_queries(holder: Any) -> None:
    """Register the fingerprints of the queries of an object; none is made before somebody asks."""
    for name, found in vars(type(holder)).items():
        if isinstance(found, query):
            ask = attrgetter(name)
            holder.tracer.register_table(name, lambda key, ask=ask: ask(holder).fingerprint(key))


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
        if known := self._kept.made.get(entry):  # most look-ups of a site end here
            if self._tracer.open:
                self._tracer.open[-1].update(known[1])
            return known[0]
        if entry not in self._ids:
            self._tracer.note(f"{self._table}/{entry}")
            raise KeyError(entry)
        return self._kept(entry)

    def get(self, entry: str, default: Any = None) -> Any:
        if known := self._kept.made.get(entry):  # asked more often than anything else
            if self._tracer.open:
                self._tracer.open[-1].update(known[1])
            return known[0]
        return super().get(entry, default)

    def __contains__(self, entry: object) -> bool:
        """Tell whether an id is known, without making its value."""
        if self._tracer.open:
            self._tracer.note(f"{THERE}/{self._table}/{entry}")
        return entry in self._ids

    def __iter__(self) -> Iterator[str]:
        self._tracer.note(f"{self._table}/{ALL}")
        return iter(self._ids)

    def give(self, entry: str, value: V) -> None:
        self._kept.give(entry, value, f"{self._table}/{entry}")

    def __len__(self) -> int:
        self._tracer.note(f"{self._table}/{ALL}")
        return len(self._ids)


class OrderedView(Sequence[V], Generic[V]):
    """Some values of a table, in an order of their own; a slice depends on that slice alone.

    So a claim that joins a topic changes the pages of the list behind it, and not those before it.
    `name` tells the order from all others, as in `topics/cloud`.
    """

    def __init__(
        self, tracer: Tracer, name: str, ids: Sequence[str], of: "Mapping[str, V] | Memo[V]"
    ) -> None:
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
