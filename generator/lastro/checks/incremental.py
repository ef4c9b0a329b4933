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
from lastro.corpus.reach import affected
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Silent
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.loading.findings import found_again, keep
from lastro.loading.remembered import KeptFinding, KeptFindings
from lastro.loading.workspace import Loaded
from lastro.locks.evidence import EVIDENCE
from lastro.places import RecordPath, record_of

Findings = Mapping[RecordPath, Sequence[Diagnostic]]
"""What rules found: about one record at its route, by rules about all records at `("rules", name)`,
and about lastro.yml at `("lastro",)`."""
MOST_FIXES = 40
"""Findings of one file that a run works out fixes for; the next run does the others."""
_SITE: RecordPath = ("lastro",)
_RECORDS = ("articles", "claims", "sources")


class Recalled(Sequence[Diagnostic]):
    """What an earlier run found: notes that stand are made out only when somebody looks at them."""

    __slots__ = ("_all", "_make", "heard", "kept")

    def __init__(self, kept: KeptFindings, make: Callable[[KeptFinding], Diagnostic]) -> None:
        """Make out what is more than a note; `make` turns what is kept into a diagnostic."""
        self.kept, self._make = kept, make
        self.heard = tuple(map(make, kept.heard))
        self._all: tuple[Diagnostic, ...] | None = None

    def __len__(self) -> int:
        """Count all of them."""
        return len(self.heard) + self.kept.silent.notes

    @overload
    def __getitem__(self, at: int) -> Diagnostic: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Diagnostic]: ...

    def __getitem__(self, at: int | slice) -> Diagnostic | Sequence[Diagnostic]:
        """Return one or some of them."""
        if self._all is None:
            notes = msgspec.msgpack.decode(self.kept.notes, type=list[KeptFinding])
            self._all = (*self.heard, *map(self._make, notes))
        return self._all[at]


def heard(about: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return of what was found all but the notes of an earlier run that nobody looked at."""
    return about.heard if isinstance(about, Recalled) else about


class Earlier(Struct, frozen=True):
    """What an earlier run knew: its findings, and the facts of at least what changed since."""

    findings: Findings
    facts: Mapping[RecordPath, Facts]


class Since(Struct, frozen=True):
    """What to look at again after a change, and what stands."""

    corpus: Corpus
    earlier: Earlier
    changed: frozenset[RecordPath]
    focus: frozenset[RecordPath]

    @classmethod
    def change(
        cls, corpus: Corpus, earlier: Earlier, changed: frozenset[RecordPath]
    ) -> "Since | None":
        """Work out what a change touches; None, which is all, where a rule of ours had failed.

        Records with many findings are looked at again, as fixes are counted by file.
        """
        about = earlier.findings.items()
        failed = (d.rule for at, found in about if at[0] not in _RECORDS for d in heard(found))
        if INTERNAL_ERROR in failed:
            return None
        many = {at for at, found in about if at[0] in _RECORDS and len(found) * 2 > MOST_FIXES}
        touched = affected(changed, earlier.facts, corpus.facts, corpus.proofs)
        return cls(corpus, earlier, changed, touched | many)

    def kept(self) -> dict[RecordPath, Sequence[Diagnostic]]:
        """Return what was found about records that nothing touched, and about all."""
        return {at: found for at, found in self.earlier.findings.items() if at not in self.focus}

    def stands(self, rule: str, looks_at: frozenset[str] | None) -> bool:
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
        return not any(place.steps[:2] in self.changed for place in places)


def of_all(rule: str) -> RecordPath:
    """Return where the findings of a rule about all records are kept."""
    return "rules", rule


def by_record(
    found: Sequence[Diagnostic],
) -> Iterator[tuple[RecordPath, tuple[Diagnostic, ...]]]:
    """Group findings by their record; an entry of evidence.lock is about the record of its key."""
    grouped: dict[RecordPath, list[Diagnostic]] = {}
    for one in found:
        at = one.place.steps[:2]
        if at[0] == EVIDENCE:
            at = record_of(str(at[1]))
        grouped.setdefault(at if at[0] in _RECORDS else _SITE, []).append(one)
    yield from ((at, tuple(about)) for at, about in grouped.items())


_BETWEEN = "/"


def keep_all(about: Sequence[Diagnostic]) -> KeptFindings:
    """Return what is kept of all that was found about a record: notes that stand are packed.

    What an earlier run kept is handed on as it is.
    """
    if isinstance(about, Recalled):
        return about.kept
    path = next((found.place.path for found in about if _is_silent(found)), "")
    notes: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for found in about:
        (notes if _is_silent(found) and found.place.path == path else rest).append(found)
    fixes = [found.fix.kind for found in notes if found.fix]
    return KeptFindings(
        [keep(found) for found in rest],
        Silent(path, len(notes), fixes.count("safe"), fixes.count("unsafe")),
        msgspec.Raw(msgspec.msgpack.encode([keep(found) for found in notes])),
    )


def keep_found(found: Findings) -> dict[str, KeptFindings]:
    """Return what is kept of all findings, by the `route` of what they are about."""
    return {
        _BETWEEN.join(map(str, at)): keep_all(about) for at, about in found.items() if len(about)
    }


def recall_found(kept: Mapping[str, KeptFindings], loaded: Loaded) -> Findings:
    """Return the findings of which `keep_found` returned what is kept."""
    make = partial(found_again, loaded=loaded)
    return {tuple(name.split(_BETWEEN)): Recalled(about, make) for name, about in kept.items()}


def _is_silent(found: Diagnostic) -> bool:
    return found.severity is Severity.NOTE and not found.waived
