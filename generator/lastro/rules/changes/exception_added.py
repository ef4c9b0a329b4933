"""Whatever lowers the bar in a change is shown to an editor first.

An override publishes against the evidence, a waiver silences a rule, a claim that counts as a mere
`statement` is carried by its author's word, and who is no party any more may confirm. Each can be
right, and none should slip in among other lines.

New records are looked at too. A waiver that now lasts longer is a new one.
"""

from collections.abc import Iterator

from lastro.changes.compare import Change
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.model.base import Kept
from lastro.model.claim import Claim, Review
from lastro.model.source import Source
from lastro.model.values import fold_name
from lastro.places import RecordPath
from lastro.text.messages import in_quotes

SEVERITY = Severity.NOTE
WAIVABLE = False
HINT = "an editor decides; it is listed first in the summary"


def check(change: Change) -> Findings:
    """Yield one finding for each exception that the base did not hold."""
    looked_at = {*change.pairs, *change.added, *((move.kind, move.new) for move in change.moves)}
    for at, record in change.now.records.items():
        if at not in looked_at:
            continue
        before = change.pairs.get(at)
        yield from _waivers(at, before, record)
        if isinstance(record, Claim):
            yield from _overrides(at, record, change)
            if record.nature == "statement" and getattr(before, "nature", "") != "statement":
                message = (
                    "this change calls the claim a 'statement', which its author's own word carries"
                )
                yield Finding(route=(*at, "nature"), message=message, hint=HINT)
        for name in _lost(before, record):
            message = (
                f"{in_quotes(name)} is no longer a party: those words may now confirm the claim"
            )
            yield Finding(route=(*at, "parties"), on_key=True, message=message, hint=HINT)


def _waivers(at: RecordPath, before: Kept | None, record: Kept) -> Findings:
    ends = {waiver.rule: waiver.until for waiver in before.waivers} if before else {}
    for index, waiver in enumerate(record.waivers):
        if waiver.rule not in ends or waiver.until > ends[waiver.rule]:
            message = f"this change waives {in_quotes(waiver.rule)} until {waiver.until}"
            yield Finding(route=(*at, "waivers", index, "rule"), message=message, hint=HINT)


def _overrides(at: RecordPath, claim: Claim, change: Change) -> Findings:
    for index, before in _reviews(at, claim, change):
        review = claim.reviews[index]
        stood = before and before.override and before.rating == review.rating
        if review.override and not stood:
            message = "this change publishes against the evidence"
            yield Finding(route=(*at, "reviews", index, "override"), message=message, hint=HINT)


def _reviews(at: RecordPath, claim: Claim, change: Change) -> Iterator[tuple[int, Review | None]]:
    """Yield each review by its place, with the published one; none of a claim that is as it was."""
    if at in change.pairs:
        changed = change.claims.get(claim.id)
        yield from ((pair.index, pair.before) for pair in changed.reviews) if changed else ()
        return
    yield from ((index, None) for index in range(len(claim.reviews)))


def _lost(before: Kept | None, record: Kept) -> list[str]:
    stakes = {fold_name(name) for name in _names(record)}
    return [name for name in _names(before) if fold_name(name) not in stakes]


def _names(record: Kept | None) -> tuple[str, ...]:
    """Return who has a stake in a claim, or for whom a source speaks."""
    if isinstance(record, Claim):
        return (*record.claimant_names, *record.parties)
    return record.parties if isinstance(record, Source) else ()
