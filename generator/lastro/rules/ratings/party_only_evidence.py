"""Readers are told when only those with a stake speak.

A party's word is worth showing and cannot confirm its own claim. Whoever decides on the rating, and
whoever reads it, should know that nobody else was found.

Looked at is each window in which a party supports the claim and nobody without a stake supports or
refutes it: its status is single-origin, and the scale permits no more than that carries. Withdrawn
claims are passed over.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.rules.ratings.rating_not_permitted import judge_windows

SEVERITY = Severity.NOTE


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each such window."""
    for claim, judgement in judge_windows(corpus):
        supports = judgement.tallies["supports"]
        if judgement.parties_only and supports.party and not claim.withdrawn:
            number = claim.reviews.index(judgement.review)
            at = ("claims", claim.id, "reviews", number, "rating")
            message = f"only parties support this: {judgement.status}"
            yield Finding(route=at, message=message, hint="look for an origin without a stake")
