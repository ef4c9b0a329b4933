"""Which findings of the last run still stand, and which records a change makes the rules judge again.

A person who changes one record waits for the records that it touches, not for the whole site, and
gets the same report. Pure: the change and the last run's findings are arguments. ADR 0017.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

import msgspec
from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import Facts
from lastro.corpus.reach import find_affected
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Silent
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.loading.findings import restorer, store
from lastro.loading.remembered import PackedFindings
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE
from lastro.places import RecordPath, record_of

Findings = Mapping[RecordPath, Sequence[Diagnostic]]
"""Findings by their subject: a record at its route, lastro.yml at `("lastro",)`, and what a rule about
all records found at `("rules", name)`."""
MOST_FIXES = 40
"""Findings of one file that a run computes fixes for; the next run does the others."""
_SITE: RecordPath = ("lastro",)
_RECORDS = ("articles", "claims", "sources")


class StoredFindings(Sequence[Diagnostic]):
    """The findings of an earlier run about one subject; its notes stay packed until somebody reads them."""

    __slots__ = ("_all", "_unpack", "above_note", "packed")

    def __init__(
        self, kept: PackedFindings, unpack: Callable[[msgspec.Raw], tuple[Diagnostic, ...]]
    ) -> None:
        self.packed, self._unpack = kept, unpack
        self.above_note = unpack(kept.above_note)
        self._all: tuple[Diagnostic, ...] | None = None

    def __len__(self) -> int:
        return len(self.above_note) + self.packed.silent.notes

    @overload
    def __getitem__(self, at: int) -> Diagnostic: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Diagnostic]: ...

    def __getitem__(self, at: int | slice) -> Diagnostic | Sequence[Diagnostic]:
        if self._all is None:
            self._all = self.above_note + self._unpack(self.packed.notes)
        return self._all[at]


def above_note(about: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the findings without the notes that are still packed."""
    return about.above_note if isinstance(about, StoredFindings) else about


class LastRun(Struct, frozen=True):
    """The findings of the last run, and its facts of at least the records that changed since."""

    findings: Findings
    facts: Mapping[RecordPath, Facts]


class RecheckPlan(Struct, frozen=True):
    """The records that a change makes the rules judge again, and the findings that stand."""

    corpus: Corpus
    earlier: LastRun
    changed: frozenset[RecordPath]
    focus: frozenset[RecordPath]

    @classmethod
    def after_change(
        cls, corpus: Corpus, earlier: LastRun, changed: frozenset[RecordPath]
    ) -> "RecheckPlan | None":
        """Plan the check of a change. None means that every record is judged again: a rule had crashed.

        Records with many findings are judged again too, since only the first few of a file got a fix.
        """
        about = earlier.findings.items()
        failed = (d.rule for at, found in about if at[0] not in _RECORDS for d in above_note(found))
        if INTERNAL_ERROR in failed:
            return None
        many = {at for at, found in about if at[0] in _RECORDS and len(found) * 2 > MOST_FIXES}
        # findings hold only while `find_affected` knows all that a rule of scope `reach` may look at
        touched = find_affected(changed, earlier.facts, corpus.facts, corpus.proofs)
        return cls(corpus, earlier, changed, touched | many)

    def reuse_findings(self) -> dict[RecordPath, Sequence[Diagnostic]]:
        """Return the findings about records that the change did not touch, and those about all records."""
        return {at: found for at, found in self.earlier.findings.items() if at not in self.focus}

    def is_unchanged(self, rule: str, looks_at: frozenset[str] | None) -> bool:
        """Tell whether a rule about all records would find the same again, at the same places.

        `looks_at` names the fields of facts that the rule reads; None when it reads more than facts.
        """
        if looks_at is None:
            return False
        if not self.changed:
            return True  # without making out what is kept
        for at in self.changed:
            old, new = self.earlier.facts.get(at), self.corpus.facts.get(at)
            if old is None or new is None:
                return False
            # a link by a retired id leads elsewhere
            if any(getattr(old, f) != getattr(new, f) for f in (*looks_at, "former_ids")):
                return False
        kept = self.earlier.findings.get(of_all(rule), ())
        places = [found.place for found in kept]
        places += [shown.place for found in kept for shown in found.related]
        return not any(place.route[:2] in self.changed for place in places)


def of_all(rule: str) -> RecordPath:
    """Return the subject under which the findings of a rule about all records are kept."""
    return "rules", rule


def group_by_record(
    found: Sequence[Diagnostic],
) -> Iterator[tuple[RecordPath, tuple[Diagnostic, ...]]]:
    """Group findings by their record; an entry of evidence.lock is about the record of its key."""
    grouped: dict[RecordPath, list[Diagnostic]] = {}
    for one in found:
        at = one.place.route[:2]
        if at[0] == EVIDENCE:
            at = record_of(str(at[1]))
        grouped.setdefault(at if at[0] in _RECORDS else _SITE, []).append(one)
    yield from ((at, tuple(about)) for at, about in grouped.items())


_BETWEEN = "/"


def store_all(about: Sequence[Diagnostic]) -> PackedFindings:
    """Pack the findings about one subject; those of an earlier run are handed on as they are."""
    if isinstance(about, StoredFindings):
        return about.packed
    path = next((found.place.path for found in about if _is_silent(found)), "")
    notes: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for found in about:
        (notes if _is_silent(found) and found.place.path == path else rest).append(found)
    fixes = [found.fix.kind for found in notes if found.fix]
    return PackedFindings(
        store(rest),
        Silent(path, len(notes), fixes.count("safe"), fixes.count("unsafe")),
        store(notes),
    )


def store_findings(found: Findings) -> dict[str, PackedFindings]:
    """Pack all findings, by the key of their subject: its route with `/` between the steps."""
    return {
        _BETWEEN.join(map(str, at)): store_all(about) for at, about in found.items() if len(about)
    }


def restore_findings(kept: Mapping[str, PackedFindings], loaded: Workspace) -> Findings:
    """Return the findings that `store_findings` packed."""
    unpack = restorer(loaded)
    return {
        tuple(name.split(_BETWEEN)): StoredFindings(about, unpack) for name, about in kept.items()
    }


def _is_silent(found: Diagnostic) -> bool:
    return found.severity is Severity.NOTE and not found.waived
