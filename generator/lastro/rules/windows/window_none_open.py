from lastro.model.claim import current_review
from lastro.rules import Claim, Finding, Findings


def check(claim: Claim) -> Findings:
    last = current_review(claim)
    if last and last.holds.end:
        at = (*claim.at, "reviews", claim.reviews.index(last), "holds")
        message = f"the last review ends on {last.holds.end}: what holds now?"
        yield Finding(route=at, message=message, hint="end it with `..`, or add a review")
