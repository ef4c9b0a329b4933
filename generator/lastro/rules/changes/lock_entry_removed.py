"""A quote that was checked stays checked.

Without its line in evidence.lock a quote that was not found looks like one that somebody read, and
the mismatch is gone from the page. So a line may go only with its quote, or with the capture that
was taken down.

The line of a renamed record is looked for under its new name; while the record does not keep its
old one, `renamed-without-former-id` speaks of both. A lock that cannot be read has its
own finding, and so has a quote that was edited but kept its line. A lock without any line is one
finding for all.
"""

from collections.abc import Iterator, Sequence

from lastro.changes.compare import Change
from lastro.diagnostics.finding import Finding, Findings
from lastro.diagnostics.report import Diagnostic
from lastro.evidence.proofs import QuotedWords, capture_key, quotes_of
from lastro.locks.evidence import EVIDENCE, Proof
from lastro.text.messages import in_quotes

HINT = "restore the line; an editor verifies again"


def check(change: Change, found: Sequence[Diagnostic]) -> Findings:
    """Yield one finding for each quote that lost its line, or one when all lines are gone."""
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
    """Yield each quote that has no line any more, and the line that it had."""
    unlocked = {q.key: q for q in quotes_of(change.now) if q.key not in change.now.proofs}
    astray = {(move.kind, move.old) for move in change.moves if not move.kept}
    for key, proof in change.base.proofs.items() if unlocked else ():
        if key in change.now.proofs and not astray.isdisjoint(_named_in(key)):
            continue
        names = change.lock_keys(key)
        lost = next((unlocked[name] for name in names if name in unlocked), None)
        if lost is None and not any(name in change.now.proofs for name in names):
            lost = _elsewhere(names[-1], change.source_now(proof.source), proof, unlocked)
        dropped = change.now.evidence_lock.dropped
        if lost is not None and capture_key(lost.source) not in dropped:
            yield lost, proof


def _named_in(key: str) -> set[tuple[str, str]]:
    """Return the records whose ids a key may hold: that of the quote, and the source it cites."""
    record, _, rest = key.partition("/")
    kind, _, record_id = record.partition(":")
    return {(f"{kind}s", record_id), ("sources", rest.removeprefix("evidence/"))}


def _elsewhere(
    key: str, source: str, proof: Proof, among: dict[str, QuotedWords]
) -> QuotedWords | None:
    """Find the same words of the same source in the same record under another key."""
    record = key.partition("/")[0]
    same = (
        q
        for q in among.values()
        if (q.hash, q.source, q.key.partition("/")[0]) == (proof.quote, source, record)
    )
    return next(same, None)
