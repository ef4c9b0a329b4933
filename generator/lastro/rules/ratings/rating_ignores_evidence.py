from lastro.evidence.tally import Status
from lastro.model.settings import Tone
from lastro.rules import Claim, Corpus, Finding, Findings, Severity, in_quotes
from lastro.rules.ratings.rating_not_permitted import judge_windows

SEVERITY = Severity.WARNING


def check(claim: Claim, corpus: Corpus) -> Findings:
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
