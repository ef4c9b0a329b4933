"""The facts of all records as a tracked table: who reads one row depends on its record, who walks on columns.

Most edits change a few fields of one record. What is made of the topics of all claims stands as long
as no claim has other topics, however much else was written since.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import msgspec

from lastro.corpus.facts import Facts
from lastro.memo.trace import THERE, Tracer, digest
from lastro.places import KINDS, RecordPath

COLUMN = "column"
"""The table of the columns, with keys such as `column/claims.topics`."""
OF_SEVERAL: Mapping[str, tuple[str, ...]] = {
    "named": ("evidence", "events", "reply", "original"),
    "rating": ("ratings", "standing"),
}
"""What is computed of several columns."""
STRICT = "LASTRO_STRICT"
"""Set to 1 in the environment where a walk that reads more than it asked for must fail, as in tests."""
Change = tuple[RecordPath, Facts | None, Facts | None]
"""A record with its facts before and after; None where it was not there."""


def is_strict() -> bool:
    return os.environ.get(STRICT) == "1"


class FactsTable(Mapping[RecordPath, Facts]):
    """The facts of each record by its route: articles, claims, then sources, by id."""

    def __init__(self, tracer: Tracer, facts: Mapping[RecordPath, Facts]) -> None:
        self._tracer, self._facts, self._is_strict = tracer, facts, is_strict()
        self._of: dict[str, list[Facts]] = {kind: [] for kind in KINDS.values()}
        for found in facts.values():
            self._of[found.kind].append(found)

    def __getitem__(self, at: RecordPath) -> Facts:
        if self._tracer.open:
            # the record itself: a fingerprint of its facts alone costs more than it would spare
            self._tracer.note(f"{at[0]}/{at[1]}")
        return self._facts[at]

    def __contains__(self, at: object) -> bool:
        if self._tracer.open and isinstance(at, tuple):
            self._tracer.note(f"{THERE}/{at[0]}/{at[1]}")
        return at in self._facts

    def __iter__(self) -> Iterator[RecordPath]:
        if self._tracer.open:
            raise LookupError("a walk through all facts must name its columns: use `rows`")
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def rows(self, kind: str, *columns: str) -> Iterator[Facts]:
        """Yield the facts of a kind by id; only id, kind, columns and keys of `OF_SEVERAL` may be read."""
        asked = {field for name in columns or ("id",) for field in OF_SEVERAL.get(name, (name,))}
        if self._tracer.open:
            self._tracer.note_all({f"{COLUMN}/{kind}.{field}" for field in asked})
        if self._is_strict:
            seen = frozenset({"kind", "id", "at", *asked, *columns})
            return (cast("Facts", _Row(found, seen)) for found in self._of[kind])
        return iter(self._of[kind])


class _Row:
    """Facts of which only some columns may be read."""

    __slots__ = ("_columns", "_facts")

    def __init__(self, facts: Facts, columns: frozenset[str]) -> None:
        self._facts, self._columns = facts, columns

    def __getattr__(self, name: str) -> Any:
        if name not in self._columns:
            raise LookupError(f"the column '{name}' was not asked for")
        return getattr(self._facts, name)


def move_columns(before: Mapping[str, str], changes: Iterable[Change]) -> dict[str, str]:
    """Return the fingerprint of each column after some records changed; others keep theirs.

    A fingerprint is made of the one before and of what changed, so that it costs the changes and not
    the site. Two that are equal stand for equal columns; equal columns may have two.
    """
    of_kind: dict[str, list[tuple[str, Facts | None, Facts | None]]] = {}
    for at, was, now in sorted(changes, key=lambda change: tuple(map(str, change[0]))):
        of_kind.setdefault(str(at[0]), []).append((str(at[1]), was, now))
    moved = dict(before)
    for kind, changed in of_kind.items():
        for index, field in enumerate(Facts._fields):
            values = [
                (key, now and now[index])
                for key, was, now in changed
                if was is None or now is None or was[index] != now[index]
            ]
            if values:
                column = f"{kind}.{field}"
                known = moved.get(column, "").encode()
                moved[column] = digest(known, msgspec.msgpack.encode(values))
    return moved
