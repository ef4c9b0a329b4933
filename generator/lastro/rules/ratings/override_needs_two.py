"""Two people sign a rating that the evidence does not permit.

Readers see an override in full. It is the one way past the scale, and must not hang on the
judgement of one person on one day.

One name written twice is one name.
"""

from lastro.rules import Claim, Finding, Findings, fold_name


def check(claim: Claim) -> Findings:
    for index, review in enumerate(claim.reviews):
        if review.override and len({fold_name(name) for name in review.override.by}) == 1:
            yield Finding(
                route=(*claim.at, "reviews", index, "override", "by"),
                on_key=True,
                message="only one person signs this override",
                hint="have a second editor sign it in `by`",
            )
