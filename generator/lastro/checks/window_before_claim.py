"""A verdict starts on the day the claim was said.

Before that day there was nothing to check; a window that starts earlier judges words that nobody
had said yet.

Only the earliest window is looked at. A month or a year in `said.on` counts from its first day. A
day of saying that lies after the article's own has its finding in `date-out-of-order`; only where
that is waived is it taken for right here.
"""

from collections.abc import Iterator

from lastro.checks.date_out_of_order import said_after_article
from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Related, Severity
from lastro.evidence.windows import in_order
from lastro.records import Claim

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "unsafe"
SCOPE = "corpus"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each claim whose first window starts before it was said."""
    for claim in corpus.claims.values():
        earliest = in_order(claim)[0]
        if earliest.holds.first >= claim.said.on.first or _said_is_wrong(claim, corpus):
            continue
        yield Finding(
            at=("claims", claim.id, "reviews", claim.reviews.index(earliest), "holds"),
            message=f"holds from {earliest.holds.start}, said on {claim.said.on}",
            hint=f"start it on the day it was said: {claim.said.on.first}",
            related=(Related(("claims", claim.id, "said", "on"), "said on this day"),),
        )


def _said_is_wrong(claim: Claim, corpus: Corpus) -> bool:
    waived = any(waiver.rule == "date-out-of-order" for waiver in claim.waivers)
    return said_after_article(claim, corpus) and not waived
