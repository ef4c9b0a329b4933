from lastro.evidence.origins import stakeholders
from lastro.rules import Claim, Finding, Findings, RecordPath, fold_name, in_quotes


def check(claim: Claim) -> Findings:
    stakes = stakeholders(claim)
    for index, review in enumerate(claim.reviews):
        overriding = review.override.by if review.override else ()
        signed: list[tuple[RecordPath, str]] = [
            (("by", n), name) for n, name in enumerate(review.by)
        ]
        signed += [(("override", "by", n), name) for n, name in enumerate(overriding)]
        for steps, name in signed:
            if fold_name(name) in stakes:
                is_own = fold_name(name) in map(fold_name, claim.claimant_names)
                what = "its own claim" if is_own else "a claim that it has a stake in"
                yield Finding(
                    route=("claims", claim.id, "reviews", index, *steps),
                    message=f"{in_quotes(name)} reviews {what}",
                    hint="someone without a stake decides",
                )
