"""Findings as nodes of the memo: what was found about one subject, with the trace of what was looked up.

A person who changes one record waits for the records that it touches, not for the whole site, and
gets the same report. A subject is a record, lastro.yml, or a rule about all records. ADR 0026.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from lastro.corpus.columns import is_strict
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Silent
from lastro.loading.remembered import (
    NO_TRACES,
    FindingTraces,
    PackedFindings,
    RecordsState,
    restorer,
    store,
)
from lastro.loading.workspace import Workspace
from lastro.memo.trace import Tracer
from lastro.memo.trace_log import Keys
from lastro.places import KINDS

_FOLDERS = frozenset(KINDS.values())


class StoredFindings:
    """The stored findings about one subject; its notes stay packed until somebody reads them."""

    __slots__ = ("_all", "_unpack", "above_note", "packed")

    def __init__(
        self, kept: PackedFindings, unpack: Callable[[msgspec.Raw], tuple[Diagnostic, ...]]
    ) -> None:
        self.packed, self._unpack = kept, unpack
        self.above_note = unpack(kept.above_note)
        self._all: tuple[Diagnostic, ...] | None = None

    def __iter__(self) -> Iterator[Diagnostic]:
        if self._all is None:
            self._all = self.above_note + self._unpack(self.packed.notes)
        return iter(self._all)


def above_note(about: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    return about.above_note if isinstance(about, StoredFindings) else about


class FindingNodes:
    """The findings about each subject: those of the last run that stand, and those of this one."""

    def __init__(self, loaded: Workspace, before: RecordsState | None) -> None:
        """Without a state nothing stands and nothing is traced: nobody asks for either later."""
        self.found: dict[str, StoredFindings | Sequence[Diagnostic]] = {}
        """The findings by subject; none of a subject without any."""
        self.crashes: tuple[Diagnostic, ...] = ()
        """What is told of rules that raised: what they would have found is unknown."""
        self.is_complete = False
        """Set when all findings of the last run stand."""
        self._unpack = restorer(loaded.place)
        # where a walk past the memo must fail, it must be seen: every run is traced then
        self._before = RecordsState() if before is None and is_strict() else before
        self._traces: dict[str, bytes] = {}
        self._known: Mapping[str, bytes] = {}
        self._keys: Keys | None = None
        self._tracer = loaded.corpus.tracer if loaded.corpus else Tracer()

    def keep_all(self) -> None:
        self.is_complete = True
        for subject, about in self._before.findings.items() if self._before else ():
            self.found[subject] = StoredFindings(about, self._unpack)

    def compare(self) -> None:
        if self._before is None:
            return
        known = msgspec.msgpack.decode(self._before.traces, type=FindingTraces)
        self._known, self._keys = known.traces, Keys(known.log, self._tracer)

    def keep(self, subject: str) -> bool:
        """Keep the findings about a subject unless a fingerprint of their trace has changed."""
        trace = self._known.get(subject)
        if trace is None or not (self._keys and self._before and self._keys.is_unchanged(trace)):
            return False
        self._traces[subject] = trace
        if about := self._before.findings.get(subject):
            self.found[subject] = StoredFindings(about, self._unpack)
        return True

    def make(
        self, subject: str, judge: Callable[[], Sequence[Diagnostic]], *, pack: bool = False
    ) -> None:
        """Judge a subject. Findings of a large site are packed, as they all stay in memory to the end."""
        if self._keys is None:
            about = judge()
        else:
            with self._tracer.trace() as noted:
                about = judge()
            for found in about:
                # where a finding stands in a file changes with that file
                for place in (found.place, *(shown.place for shown in found.related)):
                    if place.route and place.route[0] in _FOLDERS:
                        noted.add(f"{place.route[0]}/{place.route[1]}")
            self._traces[subject] = self._keys.numbers(noted)
        if about:
            self.found[subject] = StoredFindings(_pack(about), self._unpack) if pack else about

    def pack(self) -> tuple[dict[str, PackedFindings], msgspec.Raw]:
        packed = {subject: _pack(about) for subject, about in self.found.items()}
        if self._keys is None:
            return packed, self._before.traces if self._before else NO_TRACES
        traces = FindingTraces(self._keys.dump(), self._traces)
        return packed, msgspec.Raw(msgspec.msgpack.encode(traces))


def _pack(about: StoredFindings | Sequence[Diagnostic]) -> PackedFindings:
    """Pack the findings about one subject; stored ones are handed on as they are."""
    if isinstance(about, StoredFindings):
        return about.packed
    path = next((found.place.path for found in about if _is_silent(found)), "")
    notes: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for found in about:
        (notes if _is_silent(found) and found.place.path == path else rest).append(found)
    fixes = [found.fix.kind for found in notes if found.fix]
    silent = Silent(path, len(notes), fixes.count("safe"), fixes.count("unsafe"))
    return PackedFindings(store(rest), silent, store(notes))


def _is_silent(found: Diagnostic) -> bool:
    return found.severity is Severity.NOTE and not found.waived
