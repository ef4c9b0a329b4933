"""The state of records that a run keeps in build/state, so that the next one costs what changed since.

The state is no source: without it every run gives the same answer, only later. A file counts as
unchanged when its time, size and inode are those of the last run. A file that was written within two
seconds before that run is read again, since the clock of a file system may be coarse.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from lastro.corpus.facts import Facts
from lastro.diagnostics.report import Diagnostic, Silent
from lastro.memo.trace_log import Numbers, TraceLog
from lastro.places import Place, Span

FRESH_NS = 2_000_000_000
"""A file changed within this time before a run is read again by the next run."""
Stamp = tuple[int, int, int]


class PackedFindings(msgspec.Struct, array_like=True):
    """The stored findings about one subject; notes, which are mostly only counted, stay packed until read."""

    above_note: msgspec.Raw
    silent: Silent
    """Of the notes that stand, those on this file, counted."""
    notes: msgspec.Raw
    """The same notes."""


class FindingTraces(msgspec.Struct, array_like=True):
    """What each judged subject looked up."""

    log: TraceLog = msgspec.field(default_factory=TraceLog)
    traces: dict[str, Numbers] = {}


NO_TRACES = msgspec.Raw(msgspec.msgpack.encode(FindingTraces()))


class FileState(msgspec.Struct, array_like=True):
    """What was read from the file of one record."""

    key: tuple[str, str]
    """Kind and id of its record."""
    stamp: Stamp
    digest: str
    facts: Facts | None
    """None when the file is no sound record."""
    in_form: bool
    found: msgspec.Raw
    """The findings of `load` about this file."""
    former: list[str] = []
    """The retired ids that a broken record holds."""
    located: bool = True
    """Set when its YAML could be parsed, so that its values have places."""


class RecordsState(msgspec.Struct, array_like=True):
    """What a run knew of every record, and the findings about each."""

    saved: int = 0
    """When it was written, in nanoseconds since 1970."""
    settings_digest: str = ""
    locks_digest: str = ""
    today: str = ""
    files: dict[str, FileState] = {}
    findings: dict[str, PackedFindings] = {}
    """Findings of rules by the key of their subject (`lastro.checks.nodes`)."""
    traces: msgspec.Raw = NO_TRACES
    """The trace of each subject that was judged, packed: a run without a change does not read them."""
    columns: Mapping[str, str] = {}
    turned: list[Facts] = []
    """The facts of records whose links by retired ids were turned to current ones."""

    def find_unchanged(self, path: str, stamp: Stamp) -> FileState | None:
        """Return the state of a file; None when the file may have changed since."""
        # two writes within one tick of a coarse clock leave one stamp: a young file vouches for nothing
        known = self.files.get(path)
        if known is None or known.stamp != stamp or stamp[0] > self.saved - FRESH_NS:
            return None
        return known


def store(found: Sequence[Diagnostic]) -> msgspec.Raw:
    """Pack findings; a note's place stays unresolved, as resolving costs ten times the finding."""
    return msgspec.Raw(msgspec.msgpack.encode(found, enc_hook=_packed))


def restorer(place: Callable[..., Place]) -> Callable[[msgspec.Raw], tuple[Diagnostic, ...]]:
    """Return what restores stored findings; `place` is that of the workspace that they are about."""

    def placed(_: type, kept: Any) -> Place:
        path, route, span, on_key, part = kept
        if span is None:
            return place(tuple(route), on_key=on_key, part=part)
        return Place(path, Span(*span), tuple(route))

    return msgspec.msgpack.Decoder(tuple[Diagnostic, ...], dec_hook=placed).decode


def _packed(place: Place) -> object:
    span = msgspec.structs.astuple(place.span) if place.is_found else None
    return place.path, place.route, span, place.on_key, place.part
