"""YAML text to plain values in one pass, for the many records that nothing has to be said about.

A site of ten thousand claims is read before every answer, and of most records nobody asks where a
value stands. So this makes no places. It judges nothing either: whatever could be a fault, an odd
feature, an escape that hides a character or a mark left to fill in makes it give up, and
`lastro.yaml_tree` reads the text again and says what there is to say. A property holds that both
read the same values.
"""

from dataclasses import dataclass
from typing import Any

import yaml
from yaml import _yaml as libyaml

from lastro.yaml_tree import DEEPEST, MOST_VALUES

TODO = "TODO"
"""The mark of a value that is still to be written."""
_MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a record, and which texts stand there without quotes."""

    fields: dict[str, Any]
    bare: list[str]


class _InDoubtError(Exception):
    """The text is to be read with care."""


def values_in(text: str) -> Values | None:
    """Read one plain document whose top is a map; None when it must be read with care.

    `text` holds no hidden character. Takes time linear in the text, and no recursion.
    """
    if "\\" in text or TODO in text:
        return None
    try:
        return _read(libyaml.CParser(text))
    except (_InDoubtError, yaml.YAMLError):
        return None


def _read(parser: Any) -> Values:
    bare: list[str] = []
    stack: list[tuple[Any, str | None]] = []
    _open(parser)
    inner: Any = {}
    top = inner
    key: str | None = None
    values = 1
    next_event = parser.get_event
    while True:
        event = next_event()
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            value: Any = event.value
            if event.tag or event.anchor:
                raise _InDoubtError
            values += 1
            if inner.__class__ is list:
                inner.append(value)
            elif key is None:
                if value in inner or value == _MERGE:
                    raise _InDoubtError
                key = value
                continue
            elif value:
                inner[key] = value
                key = None
            else:
                raise _InDoubtError
            if not event.style:
                bare.append(value)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            values += 1
            if event.tag or event.anchor or len(stack) > DEEPEST - 2:
                raise _InDoubtError
            value = {} if kind is yaml.MappingStartEvent else []
            if inner.__class__ is list:
                inner.append(value)
            elif key is None:
                raise _InDoubtError
            else:
                inner[key] = value
            stack.append((inner, None))
            inner, key = value, None
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            if not stack:
                break
            inner, key = stack.pop()
        else:
            raise _InDoubtError
    if values > MOST_VALUES:
        raise _InDoubtError
    _close(parser)
    return Values(top, bare)


def _open(parser: Any) -> None:
    """Step into the map at the top."""
    stream, document, top = parser.get_event(), parser.get_event(), parser.get_event()
    if (
        stream.__class__ is not yaml.StreamStartEvent
        or document.__class__ is not yaml.DocumentStartEvent
        or document.version
        or document.tags
        or top.__class__ is not yaml.MappingStartEvent
        or top.tag
        or top.anchor
    ):
        raise _InDoubtError


def _close(parser: Any) -> None:
    """Make sure that nothing follows the map at the top."""
    for end in (yaml.DocumentEndEvent, yaml.StreamEndEvent):
        if parser.get_event().__class__ is not end:
            raise _InDoubtError
