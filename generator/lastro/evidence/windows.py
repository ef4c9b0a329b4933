"""Verdicts live in time: which passage speaks for which window.

A passage counts for a review when the time it speaks of meets the review's window; what lies
before the first window counts for the first. Source: records.md, "Evidence item".
"""

from lastro.corpus import Corpus
from lastro.dates import meets
from lastro.records import Claim, Evidence, Review, speaks_of


def in_order(claim: Claim) -> tuple[Review, ...]:
    """Return the reviews by the first day of their windows."""
    return tuple(sorted(claim.reviews, key=lambda review: review.holds.first))


def standing(claim: Claim) -> Review:
    """Return the review that holds now: the open-ended one, else the last."""
    reviews = in_order(claim)
    return next((review for review in reviews if review.holds.end is None), reviews[-1])


def counts_in(item: Evidence, claim: Claim, corpus: Corpus) -> tuple[Review, ...]:
    """Return the reviews that a passage counts for, earliest first.

    Empty when its source is unknown, or when nothing says which time it speaks of.
    """
    source = corpus.sources.get(item.source)
    period = speaks_of(item, source) if source else None
    if period is None:
        return ()
    reviews = in_order(claim)
    if period.after is not None and period.after <= reviews[0].holds.first:
        return reviews[:1]
    return tuple(review for review in reviews if meets(period, review.holds))
