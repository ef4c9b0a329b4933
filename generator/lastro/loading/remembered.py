"""What an earlier run found out, kept in build/state, so that a run costs what changed since.

It is a memory and never a source: without it every run gives the same answer, only later. A file
counts as unchanged when its time, size and inode are those of the last run; one that was written in
the two seconds before that run is read again, since a clock may be coarse.
"""

import msgspec

from lastro.corpus.facts import Facts
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.fixes import Fix
from lastro.diagnostics.report import Silent
from lastro.places import RecordPath

FRESH_NS = 2_000_000_000
"""Files changed so shortly before a run are read again by the next."""
Stamp = tuple[int, int, int]


class PackedPlace(msgspec.Struct, array_like=True):
    """Where a finding stands: a span, or the route and the part that lead to it in the file."""

    path: str
    route: RecordPath
    span: tuple[int, int, int, int] | None
    on_key: bool = False
    part: str = ""


class PackedFinding(msgspec.Struct, array_like=True):
    """A diagnostic as it is kept."""

    place: PackedPlace
    rule: str
    severity: Severity
    message: str
    hint: str = ""
    related: list[tuple[PackedPlace, str]] = []
    details: tuple[tuple[str, str], ...] = ()
    waived: str = ""
    fix: Fix | None = None


class PackedFindings(msgspec.Struct, array_like=True):
    """What rules found about one record, or one rule about all: most of it is notes that are counted.

    Those stay packed until somebody asks for them; what else there is lies open.
    """

    above_note: list[PackedFinding]
    silent: Silent
    """Of the notes that stand, those on this file, counted."""
    notes: msgspec.Raw
    """The same notes: a list of `PackedFinding`."""


class FileState(msgspec.Struct, array_like=True):
    """What was read from the file of one record."""

    key: tuple[str, str]
    """Kind and id of its record."""
    stamp: Stamp
    digest: str
    facts: Facts | None
    """None when the file is no sound record."""
    in_form: bool
    found: list[PackedFinding]
    """What there is to say of the file itself."""
    former: list[str] = []
    """Of a file that is no sound record: the retired ids that it holds all the same."""
    located: bool = True
    """Set when its values have places, be it a sound record or not."""


class RecordsState(msgspec.Struct, array_like=True):
    """All records as a run saw them, and what the rules said of each."""

    saved: int
    """When it was written, in nanoseconds since 1970."""
    settings_digest: str
    """Digest of lastro.yml."""
    locks_digest: str
    """Digest of the locks."""
    today: str
    files: dict[str, FileState]
    findings: dict[str, PackedFindings]
    """What rules found, by the steps of its route in `lastro.checks.runner.incremental.Findings`, with `/` between."""

    @classmethod
    def empty(cls) -> "RecordsState":
        """Return a state in which nothing is kept."""
        return cls(0, "", "", "", {}, {})

    def find_unchanged(self, path: str, stamp: Stamp) -> FileState | None:
        """Return what is known of a file, None when it may be another one by now."""
        known = self.files.get(path)
        if known is None or known.stamp != stamp or stamp[0] > self.saved - FRESH_NS:
            return None
        return known
