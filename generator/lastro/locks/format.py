"""The form that our lock files share: JSON, sorted keys, one entry a line.

Two branches merge line by line, and a change is read in a diff as what it is. Whatever differs
from what the writing command writes is refused at its line, so that nothing can hide in a lock.
Source: docs/records.md, "The two locks".
"""

import json
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from lastro.places import START, Span
from lastro.syntax.tree import Refused

E = TypeVar("E")
LARGEST_LOCK = 64 * 1024 * 1024
LONGEST_LINE = 4096
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=dict).encode


class LockForm(Struct, Generic[E], frozen=True):
    """What the lines of one lock may be, and which command writes them."""

    read: Callable[[str, object], E | None]
    """Returns the entry of a key and its value; None where they are none of ours."""
    written_by: str
    """The command, as a person types it."""
    mend: str
    """What to do about a line that no command wrote."""

    def entries_of(self, text: str) -> dict[str, E]:
        """Read the entries of a lock.

        Raises Refused at the first line that is not as we write it.
        """
        values = _parsed(text)
        too_long = max(map(len, text.split("\n"))) > LONGEST_LINE
        entries = {} if too_long else self._entries(values)
        if too_long or len(entries) < len(values) or lock_text(values) != text:
            raise self._malformed(text)
        return entries

    def _entries(self, values: Mapping[str, object]) -> dict[str, E]:
        found = ((key, self.read(key, value)) for key, value in values.items())
        return {key: entry for key, entry in found if entry is not None}

    def _malformed(self, text: str) -> Refused:
        lines = text.split("\n")
        number = self._first_bad_line(lines)
        return Refused(
            "lock-malformed",
            f"line {number} is not as `{self.written_by}` writes it",
            self.mend,
            Span(number, 1, number, 1 + len(lines[number - 1])),
        )

    def _first_bad_line(self, lines: list[str]) -> int:
        if lines[0] != "{":
            return 1
        before = ""
        for number, line in enumerate(lines[1:-1], start=2):
            if line == "}":
                return number + 1
            is_last = lines[number] == "}"
            key = self._key_of(line.removesuffix(",")) if line.endswith(",") != is_last else ""
            if key <= before:
                return number
            before = key
        return len(lines)

    def _key_of(self, line: str) -> str:
        """Return the key of a line, or nothing when the line is no entry."""
        values = _parsed(f"{{{line}}}") if len(line) <= LONGEST_LINE else {"": {}}
        key = next(iter(values), "")
        fits = len(values) == len(self._entries(values)) == 1 and _line(key, values[key]) == line
        return key if fits else ""


def lock_text(entries: Mapping[str, object]) -> str:
    """Write entries as the text of a lock."""
    lines = ",\n".join(_line(key, entries[key]) for key in sorted(entries))
    return f"{{\n{lines}\n}}\n" if lines else "{\n}\n"


def line_of(text: str, key: str) -> Span:
    """Return the span of the key that starts an entry's line; the start of a text without it."""
    written = _json(key)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(f"{written}: "):
            return Span(number, 1, number, 1 + len(written))
    return START


def _line(key: str, value: object) -> str:
    return f"{_json(key)}: {_json(value)}"


def _parsed(text: str) -> dict[str, object]:
    """Parse JSON; what is none is no entry. Shape and spelling are compared afterwards."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {"": {}}
    return found if isinstance(found, dict) else {"": {}}
