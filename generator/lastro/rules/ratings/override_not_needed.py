from lastro.diagnostics.finding import Drop
from lastro.rules import Claim, Corpus, Finding, Findings, Severity, in_quotes
from lastro.rules.ratings.rating_not_permitted import judge_windows

SEVERITY = Severity.WARNING
FIX = "unsafe"


def check(claim: Claim, corpus: Corpus) -> Findings:
    for judgement in judge_windows(claim, corpus):
        review = judgement.review
        if review.override is None or review.rating not in judgement.permitted:
            continue
        at = ("claims", claim.id, "reviews", claim.reviews.index(review), "override")
        yield Finding(
            route=at,
            on_key=True,
            message=f"{in_quotes(review.rating)} is permitted here",
            hint="remove `override`",
            edits=(Drop(at),),
        )
