from lastro.evidence.tally import Status
from lastro.rules import Claim, Corpus, Finding, Findings, Severity
from lastro.rules.ratings.rating_not_permitted import judge_windows

SEVERITY = Severity.NOTE


def check(claim: Claim, corpus: Corpus) -> Findings:
    for judgement in judge_windows(claim, corpus):
        is_carried = judgement.status is Status.PARTIES_ONLY and judgement.tallies["supports"].party
        if is_carried and not claim.withdrawn:
            number = claim.reviews.index(judgement.review)
            at = ("claims", claim.id, "reviews", number, "rating")
            message = "nobody without a stake supports this, only parties do"
            yield Finding(route=at, message=message, hint="look for an origin without a stake")
