"""A verdict that asks for nothing should not hide what the evidence shows.

'Unverified' is always permitted. Where a primary source, or several independent ones, agree, it
keeps from readers an answer that we have.

Looked at are ratings that ask for nothing, in windows of status primary or corroborated. A rating
that says what the evidence says, such as 'false' where it refutes, hides nothing; nor does one of
tone `mixed`, which is an answer too.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.evidence.tally import Status
from lastro.model.claim import Claim
from lastro.model.settings import Tone
from lastro.rules.ratings.rating_not_permitted import judge_windows
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each such review whose evidence agrees."""
    for judgement in judge_windows(claim, corpus):
        review, status = judgement.review, judgement.status
        rating = corpus.settings.rating(review.rating)
        agrees = status in (Status.PRIMARY, Status.CORROBORATED)
        if rating is None or corpus.settings.needs(rating) or not agrees:
            continue
        supporting = judgement.tallies["supports"].independent
        side: Tone = "for" if supporting else "against"
        if rating.tone in ("mixed", side):
            continue
        does = "support" if supporting else "refute"
        count = len(supporting or judgement.tallies["refutes"].independent)
        who = f"a primary source {does}s it"
        if status is Status.CORROBORATED:
            who = f"{count} independent origins {does} it"
        yield Finding(
            route=("claims", claim.id, "reviews", claim.reviews.index(review), "rating"),
            message=f"the rating is {in_quotes(rating.id)}, yet {who}",
            hint="rate the claim, or waive this rule and say why",
        )
