"""What was found before and still stands: findings kept by record, and when to look again.

A person who changes one record waits for what that record touches and not for the whole site, and
is told the same. Pure: what changed, and what was known before, is handed in. ADR 0017.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import overload

import msgspec
from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import Facts
from lastro.corpus.reach import find_affected
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Silent
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.loading.findings import restore, store
from lastro.loading.remembered import PackedFinding, PackedFindings
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE
from lastro.places import RecordPath, record_of

Findings = Mapping[RecordPath, Sequence[Diagnostic]]
"""What rules found: about one record at its route, by rules about all records at `("rules", name)`,
and about lastro.yml at `("lastro",)`."""
MOST_FIXES = 40
"""Findings of one file that a run works out fixes for; the next run does the others."""
_SITE: RecordPath = ("lastro",)
_RECORDS = ("articles", "claims", "sources")


class StoredFindings(Sequence[Diagnostic]):
    """What an earlier run found: notes that stand are made out only when somebody looks at them."""

    __slots__ = ("_all", "_make", "above_note", "packed")

    def __init__(self, kept: PackedFindings, make: Callable[[PackedFinding], Diagnostic]) -> None:
        """Make out what is more than a note; `make` turns what is kept into a diagnostic."""
        self.packed, self._make = kept, make
        self.above_note = tuple(map(make, kept.above_note))
        self._all: tuple[Diagnostic, ...] | None = None

    def __len__(self) -> int:
        """Count all of them."""
        return len(self.above_note) + self.packed.silent.notes

    @overload
    def __getitem__(self, at: int) -> Diagnostic: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Diagnostic]: ...

    def __getitem__(self, at: int | slice) -> Diagnostic | Sequence[Diagnostic]:
        """Return one or some of them."""
        if self._all is None:
            notes = msgspec.msgpack.decode(self.packed.notes, type=list[PackedFinding])
            self._all = (*self.above_note, *map(self._make, notes))
        return self._all[at]


def above_note(about: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return of what was found all but the notes of an earlier run that nobody looked at."""
    return about.above_note if isinstance(about, StoredFindings) else about


class LastRun(Struct, frozen=True):
    """What an earlier run knew: its findings, and the facts of at least what changed since."""

    findings: Findings
    facts: Mapping[RecordPath, Facts]


class RecheckPlan(Struct, frozen=True):
    """What to look at again after a change, and what stands."""

    corpus: Corpus
    earlier: LastRun
    changed: frozenset[RecordPath]
    focus: frozenset[RecordPath]

    @classmethod
    def after_change(
        cls, corpus: Corpus, earlier: LastRun, changed: frozenset[RecordPath]
    ) -> "RecheckPlan | None":
        """Work out what a change touches; None, which is all, where a rule of ours had failed.

        Records with many findings are looked at again, as fixes are counted by file.
        """
        about = earlier.findings.items()
        failed = (d.rule for at, found in about if at[0] not in _RECORDS for d in above_note(found))
        if INTERNAL_ERROR in failed:
            return None
        many = {at for at, found in about if at[0] in _RECORDS and len(found) * 2 > MOST_FIXES}
        touched = find_affected(changed, earlier.facts, corpus.facts, corpus.proofs)
        return cls(corpus, earlier, changed, touched | many)

    def reuse_findings(self) -> dict[RecordPath, Sequence[Diagnostic]]:
        """Return what was found about records that nothing touched, and about all."""
        return {at: found for at, found in self.earlier.findings.items() if at not in self.focus}

    def is_unchanged(self, rule: str, looks_at: frozenset[str] | None) -> bool:
        """Tell whether a rule about all records finds the same, at the same places.

        `looks_at` are the fields of facts that it depends on; it is None when on more.
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
    """Return where the findings of a rule about all records are kept."""
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
    """Return what is kept of all that was found about a record: notes that stand are packed.

    What an earlier run kept is handed on as it is.
    """
    if isinstance(about, StoredFindings):
        return about.packed
    path = next((found.place.path for found in about if _is_silent(found)), "")
    notes: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for found in about:
        (notes if _is_silent(found) and found.place.path == path else rest).append(found)
    fixes = [found.fix.kind for found in notes if found.fix]
    return PackedFindings(
        [store(found) for found in rest],
        Silent(path, len(notes), fixes.count("safe"), fixes.count("unsafe")),
        msgspec.Raw(msgspec.msgpack.encode([store(found) for found in notes])),
    )


def store_findings(found: Findings) -> dict[str, PackedFindings]:
    """Return what is kept of all findings, by the `route` of what they are about."""
    return {
        _BETWEEN.join(map(str, at)): store_all(about) for at, about in found.items() if len(about)
    }


def restore_findings(kept: Mapping[str, PackedFindings], loaded: Workspace) -> Findings:
    """Return the findings of which `store_findings` returned what is kept."""
    make = partial(restore, loaded=loaded)
    return {
        tuple(name.split(_BETWEEN)): StoredFindings(about, make) for name, about in kept.items()
    }


def _is_silent(found: Diagnostic) -> bool:
    return found.severity is Severity.NOTE and not found.waived
