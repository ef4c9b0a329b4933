"""A verdict that asks for nothing should not hide what the evidence shows.

'Unverified' is always permitted. Where a primary source, or several independent ones, agree, it
keeps from readers an answer that we have.

Looked at are ratings that ask for nothing, in windows of status primary or corroborated. A rating
that says what the evidence says, such as 'false' where it refutes, hides nothing; nor does one of
tone `mixed`, which is an answer too.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.evidence.judge import Judgement
from lastro.evidence.tally import Status
from lastro.model.claim import Claim
from lastro.model.settings import Tone
from lastro.rules.ratings.rating_not_permitted import judge_windows
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each such review whose evidence agrees."""
    for judgement in judge_windows(claim, corpus):
        review = judgement.review
        rating = corpus.settings.rating(review.rating)
        agrees = judgement.status in (Status.PRIMARY, Status.CORROBORATED)
        if rating is None or corpus.settings.needs(rating) or not agrees:
            continue
        side: Tone = "for" if judgement.tallies["supports"].independent else "against"
        if rating.tone in ("mixed", side):
            continue
        at = ("claims", claim.id, "reviews", claim.reviews.index(review), "rating")
        message = f"the rating is {in_quotes(rating.id)}, yet {_what_agrees(judgement)}"
        yield Finding(
            route=at, message=message, hint="rate the claim, or waive this rule and say why"
        )


def _what_agrees(judgement: Judgement) -> str:
    supports, refutes = judgement.tallies["supports"], judgement.tallies["refutes"]
    for_it = bool(supports.independent)
    if judgement.status is Status.PRIMARY:
        return f"a primary source {'supports' if for_it else 'refutes'} it"
    count = len((supports if for_it else refutes).independent)
    return f"{count} independent origins {'support' if for_it else 'refute'} it"
