"""Verdicts live in time: which passage speaks for which window.

A passage counts for a review when the time it speaks of meets the review's window; what lies
before the first window counts for the first. A verdict also has a day to be looked at again: the
world moves on after it.
"""

from datetime import date, timedelta

from lastro.corpus.corpus import Corpus
from lastro.model.claim import Claim, Evidence, Review, in_order, speaks_of
from lastro.text.dates import meets

OPEN_FOR = timedelta(days=30)
"""How long a claim may be looked at before its first review is due."""
LOOK_AGAIN = {"slow": timedelta(days=365), "fast": timedelta(days=90)}
"""How long a verdict is kept, by the volatility of its claim; a fixed one is never due."""


def counts_in(item: Evidence, claim: Claim, corpus: Corpus) -> tuple[Review, ...]:
    """Return the reviews that a passage counts for, earliest first.

    Empty when its source is unknown, when nothing says which time it speaks of, and for an open claim.
    """
    source = corpus.sources.get(item.source)
    period = speaks_of(item, source) if source else None
    reviews = in_order(claim)
    if period is None or not reviews:
        return ()
    if len(reviews) == 1 and reviews[0].holds.end is None:
        return reviews  # it counts for the first window: before it, or in it
    if period.after is not None and period.after <= reviews[0].holds.first:
        return reviews[:1]
    return tuple(review for review in reviews if meets(period, review.holds))


def newest_decision(claim: Claim) -> date | None:
    """Return the day of the newest decision, which `volatility` counts from; None of an open claim."""
    return max((review.decided for review in claim.reviews), default=None)


def review_due(claim: Claim) -> date | None:
    """Return the day to look at a claim again, or to review an open one; None when it cannot change."""
    if claim.review_by:
        return claim.review_by
    since = claim.opened or newest_decision(claim)
    wait = OPEN_FOR if claim.opened else LOOK_AGAIN.get(claim.volatility or "fixed")
    return since + min(wait, date.max - since) if since and wait else None


def is_said_after_article(claim: Claim, corpus: Corpus) -> bool:
    """Tell whether the words were certainly said after the article that holds them came out."""
    article = corpus.articles.get(claim.article)
    out, said = article.published if article else None, claim.said.on
    if out is None or said is None or out.mark or said.mark:
        return False
    return out.after <= said.first
