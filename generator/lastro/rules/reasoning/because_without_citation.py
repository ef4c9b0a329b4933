"""The reasoning of a verdict cites what it rests on.

A reader follows an argument by its proofs. Without citations she cannot tell which sentence comes
from a source and which is ours.

Looked at in each language, as each is read by itself. Whether the citation leads anywhere is the
matter of `citation-unknown`.
"""

from lastro.rules import Claim, Finding, Findings

WAIVABLE = True


def check(claim: Claim) -> Findings:
    for index, review in enumerate(claim.reviews):
        for language, text in review.because.readings:
            if "[@" not in text:
                at = (*claim.at, "reviews", index, "because", language)
                hint = f"cite the evidence that carries it, such as `[@{claim.evidence[0].id}]`"
                yield Finding(route=at, message="the reasoning cites nothing", hint=hint)
