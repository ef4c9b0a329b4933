from datetime import date

from lastro.changes.compare import Change
from lastro.changes.wording import fields
from lastro.rules import Finding, Findings

DECIDED = ("rating", "short", "because")


def check(change: Change, today: date) -> Findings:
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
