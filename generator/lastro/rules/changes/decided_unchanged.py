"""A new decision bears its own day.

Readers weigh a verdict by when it was reached, and the day to look again is counted from it. An
answer that changed under an old date looks as if it had been known all along.

Looked at are the rating, `short` and `because`, in the language of the original. A review that
takes over a part of a published window is compared with the one that held there. What was decided
today may be decided again today. A day before the published one is as wrong as that day itself.
"""

from datetime import date

from lastro.changes.compare import Change
from lastro.changes.wording import fields
from lastro.diagnostics.finding import Finding, Findings

DECIDED = ("rating", "short", "because")


def check(change: Change, today: date) -> Findings:
    """Yield one finding for each review that says something else under its old date."""
    for claim_id, changed in change.claims.items():
        for pair in changed.reviews if changed.published else ():
            held, review = pair.before or pair.held, pair.now
            if held is None or not held.decided >= review.decided < today:
                continue
            was, now = fields(held, change.language), fields(review, change.language)
            if all(was[name] == now[name] for name in DECIDED):
                continue
            still = "still " if held.decided == review.decided else ""
            yield Finding(
                route=("claims", claim_id, "reviews", pair.index, "decided"),
                message=f"the review changed, but is {still}dated {review.decided}",
                hint="set `decided` to the day of the decision",
            )
