"""The trace of each kept value, packed as numbers of keys, and which fingerprints have changed since.

Each key has one number for good, so that a trace takes four bytes a key. The state of a large site
consists mostly of traces.
"""

from array import array
from collections.abc import Iterable
from typing import Any

import msgspec

from lastro.memo.trace import Tracer

Numbers = bytes
"""A packed trace: numbers of keys, as 32-bit integers of this machine."""


class TraceLog(msgspec.Struct, array_like=True):
    """What a run leaves of its traces for the next one."""

    keys: list[str] = []
    """All keys in the order of their numbers."""
    values: list[Any] = []
    """The fingerprint of each."""
    queries: dict[str, Numbers] = {}
    """The trace of each table that follows from others."""


class Keys:
    """The number of each key, and whether its fingerprint is still that of the last run.

    A key keeps its number from run to run: traces that stand are written back unread.
    """

    def __init__(self, log: TraceLog, tracer: Tracer, late: str = "") -> None:
        """Compute the current fingerprint of every key but the `late` one."""
        self._tracer, self._queries = tracer, log.queries
        self._keys, self._values = log.keys, [*log.values]
        self._numbers = {key: number for number, key in enumerate(log.keys)}
        self._changed: set[int] = set()
        self._asked: set[int] = set()
        self._stands: dict[str, bool] = {}
        for key, number in self._numbers.items():
            if key != late and not self._table_stands(key.partition("/")[0]):
                self._ask(key, number)

    def _table_stands(self, table: str) -> bool:
        """Tell whether no key of a table can have another fingerprint: nothing it was made from has."""
        if table not in self._stands:
            trace = self._queries.get(table)
            self._stands[table] = trace is not None and not any(
                self._is_changed(number) for number in _unpacked(trace)
            )
        return self._stands[table]

    def _is_changed(self, number: int) -> bool:
        key = self._keys[number]
        if not self._table_stands(key.partition("/")[0]):
            self._ask(key, number)
        return number in self._changed

    def ask_late(self, late: str) -> None:
        """Compute the fingerprint of the `late` key, once all pages it depends on are made."""
        if late in self._numbers:
            self._ask(late, self._numbers[late])

    def _ask(self, key: str, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        value = self._tracer.fingerprint(key)
        if value != self._values[number]:
            self._values[number] = value
            self._changed.add(number)

    def is_unchanged(self, trace: Numbers) -> bool:
        return not self._changed or self._changed.isdisjoint(_unpacked(trace))

    def list_changed(self, trace: Numbers) -> list[str]:
        changed = self._changed.intersection(_unpacked(trace))
        return sorted(key for key, number in self._numbers.items() if number in changed)

    def numbers(self, keys: Iterable[str]) -> Numbers:
        keys = tuple(keys)
        for key in keys:
            if key not in self._numbers:
                # a number is the key's index in `_values`, and stands in traces of other runs: keys
                # are only ever appended, and none is given another number
                self._numbers[key] = len(self._values)
                self._values.append(self._tracer.fingerprint(key))
        return array("I", map(self._numbers.__getitem__, keys)).tobytes()

    def dump(self) -> TraceLog:
        """Return what the next run needs. A query that was not made in this run keeps its trace."""
        made: dict[str, Numbers] = {}
        # to ask for a fingerprint may make one more query
        while left := self._tracer.made_from.keys() - made.keys():
            made |= {table: self.numbers(self._tracer.made_from[table]) for table in sorted(left)}
        return TraceLog([*self._numbers], self._values, {**self._queries, **made})


def _unpacked(trace: Numbers) -> memoryview:
    return memoryview(trace).cast("I")
