"""An override stands only where the evidence does not permit the rating.

Readers take an override for what it says, a verdict against the evidence. Where new evidence has
come to carry the rating, the warning above the verdict is wrong, and the next one is believed less.

Silent, as `rating-not-permitted` is, while the evidence of a claim cannot be judged.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Drop, Finding, Findings, Severity
from lastro.model.claim import Claim
from lastro.rules.ratings.rating_not_permitted import judge_windows
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING
FIX = "unsafe"


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each override of a rating that its window permits."""
    for judgement in judge_windows(claim, corpus):
        review = judgement.review
        if review.override is None or review.rating not in judgement.permitted:
            continue
        at = ("claims", claim.id, "reviews", claim.reviews.index(review), "override")
        yield Finding(
            route=at,
            on_key=True,
            message=f"{in_quotes(review.rating)} is permitted here",
            hint="remove `override`",
            edits=(Drop(at),),
        )
