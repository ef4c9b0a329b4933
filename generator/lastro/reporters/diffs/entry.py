"""One thing that a change tells, and its texts before and after, under the names that readers know.

An editor who sees only that `not_checked` differs must open two files to learn whether it matters.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from lastro.changes.wording import split_sentences
from lastro.model.base import Record
from lastro.model.reader_text import Text
from lastro.places import RecordPath

Kind = Literal[
    "moved", "reviewed", "window-ended", "window-changed", "withdrawn", "restored",
    "quote-failing", "status", "added", "merged", "renamed", "removed", "evidence-added", "evidence-changed",
    "evidence-removed", "answer", "reasoning", "corrected", "changed",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which they are told."""
LONG = 300


class TextChange(Struct, frozen=True):
    """One field that differs; `of` is the passage that it belongs to, if it is one of a passage."""

    field: str
    was: str
    now: str
    of: str = ""

    @property
    def name(self) -> str:
        """What readers call it: a field without a name of its own says it already."""
        named = names_of("fields").get(self.field, self.field.rpartition(".")[2].replace("_", " "))
        return f"{named} ({self.of})" if self.of else named

    @property
    def sides(self) -> tuple[str, ...]:
        """Both texts; of long ones only the sentences that differ, as a cut would drown in the others."""
        was, now = (split_sentences(text) for text in (self.was, self.now))
        is_long = min(len(self.was), len(self.now)) >= LONG
        start = _count_alike(was, now) if is_long else 0
        end = _count_alike(was[start:][::-1], now[start:][::-1]) if is_long else 0
        kept = (" ".join(one[start : len(one) - end]) for one in (was, now))
        cut = "…" * bool(start), "…" * bool(end)
        return tuple(" ".join(filter(None, (cut[0], one, cut[1]))) for one in kept)


class DiffEntry(Struct, frozen=True):
    """One thing that changes for readers: in which record, what it was, what it is, and why."""

    kind: Kind
    record: RecordPath
    title: str
    was: str = ""
    now: str = ""
    why: str = ""
    texts: tuple[TextChange, ...] = ()

    @property
    def shown(self) -> str:
        """What it is, with fields under the names that readers know."""
        is_list_of_fields = self.kind == "changed" and self.texts
        return ", ".join(text.name for text in self.texts) if is_list_of_fields else self.now


@cache
def names_of(what: Literal["fields", "kinds"]) -> dict[str, str]:
    found: dict[str, str] = json.loads(Path(__file__).with_name("names.json").read_bytes())[what]
    return found


def _count_alike(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def texts_of(
    before: Record, now: Record, names: Iterable[str], language: str, of: str = ""
) -> Iterator[TextChange]:
    """Yield what stood and stands in some fields of a record, in a language; `said.on` is one within.

    Of a list only the items that differ are told.
    """
    for name in names:
        old, new = _value(before, name), _value(now, name)
        if isinstance(old, tuple) and isinstance(new, tuple):
            old, new = (
                tuple(one for one in side if one not in other)
                for side, other in ((old, new), (new, old))
            )
        yield TextChange(name, _write(old, language), _write(new, language), of)


def _value(record: object, name: str) -> object:
    for step in name.split("."):
        if not isinstance(record, Record):
            return None
        fields = type(record).model_fields
        record = getattr(record, next(n for n, field in fields.items() if step in (n, field.alias)))
    return record


def _write(value: object, language: str) -> str:
    """Write a value in one line, as text; empty for nothing."""
    if isinstance(value, Text):
        value = value.get(language) or value.readings[0][1]
    elif isinstance(value, Record):
        value = tuple(getattr(value, name) for name in type(value).model_fields)
    if isinstance(value, tuple):
        return "; ".join(text for one in value if (text := _write(one, language)))
    return " ".join(str(value).split()) if value is not None else ""
