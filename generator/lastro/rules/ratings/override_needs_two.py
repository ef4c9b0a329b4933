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
