"""What a rule yields: a route into the records, what is wrong there, and what to do.

A contributor who is shown what to write should not have to type it. A rule knows records and no
lines, so it names a route; `edit` finds the place in the file, in the style that stands there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from msgspec import Struct

from lastro.places import RecordPath

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""What a record holds: texts, lists of values, maps of values."""


class Rewrite(Struct, frozen=True):
    """Write another text where a value stands; with `part`, in its place within the value."""

    route: RecordPath
    text: str
    part: str = ""


class Beside(Struct, frozen=True):
    """Put a new key at the end of the map in which the text of the route stands."""

    route: RecordPath
    key: str
    text: str


class Append(Struct, frozen=True):
    """Put an item at the end of a list at the top level of a record; the list is added if absent."""

    route: RecordPath
    item: Value


class Drop(Struct, frozen=True):
    """Take an item out of a list, whose key goes with the last one, or a key out of a map."""

    route: RecordPath


class Set(Struct, frozen=True):
    """Give a key at the top level of a record a value, whether it stands there or not."""

    route: RecordPath
    value: Value


class Reformat(Struct, frozen=True):
    """Write a whole record in another form that says the same."""

    route: RecordPath
    text: str


FixStep: TypeAlias = Rewrite | Beside | Append | Drop | Set | Reformat


class Severity(StrEnum):
    """How much a finding weighs: only an error keeps a record from being published."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Related(Struct, frozen=True):
    """Another place that a finding speaks of, and what stands there."""

    route: RecordPath
    message: str


class Finding(Struct, frozen=True, kw_only=True):
    """What a rule yields: a route into a record, what is wrong, and what to do.

    `on_key` puts the place on the key instead of its value. `part` narrows it to the first
    occurrence of a piece of the value. `details` are lines for the long form: label and text.
    `edits` say how the record would be without the fault, where that needs no person.
    """

    route: RecordPath
    message: str
    hint: str = ""
    on_key: bool = False
    part: str = ""
    related: tuple[Related, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    edits: tuple[FixStep, ...] = ()


Findings: TypeAlias = Iterator[Finding]
"""What a check yields."""


def make(
    values: Any, step: FixStep, write: Callable[..., Any] = lambda value, _holder, _key: value
) -> None:
    """Make a step in the maps and lists of a record.

    `write` turns each new value into what is put there, given the map or list and the key, which is
    None at the end of a list. Raises what maps and lists raise where the route leads nowhere.
    """
    if isinstance(step, Reformat):
        return
    holders, above, last = _walk(values, step.route)
    holder = holders[-1]
    if isinstance(step, Append):
        holder[last].append(write(step.item, holder[last], None))
    elif isinstance(step, Beside):
        if holder.setdefault(step.key, write(step.text, holder, step.key)) != step.text:
            raise KeyError(step.key)
    elif isinstance(step, Drop):
        del holder[last]
        if not holder:
            del holders[-2][above[-1]]
    elif isinstance(step, Set):
        holder[last] = write(step.value, holder, last)
    else:
        new = holder[last].replace(step.part, step.text) if step.part else step.text
        holder[last] = write(new, holder, last)


def _walk(values: Any, route: RecordPath) -> tuple[list[Any], list[int | str], int | str]:
    *above, last = route
    holders, steps = [values], list[int | str]()
    for key in above:
        if key == 0 and isinstance(holders[-1], dict):
            continue  # the only item of a list may stand without the list
        if isinstance(holders[-1][key], str):  # a bare text stands for each of its languages
            return holders, steps, key
        holders.append(holders[-1][key])
        steps.append(key)
    return holders, steps, last


def below(route: RecordPath) -> RecordPath:
    """Return the part of a route that lies in the record: `("reviews", 0)` of a claim's."""
    return route[1 if route[:1] == ("lastro",) else 2 :]
