"""Where the evidence is contested, the reasoning answers the side that it does not follow.

A reader who sees a passage against the verdict, and not a word on it, must think that it was
overlooked or hidden.

Looked at are windows whose status is contested: origins without a stake on both sides. Of each
language of `because` the citations are read; it fires when those that count in the window stand on
one side only. One citation of the other side is an answer here; whether it answers well is for
editors. A reasoning that cites neither side is left to `because-without-citation`.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related, Severity
from lastro.evidence.judge import judgements
from lastro.evidence.tally import Status
from lastro.model.claim import Claim
from lastro.model.reader_text import cited_ids
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING
_OTHER = {"supports": "refutes", "refutes": "supports"}


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each language of a `because` that cites one side of two."""
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
