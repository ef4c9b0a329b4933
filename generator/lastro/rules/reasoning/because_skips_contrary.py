from lastro.evidence.judge import judgements
from lastro.evidence.tally import Status
from lastro.model.reader_text import cited_ids
from lastro.rules import Claim, Corpus, Finding, Findings, Related, Severity, in_quotes

SEVERITY = Severity.WARNING
_OTHER = {"supports": "refutes", "refutes": "supports"}


def check(claim: Claim, corpus: Corpus) -> Findings:
    for judgement in judgements(corpus)[claim.id]:
        is_contested, review = judgement.status is Status.CONTESTED, judgement.review
        for language, text in review.because.readings if is_contested else ():
            cited = set(cited_ids(text))
            sides = {c.stance for c in judgement.counted if c.id in cited and c.stance in _OTHER}
            if len(sides) != 1:
                continue
            side = _OTHER[sides.pop()]
            # a contested window has a passage without a stake on each side
            skipped = next(c for c in judgement.counted if c.stance == side and not c.party)
            passage = ("claims", claim.id, "evidence", skipped.index)
            yield Finding(
                route=(*claim.at, "reviews", claim.reviews.index(review), "because", language),
                message=f"{in_quotes(skipped.id)} {side} the claim, and `because` does not answer it",
                hint="say why it does not decide, and cite it",
                related=(Related(passage, f"{side} it"),),
            )
