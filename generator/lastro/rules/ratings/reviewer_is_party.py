"""Nobody decides on a claim in which they have a stake.

A verdict of the claimant on the claimant is advertising, however well it is written.

Compared are whole names, whatever their case, of those who decided and of those who signed an
override, with the claimant and `parties`. Who is behind a name is not known here.
"""

from collections.abc import Iterator

from lastro.diagnostics.finding import Finding, Findings
from lastro.evidence.origins import stakeholders
from lastro.model.claim import Claim, Review
from lastro.model.values import fold_name
from lastro.places import RecordPath
from lastro.text.messages import in_quotes


def check(claim: Claim) -> Findings:
    """Yield one finding for each name under a review that has a stake in its claim."""
    stakes = stakeholders(claim)
    for index, review in enumerate(claim.reviews):
        for steps, name in _signed(review):
            if fold_name(name) in stakes:
                is_own = fold_name(name) in map(fold_name, claim.claimant_names)
                what = "its own claim" if is_own else "a claim that it has a stake in"
                yield Finding(
                    route=("claims", claim.id, "reviews", index, *steps),
                    message=f"{in_quotes(name)} reviews {what}",
                    hint="someone without a stake decides",
                )


def _signed(review: Review) -> Iterator[tuple[RecordPath, str]]:
    for number, name in enumerate(review.by):
        yield ("by", number), name
    for number, name in enumerate(review.override.by if review.override else ()):
        yield ("override", "by", number), name
