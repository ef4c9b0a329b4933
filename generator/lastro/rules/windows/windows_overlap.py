"""On one day a claim has one verdict.

A reader who asks what held on a day must get one answer, and so must whoever reads the data.

Two windows that are both open-ended overlap as well. The end day of a window is excluded: the next
one starts on it.
"""

from collections.abc import Iterator

from lastro.diagnostics.finding import Finding, Related, Severity
from lastro.model.claim import Claim
from lastro.text.dates import meets
from lastro.text.messages import quoted

SEVERITY = Severity.ERROR


def check(claim: Claim) -> Iterator[Finding]:
    """Yield one finding for each review that starts before an earlier one has ended."""
    by_start = sorted(range(len(claim.reviews)), key=lambda i: claim.reviews[i].holds.first)
    for position, index in enumerate(by_start):
        held = [i for i in by_start[:position] if _meet(claim, i, index)]
        if held:
            yield _finding(claim, held[-1], index)


def _meet(claim: Claim, one: int, other: int) -> bool:
    return meets(claim.reviews[one].holds, claim.reviews[other].holds)


def _finding(claim: Claim, earlier: int, later: int) -> Finding:
    one, other = claim.reviews[earlier], claim.reviews[later]
    reviews = ("claims", claim.id, "reviews")
    return Finding(
        at=(*reviews, later, "holds"),
        message=f"{quoted(one.rating)} and {quoted(other.rating)} both hold on {other.holds.first}",
        hint="let one end where the next begins",
        related=(Related((*reviews, earlier, "holds"), "holds on that day too"),),
    )
