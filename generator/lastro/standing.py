"""Which of a claim's reviews holds now, from its windows alone."""

from lastro.records import Claim, Review


def in_order(claim: Claim) -> tuple[Review, ...]:
    """Return the reviews by the first day of their windows."""
    if len(claim.reviews) == 1:
        return claim.reviews
    return tuple(sorted(claim.reviews, key=lambda review: review.holds.first))


def standing(claim: Claim) -> Review:
    """Return the review that holds now: the open-ended one, else the last."""
    reviews = in_order(claim)
    return next((review for review in reviews if review.holds.end is None), reviews[-1])
