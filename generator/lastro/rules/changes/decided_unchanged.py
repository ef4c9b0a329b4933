"""A new decision bears its own day.

Readers weigh a verdict by when it was reached, and the day to look again is counted from it. An
answer that changed under an old date looks as if it had been known all along.

Looked at are the rating, `short` and `because`, in the language of the original. A review that
takes over a part of a published window is compared with the one that held there. What was decided
today may be decided again today. A day before the published one is as wrong as that day itself.
"""

from datetime import date
from typing import cast

from lastro.changes.compare import Change
from lastro.changes.compare_claims import ReviewPair
from lastro.changes.wording import fields
from lastro.diagnostics.finding import Finding, Findings
from lastro.model.claim import Review

DECIDED = ("rating", "short", "because")


def check(change: Change, today: date) -> Findings:
    """Yield one finding for each review that says something else under its old date."""
    for claim_id, changed in change.claims.items():
        for pair in changed.reviews if changed.published else ():
            if pair.now.decided < today and _keeps_its_day(pair, change.language):
                held = cast("Review", pair.before or pair.held)
                still = "still " if held.decided == pair.now.decided else ""
                yield Finding(
                    route=("claims", claim_id, "reviews", pair.index, "decided"),
                    message=f"the review changed, but is {still}dated {pair.now.decided}",
                    hint="set `decided` to the day of the decision",
                )


def _keeps_its_day(pair: ReviewPair, language: str) -> bool:
    """Tell whether a review has no later day than the one that said something else."""
    before = pair.before or pair.held
    if before is None or before.decided < pair.now.decided:
        return False
    was, now = fields(before, language), fields(pair.now, language)
    return any(was[name] != now[name] for name in DECIDED)
