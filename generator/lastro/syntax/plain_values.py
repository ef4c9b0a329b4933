"""YAML text to plain values in one pass, for the many records that nothing has to be said about.

A site of ten thousand claims is read before every answer, and of most records nobody asks where a
value stands. So this makes no places. It judges nothing either: whatever could be a fault, an odd
feature, an escape that hides a character or a mark left to fill in makes it give up, and
`lastro.syntax.tree` reads the text again and says what there is to say. A property holds that both
read the same values.
"""

from collections.abc import Callable
from typing import Any

import yaml
from msgspec import Struct
from yaml import _yaml as libyaml

from lastro.syntax.cut_texts import may_hold_cut
from lastro.syntax.tree import DEEPEST, MOST_VALUES

TODO = "TODO"
"""The mark of a value that is still to be written."""
_LISTED = (
    "asked decided first_seen holds last_seen looked_until on opened published removed review_by "
    "speaks_of until"
)
DAYS = frozenset(_LISTED.split())
"""Keys of days and windows; what looks like a day stands for a text below every other key."""
_MERGE = "<<"
_SCALAR, _ENDS_MAP, _ENDS_LIST = yaml.ScalarEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent


class Values(Struct, frozen=True):
    """The values of a record, and which texts, days apart, stand there without quotes."""

    fields: dict[str, Any]
    bare: list[str]


class _InDoubtError(Exception):
    """The text is to be read with care."""


def values_in(text: str) -> Values | None:
    """Read one plain document whose top is a map; None when it must be read with care.

    `text` holds no hidden character. Takes time linear in the text.
    """
    if "\\" in text or TODO in text or may_hold_cut(text):
        return None
    reader = _Reader(libyaml.CParser(text).get_event)
    try:
        return reader.document()
    except (_InDoubtError, yaml.YAMLError):
        return None


class _Reader:
    """Puts the events of one document together, no deeper than a record may be."""

    __slots__ = ("_bare", "_next", "_values")

    def __init__(self, next_event: Callable[[], Any]) -> None:
        self._next = next_event
        self._bare: list[str] = []
        self._values = 0
        """How many values there are at most."""

    def document(self) -> Values:
        """Read all of it."""
        stream, document = self._next(), self._next()
        is_plain = document.__class__ is yaml.DocumentStartEvent and not (
            document.version or document.tags
        )
        if stream.__class__ is not yaml.StreamStartEvent or not is_plain:
            raise _InDoubtError
        fields = self._value(self._next(), 1)
        ends = (self._next().__class__, self._next().__class__)
        is_one = ends == (yaml.DocumentEndEvent, yaml.StreamEndEvent)
        if fields.__class__ is not dict or not is_one or self._values > MOST_VALUES:
            raise _InDoubtError
        return Values(fields, self._bare)

    def _value(self, event: Any, depth: int) -> Any:
        """Read what an event begins, `depth` being that of a map or list."""
        kind = event.__class__
        if kind is yaml.AliasEvent or event.tag or event.anchor:
            raise _InDoubtError
        if kind is _SCALAR:
            if not event.style:
                self._bare.append(event.value)
            return event.value
        if depth > DEEPEST:
            raise _InDoubtError
        return self._map(depth) if kind is yaml.MappingStartEvent else self._list(depth)

    def _map(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        next_event = self._next
        while (event := next_event()).__class__ is not _ENDS_MAP:
            if event.__class__ is not _SCALAR or event.tag or event.anchor:
                raise _InDoubtError
            key = event.value
            if key in found or key == _MERGE:
                raise _InDoubtError
            event = next_event()
            # most values are plain texts: to call for each of them costs as much as to read it
            if event.__class__ is _SCALAR and not (event.style or event.tag or event.anchor):
                value = event.value
                if key not in DAYS:
                    self._bare.append(value)
            else:
                value = self._value(event, depth + 1)
            if value == "":
                raise _InDoubtError
            found[key] = value
        self._values += 1 + 2 * len(found)
        return found

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        while (event := self._next()).__class__ is not _ENDS_LIST:
            found.append(self._value(event, depth + 1))
        self._values += 1 + len(found)
        return found
