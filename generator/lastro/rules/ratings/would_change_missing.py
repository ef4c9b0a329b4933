from lastro.model.claim import current_review
from lastro.rules import Claim, Finding, Findings, Settings, in_quotes


def check(claim: Claim, settings: Settings) -> Findings:
    review = current_review(claim)
    rating = settings.rating(review.rating) if review else None
    if claim.would_change or review is None or rating is None or not rating.open:
        return
    at = ("claims", claim.id, "reviews", claim.reviews.index(review), "rating")
    message = f"{in_quotes(review.rating)} is open, and nothing says what would change it"
    yield Finding(
        route=at, message=message, hint="add `would_change` to the claim, beside `reviews`"
    )
