"""From the first verdict on, every day has one.

A gap tells readers that for some days nothing was known, where only an end day was mistyped.

The end day of a window is excluded, so the next one starts on that very day. What follows an
open-ended window is `windows-overlap`.
"""

from collections.abc import Iterator

from lastro.diagnostics.finding import Finding, Related, Severity
from lastro.model.claim import Claim

SEVERITY = Severity.ERROR


def check(claim: Claim) -> Iterator[Finding]:
    """Yield one finding for each stretch of days between two reviews that none holds."""
    by_start = sorted(range(len(claim.reviews)), key=lambda i: claim.reviews[i].holds.first)
    last = by_start[0]
    for index in by_start[1:]:
        ended = claim.reviews[last].holds.after
        if ended is None:
            break
        if ended < claim.reviews[index].holds.first:
            yield _finding(claim, last, index)
        after = claim.reviews[index].holds.after
        if after is None or after > ended:
            last = index


def _finding(claim: Claim, earlier: int, later: int) -> Finding:
    one, other = claim.reviews[earlier].holds, claim.reviews[later].holds
    reviews = ("claims", claim.id, "reviews")
    return Finding(
        at=(*reviews, later, "holds"),
        message=f"no review holds from {one.after} to {other.first}",
        hint="move an end: the end day of a window is excluded",
        related=(Related((*reviews, earlier, "holds"), "the window before"),),
    )
