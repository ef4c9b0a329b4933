"""Load and check a site, reading and judging only what changed since the last run.

The report is that of a run without a memory. Change rules compare with a base, so this leaves them
out.
"""

from datetime import date
from pathlib import Path

from msgspec import Struct

from lastro.checks.nodes import FindingNodes
from lastro.checks.runner import run
from lastro.diagnostics.report import Report
from lastro.loading.load import load
from lastro.loading.remembered import RecordsState
from lastro.loading.workspace import Workspace
from lastro.memo.store import RECORDS, MemoStore


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
    loaded = load(root, before)
    day = today.isoformat()
    then = before.settings_digest, before.locks_digest, before.today
    stands = then == (loaded.settings_digest, loaded.locks_digest, day)
    known = before if stands else RecordsState.empty()
    nodes = FindingNodes(loaded, known if store.keeps else None)
    if stands and not loaded.changed:
        nodes.keep_all()
    report = run(loaded, today, nodes=nodes, in_order=in_order)
    if store.keeps and (loaded.changed or loaded.read_anew or not stands):
        findings, traces = nodes.pack()
        after = RecordsState(
            saved=now,
            settings_digest=loaded.settings_digest,
            locks_digest=loaded.locks_digest,
            today=""
            if nodes.crashes
            else day,  # of no day: what a rule that raised missed is unknown
            files=loaded.files,
            findings=findings,
            traces=traces,
            columns=loaded.columns,
            turned=loaded.turned,
        )
        store.write(RECORDS, after)
    return RecheckResult(loaded, report)
