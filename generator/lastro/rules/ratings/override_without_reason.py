from lastro.rules import Claim, Finding, Findings, find_fillers


def check(claim: Claim) -> Findings:
    for index, review in enumerate(claim.reviews):
        for language, words in find_fillers(review.override.reason if review.override else None):
            yield Finding(
                route=("claims", claim.id, "reviews", index, "override", "reason", language),
                message=f"this override has no reason: {words}",
                hint="readers see the reason in full: write it",
            )
