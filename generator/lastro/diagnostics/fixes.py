"""What a rule would change: routes of a record with new values, and the spans that these become.

A contributor who is shown what to write should not have to type it. A rule knows records and no
lines, so it names a route; `edit` finds the place in the file, in the style that stands there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from lastro.places import RecordPath, Span

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""What a record holds: texts, lists of values, maps of values."""
FixKind = Literal["safe", "unsafe"]
"""A safe fix keeps the meaning; an unsafe one may change it, and is to be read by a person."""


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


class TextEdit(Struct, frozen=True, order=True):
    """A span of a file and what is to stand there. Lines in `text` end with LF."""

    span: Span
    text: str


class Fix(Struct, frozen=True):
    """How a diagnostic can be mended without a person: all of the edits, or none of them."""

    kind: FixKind
    edits: tuple[TextEdit, ...]


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
    """Return the maps and lists on the way of a route, its steps into them, and its last step."""
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


def offset_of(text: str, line: int, column: int) -> int:
    """Turn a place into an index; both count from 1, and a place past the end is the end."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1 or len(text)
    return min(at + column - 1, len(text))


def apply_edits(text: str, edits: tuple[TextEdit, ...]) -> str:
    """Return a text with edits made that do not overlap; the last one is made first.

    New lines end as the line before them does.
    """
    for edit in sorted(edits, reverse=True):
        start = offset_of(text, edit.span.line, edit.span.column)
        end = offset_of(text, edit.span.end_line, edit.span.end_column)
        written = edit.text.replace("\n", _line_end(text, start))
        text = text[:start] + written + text[end:]
    return text


def difference(before: str, after: str) -> TextEdit:
    """Return the one edit that turns a text into another: what lies between their common ends."""
    shortest = min(len(before), len(after))
    start = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    left = shortest - start
    same_end = next((i for i in range(left) if before[-1 - i] != after[-1 - i]), left)
    end = len(before) - same_end
    return TextEdit(
        Span(*_place(before, start), *_place(before, end)), after[start : len(after) - same_end]
    )


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _line_end(text: str, at: int) -> str:
    before = text.rfind("\n", 0, at)
    end = before if before >= 0 else text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
