from collections.abc import Iterator, Sequence

from lastro.changes.compare import Change
from lastro.evidence.proofs import QuotedWords, capture_key, quotes_of
from lastro.locks.evidence import EVIDENCE, Proof
from lastro.places import record_of
from lastro.rules import Diagnostic, Finding, Findings, in_quotes

HINT = "restore the line; an editor verifies again"


def check(change: Change, found: Sequence[Diagnostic]) -> Findings:
    if any(d.rule == "lock-malformed" and d.place.path == EVIDENCE for d in found):
        return
    lost = dict(_lost(change))
    if len(lost) > 1 and not change.now.proofs:
        message = f"{len(lost)} quotes were checked and are no longer locked: the lock is empty"
        yield Finding(route=(EVIDENCE, ""), message=message, hint=HINT)
        return
    for quote, proof in lost.items():
        name = quote.key.partition("/")[2].removeprefix("evidence/")
        was = "was verified" if proof.result == "verified" else "did not stand in its source"
        yield Finding(
            route=quote.route, message=f"{in_quotes(name)} {was} and is no longer locked", hint=HINT
        )


def _lost(change: Change) -> Iterator[tuple[QuotedWords, Proof]]:
    unlocked = {q.key: q for q in quotes_of(change.now) if q.key not in change.now.proofs}
    astray = {(move.kind, move.old) for move in change.moves if not move.kept}
    for key, proof in change.base.proofs.items() if unlocked else ():
        cited = ("sources", key.partition("/")[2].removeprefix("evidence/"))
        if key in change.now.proofs and not astray.isdisjoint({record_of(key), cited}):
            continue
        names = change.lock_keys(key)
        lost = next((unlocked[name] for name in names if name in unlocked), None)
        if lost is None and not any(name in change.now.proofs for name in names):
            # the same words of the same source in the same record under another key
            same = proof.quote, change.source_now(proof.source), record_of(names[-1])
            others = (q for q in unlocked.values() if (q.hash, q.source, record_of(q.key)) == same)
            lost = next(others, None)
        if lost and capture_key(lost.source) not in change.now.evidence_lock.dropped:
            yield lost, proof
