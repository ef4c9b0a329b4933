"""Load and check a site, reading and judging only what changed since the last run.

The report is that of a run without a memory. Change rules compare with a base, so this leaves them
out.
"""

from datetime import date
from pathlib import Path

from msgspec import Struct

from lastro.checks.incremental import LastRun, restore_findings, store_findings
from lastro.checks.runner import run_since
from lastro.corpus.facts import Facts
from lastro.diagnostics.report import Report
from lastro.loading.load import load_since
from lastro.loading.remembered import RecordsState
from lastro.loading.workspace import Workspace
from lastro.memo.store import RECORDS, MemoStore
from lastro.places import RecordPath


class RecheckResult(Struct, frozen=True):
    """The records of a site and the report on them."""

    loaded: Workspace
    report: Report


def recheck(
    root: Path,
    today: date,
    store: MemoStore,
    now: int,
    *,
    in_order: bool = True,
) -> RecheckResult:
    """Read and check what changed since the last run, and store the findings for the next.

    `now` is the moment before anything is read, in nanoseconds since 1970. Raises LastroError as
    `load` does. Findings are sorted when `in_order`.
    """
    before = store.read(RECORDS, RecordsState) or RecordsState.empty()
    loaded = load_since(root, before)
    day = today.isoformat()
    then = before.settings_digest, before.locks_digest, before.today
    stands = then == (loaded.settings_digest, loaded.locks_digest, day)
    earlier = _earlier(before, loaded) if stands else None
    report, found = run_since(loaded, today, earlier, loaded.changed, in_order=in_order)
    if loaded.changed or loaded.read_anew or not stands:
        after = RecordsState(
            now,
            loaded.settings_digest,
            loaded.locks_digest,
            day,
            loaded.files,
            store_findings(found),
            loaded.columns,
            loaded.turned,
        )
        store.write(RECORDS, after)
    return RecheckResult(loaded, report)


def _earlier(state: RecordsState, loaded: Workspace) -> LastRun:
    facts: dict[RecordPath, Facts] = {
        kept.key: kept.facts for kept in state.files.values() if kept.facts
    }
    return LastRun(restore_findings(state.findings, loaded), facts)
