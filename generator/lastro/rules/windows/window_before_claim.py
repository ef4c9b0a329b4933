"""A verdict starts on the day the claim was said.

Before that day there was nothing to check; a window that starts earlier judges words that nobody
had said yet.

Only the earliest window is looked at. A month, a year or any longer time in `said.on` counts from its
first day, a season from that of its year; where the day is `unknown`, a window may start on any. A
day of saying that lies after the article's own has its finding in `date-out-of-order`; only where
that is waived is it taken for right here.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related, Rewrite
from lastro.evidence.judge import is_said_after_article
from lastro.model.claim import Claim, in_order

FIX = "unsafe"


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each claim whose first window starts before it was said."""
    earliest, said = next(iter(in_order(claim)), None), claim.said.on
    if earliest is None or said is None or earliest.holds.first >= said.first:
        return
    is_waived = any(waiver.rule == "date-out-of-order" for waiver in claim.waivers)
    if is_said_after_article(claim, corpus) and not is_waived:
        return
    at = ("claims", claim.id, "reviews", claim.reviews.index(earliest), "holds")
    holds, day = earliest.holds, said.first
    has_ended = holds.after is not None and holds.after <= day
    meant = f"{day}{holds.text.removeprefix(str(holds.start))}"
    yield Finding(
        route=at,
        message=f"the window starts on {holds.start}, before the claim was made on {said}",
        hint=f"start the window on that day: {day}",
        related=(Related(("claims", claim.id, "said", "on"), "said on this day"),),
        edits=() if has_ended else (Rewrite(at, meant),),
    )
