"""Readers are told when only those with a stake speak.

A party's word is worth showing and cannot confirm its own claim. Whoever decides on the rating, and
whoever reads it, should know that nobody else was found.

Looked at is each window in which a party supports the claim and nobody without a stake supports or
refutes it: its status is single-origin, and the scale permits no more than that carries. Withdrawn
claims are passed over.
"""

from collections.abc import Iterator

from lastro.checks.rating_not_permitted import can_be_judged
from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity
from lastro.evidence.origins import Origins
from lastro.evidence.verification import judgements

SEVERITY = Severity.NOTE
WAIVABLE = True
SCOPE = "reach"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each such window."""
    origins = Origins(corpus)
    for claim in corpus.claims_checked():
        if claim.withdrawn or not can_be_judged(claim, corpus, origins):
            continue
        for judgement in judgements(corpus)[claim.id]:
            if judgement.parties_only and judgement.tallies["supports"].party:
                number = claim.reviews.index(judgement.review)
                yield Finding(
                    at=("claims", claim.id, "reviews", number, "rating"),
                    message=f"only parties support this: {judgement.status}",
                    hint="look for an origin without a stake",
                )
