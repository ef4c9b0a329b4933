"""A verdict starts on the day the claim was said.

Before that day there was nothing to check; a window that starts earlier judges words that nobody
had said yet.

Only the earliest window is looked at. A month or a year in `said.on` counts from its first day.
"""

from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Related, Severity
from lastro.evidence.windows import in_order

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "unsafe"
SCOPE = "record"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each claim whose first window starts before it was said."""
    for claim in corpus.claims.values():
        earliest = in_order(claim)[0]
        if earliest.holds.first >= claim.said.on.first:
            continue
        yield Finding(
            at=("claims", claim.id, "reviews", claim.reviews.index(earliest), "holds"),
            message=f"holds from {earliest.holds.start}, said on {claim.said.on}",
            hint=f"start it on the day it was said: {claim.said.on.first}",
            related=(Related(("claims", claim.id, "said", "on"), "said on this day"),),
        )
