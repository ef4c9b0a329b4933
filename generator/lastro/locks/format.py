"""The form that our lock files share: JSON, sorted keys, one entry a line; and how two are merged.

Whatever differs from what the writing command writes is refused at its line, so that nothing can hide in
a lock. Captures of two branches are often neighbours there, and git calls that a conflict: so locks are
merged entry by entry, and only one that both sides changed in different ways is left to a person.
Source: docs/handbook/reference/records.md, "The two locks".
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from lastro.places import START, Span
from lastro.syntax.tree import Refused

E = TypeVar("E")
LARGEST_LOCK = 64 * 1024 * 1024
LONGEST_LINE = 4096
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=dict).encode
_Side = dict[str, object]
_MARKER = re.compile(r"(<{7,}|\|{7,}|={7,}|>{7,})(?: .*)?")


class LockForm(Struct, Generic[E], frozen=True):
    """What the lines of one lock may be, and which command writes them."""

    read: Callable[[str, object], E | None]
    """Returns the entry of a key and its value; None where they are none of ours."""
    written_by: str
    mend: str
    """What to do about a line that no command wrote."""

    def entries_of(self, text: str) -> dict[str, E]:
        """Read the entries; raises Refused at the first line that is not as we write it."""
        values = _parsed(text)
        too_long = max(map(len, text.split("\n"))) > LONGEST_LINE
        entries = {} if too_long else self._entries(values)
        if too_long or len(entries) < len(values) or lock_text(values) != text:
            lines = text.split("\n")
            number = self._first_bad_line(lines)
            raise Refused(
                "lock-malformed",
                f"line {number} is not as `{self.written_by}` writes it",
                self.mend,
                Span(number, 1, number, 1 + len(lines[number - 1])),
            )
        return entries

    def _entries(self, values: Mapping[str, object]) -> dict[str, E]:
        found = ((key, self.read(key, value)) for key, value in values.items())
        return {key: entry for key, entry in found if entry is not None}

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
        values = _parsed(f"{{{line}}}") if len(line) <= LONGEST_LINE else {"": {}}
        key = next(iter(values), "")
        fits = len(values) == len(self._entries(values)) == 1 and _line(key, values[key]) == line
        return key if fits else ""


def lock_text(entries: Mapping[str, object]) -> str:
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


def merge_locks(base: str, ours: str, theirs: str) -> tuple[str, str, str] | None:
    """Return the three texts with what one side alone changed in all of them.

    Where the last two are the same, nothing is left to decide. None when one of the three is no
    lock as we write it; an empty one is a file that was not there.
    """
    texts = [text or lock_text({}) for text in (base, ours, theirs)]
    was, our, their = map(_parsed, texts)
    if [lock_text(side) for side in (was, our, their)] != texts:
        return None
    _settle((was, our, their))
    return lock_text(was), lock_text(our), lock_text(their)


def unite(text: str) -> str | None:
    """Unite both sides of an unfinished merge; None where they differ or the text was cut off."""
    sides: tuple[_Side, _Side, _Side] = ({}, {}, {})
    was, our, their = sides
    at: Sequence[_Side] = sides
    lines = []
    for line in text.removesuffix("\n").split("\n"):
        if marker := _MARKER.fullmatch(line):
            at = {"<": (our,), "|": (was,), "=": (their,), ">": sides}[marker[1][0]]
            continue
        lines.append(line)
        if line not in {"{", "}", ""} and not _add_to_sides(line.removesuffix(","), at):
            return None
    is_whole = lines[:1] == ["{"] and lines[-1] == "}" and at is sides
    _settle(sides)
    return lock_text(our) if is_whole and our == their else None


def _add_to_sides(line: str, sides: Sequence[_Side]) -> bool:
    entries = _parsed(f"{{{line}}}") if len(line) <= LONGEST_LINE else {}
    return len(entries) == 1 and all(
        _line(key, value) == line and side.setdefault(key, value) == value
        for key, value in entries.items()
        for side in sides
    )


def _settle(sides: Sequence[_Side]) -> None:
    """Give all three what one of the last two changed, for each language of a translation."""
    for key in {key for side in sides for key in side}:
        entries = [side.get(key) for side in sides]
        was, our, their = entries
        if our in (was, their) or was == their:
            settled = [their if our == was else our] * 3
        elif all(map(_is_hashes, entries)):
            parts = [{**entry} if isinstance(entry, dict) else {} for entry in entries]
            _settle(parts)
            settled = [part or None for part in parts]
        else:
            continue
        for side, entry in zip(sides, settled, strict=True):
            side.update({key: entry})
            if entry is None:
                del side[key]


def _is_hashes(entry: object) -> bool:
    values = entry.values() if isinstance(entry, dict) else ()
    return entry is None or (bool(values) and all(isinstance(value, str) for value in values))
