from dataclasses import replace

from lastro.changes.compare import Change
from lastro.locks.evidence import EVIDENCE
from lastro.rules import Finding, Findings, Severity

SEVERITY = Severity.NOTE
WAIVABLE = False


def check(change: Change) -> Findings:
    if new := entries_to_verify(change):
        entries = "1 lock entry comes" if len(new) == 1 else f"{len(new)} lock entries come"
        hint = "an editor runs `lastro verify` before the merge"
        yield Finding(route=(EVIDENCE, new[0]), message=f"{entries} from this change", hint=hint)


def entries_to_verify(change: Change) -> tuple[str, ...]:
    """Return the keys of the entries that are new or different, sorted."""
    known = {
        (name, replace(proof, source=change.source_now(proof.source)))
        for key, proof in change.base.proofs.items()
        for name in change.lock_keys(key)
    } | {*change.base.proofs.items()}
    before, now = change.base.evidence_lock.dropped, change.now.evidence_lock.dropped
    new = [key for key, proof in change.now.proofs.items() if (key, proof) not in known]
    return tuple(sorted([*new, *(key for key in now if before.get(key) != now[key])]))
