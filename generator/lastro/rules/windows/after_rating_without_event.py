"""A verdict that ends another one names the event that ended it.

'Superseded' tells a reader that the world changed. She must be able to see what changed, on which
day, and who says so.

Such ratings are marked `after` in lastro.yml. In a claim's first window one is not permitted
anyway, which `rating-not-permitted` says; whether the event's source is cited is its matter too.
"""

from lastro.diagnostics.finding import Finding, Findings
from lastro.evidence.judge import lacks_event
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.text.messages import in_quotes


def check(claim: Claim, settings: Settings) -> Findings:
    """Yield one finding for each such review without an event on its first day."""
    for index, review in enumerate(claim.reviews):
        if not lacks_event(claim, review, settings):
            continue
        at = ("claims", claim.id, "reviews", index, "rating")
        hint = f"add it to `events`, on {review.holds.first}, with its source"
        yield Finding(
            route=at, message=f"{in_quotes(review.rating)}, but no event ended it", hint=hint
        )
