from lastro.evidence.judge import is_said_after_article
from lastro.model.claim import in_order
from lastro.rules import Claim, Corpus, Finding, Findings, Related, Rewrite

FIX = "unsafe"


def check(claim: Claim, corpus: Corpus) -> Findings:
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
