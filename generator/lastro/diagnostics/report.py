"""Problems as data: found by load and by rules, placed once, printed by reporters.

A broken record never stops the run.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.fixes import Fix, FixKind
from lastro.places import Place

MOST_OF_ONE = 3
"""Warnings of one rule that a brief report lists."""


class RelatedPlace(Struct, frozen=True, array_like=True):
    """A `Related` with its file, line and column."""

    place: Place
    message: str


class Diagnostic(Struct, frozen=True, kw_only=True, array_like=True):
    """A finding with its rule, severity and place: what reporters print."""

    place: Place
    rule: str
    severity: Severity
    message: str
    hint: str = ""
    related: tuple[RelatedPlace, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    waived: str = ""
    """The reason of the waiver that silences it; empty when nothing does."""
    fix: Fix | None = None
    """How the file would be without the fault; None where a person is needed."""

    @classmethod
    def error(cls, place: Place, rule: str, message: str, hint: str) -> "Diagnostic":
        return cls(place=place, rule=rule, severity=Severity.ERROR, message=message, hint=hint)

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        span = self.place.span
        return self.place.path, span.line, span.column, self.rule, self.message

    @property
    def identity(self) -> tuple[object, ...]:
        """Tells it from others by all but its line, which an edit moves."""
        return self.rule, self.place.path, self.place.route, self.message

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it speaks of; it stands in the first."""
        return (self.place.path, *(related.place.path for related in self.related))


class Silent(NamedTuple):
    """Notes about one file that an earlier run found and that nobody asked to see: they are counted."""

    path: str
    notes: int
    safe: int
    """How many of them a safe fix would mend."""
    unsafe: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a reporter needs to print one run of the check."""

    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """Text of each file by path, for excerpts."""
    files: int
    """How many were looked at, and how many more have findings: missing ones, or no records."""
    today: date
    not_run: tuple[str, ...] = ()
    """Scopes of rules that had nothing to work on, such as `change` without a base."""
    unread: int = 0
    """Records that could not be read, so that rules about what they say did not see them."""

    unlisted: tuple[Diagnostic, ...] = ()
    """Warnings and notes that nobody asked to see one by one; they are counted."""
    silent: tuple[Silent, ...] = ()
    """More notes of that sort, which were not even made out."""
    base: str = ""
    """What the records were compared with, as it was named; empty without a base."""
    changed: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """For each file that differs from the base, its new lines."""
    elsewhere: Mapping[Severity, int] = field(default_factory=dict)
    """How many findings stand outside of what was asked for, where not all was."""

    def count(self, severity: Severity) -> int:
        seen = sum(d.severity is severity for d in self._standing())
        return seen + (self.silent_notes if severity is Severity.NOTE else 0)

    @property
    def silent_notes(self) -> int:
        return sum(about.notes for about in self.silent)

    def brief(self, kept: Collection[str] = ()) -> "Report":
        """Keep the errors and the first warnings of each rule: eighty of one kind hide the others.

        The first ones are those that a change brought. All that the rules named in `kept` found is
        kept too. What is listed comes back in the order of a report; what is only counted stays as
        it is, and nobody looks for its places.
        """
        listed: list[Diagnostic] = []
        unlisted: list[Diagnostic] = []
        of_rule: Counter[str] = Counter()
        notes = [found for found in self.diagnostics if found.severity is Severity.NOTE]
        heavier = _in_order(d for d in self.diagnostics if d.severity is not Severity.NOTE)
        for found in (*sorted(heavier, key=self.distance), *notes):
            of_rule[found.rule] += not found.waived
            is_error = found.severity is Severity.ERROR
            is_listed = found.waived or is_error or found.rule in kept
            is_early = found.severity is Severity.WARNING and of_rule[found.rule] <= MOST_OF_ONE
            (listed if is_listed or is_early else unlisted).append(found)
        return replace(self, diagnostics=_in_order(listed), unlisted=tuple(unlisted))

    def new_since(self, told: set[object]) -> "Report":
        """Keep what was not told before; from here on `told` holds all that stands now.

        Who saves again and again reads what a save brought, not the same old list each time.
        """
        new = tuple(found for found in self.diagnostics if found.identity not in told)
        told.clear()
        told.update(found.identity for found in self.diagnostics)
        return replace(self, diagnostics=new)

    def distance(self, found: Diagnostic) -> int:
        """Tell how far a finding lies from the change: 0 on a new line, 1 in its file, 2 elsewhere."""
        lines = self.changed.get(found.place.path)
        if lines is None:
            return 2
        span = found.place.span
        return int(lines.isdisjoint(range(span.line, span.last_line + 1)))

    def fixable(self, kind: FixKind) -> int:
        seen = sum(d.fix is not None and d.fix.kind == kind for d in self._standing())
        return seen + sum(about.safe if kind == "safe" else about.unsafe for about in self.silent)

    def _standing(self) -> Iterator[Diagnostic]:
        return (d for d in (*self.diagnostics, *self.unlisted) if not d.waived)

    @property
    def failed(self) -> bool:
        return self.count(Severity.ERROR) > 0


def _in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda found: found.key))


def count_of(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
