"""Whoever publishes against the evidence says why, and signs.

A reader sees an override in full, above the verdict. It asks her to trust people more than the
scale, and she can only do so when she knows which people and what they thought.

A missing `reason` or `by` is found while loading; here, a reason that says nothing, such as "n/a"
or a dash. Whether it is a good one is for the second editor, whom `override-needs-two` asks for.
"""

from lastro.diagnostics.finding import Finding, Findings
from lastro.model.claim import Claim
from lastro.model.reader_text import find_fillers


def check(claim: Claim) -> Findings:
    """Yield one finding for each language of a reason that says nothing."""
    for index, review in enumerate(claim.reviews):
        for language, words in find_fillers(review.override.reason if review.override else None):
            yield Finding(
                route=("claims", claim.id, "reviews", index, "override", "reason", language),
                message=f"this override has no reason: {words}",
                hint="readers see the reason in full: write it",
            )
