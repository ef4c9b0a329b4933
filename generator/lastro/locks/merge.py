"""Two branches write one lock: what either of them captured stays.

A lock stands in the order of its keys, so two captures are often neighbours there, and git calls
that a conflict. Whoever then keeps one side loses what the other has proved. So locks are merged
entry by entry; only one that both sides changed in different ways is left to a person.
"""

import re
from collections.abc import Sequence

from lastro.locks.format import LONGEST_LINE, _line, _parsed, lock_text

_Side = dict[str, object]
_MARKER = re.compile(r"(<{7,}|\|{7,}|={7,}|>{7,})(?: .*)?")


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
    """Return a lock with the entries of both sides of a merge that was left unfinished.

    Order, commas and repeated lines may be amiss too, as after markers were deleted by hand. None
    when a line is no entry, when the sides differ about one, or when the text was cut off.
    """
    sides: tuple[_Side, _Side, _Side] = ({}, {}, {})
    was, our, their = sides
    at: Sequence[_Side] = sides
    lines = []
    for line in text.removesuffix("\n").split("\n"):
        if marker := _MARKER.fullmatch(line):
            at = {"<": (our,), "|": (was,), "=": (their,), ">": sides}[marker[1][0]]
            continue
        lines.append(line)
        if line not in {"{", "}", ""} and not _take(line.removesuffix(","), at):
            return None
    is_whole = lines[:1] == ["{"] and lines[-1] == "}" and at is sides
    _settle(sides)
    return lock_text(our) if is_whole and our == their else None


def _take(line: str, sides: Sequence[_Side]) -> bool:
    """Add the entry of a line to sides; tell whether it is one and they have no other for its key."""
    entries = _parsed(f"{{{line}}}") if len(line) <= LONGEST_LINE else {}
    return len(entries) == 1 and all(
        _line(key, value) == line and side.setdefault(key, value) == value
        for key, value in entries.items()
        for side in sides
    )


def _settle(sides: Sequence[_Side]) -> None:
    """Give all three what only one of the last two changed.

    In an entry of translations.lock, which is a hash for each language, each stands for itself.
    """
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
