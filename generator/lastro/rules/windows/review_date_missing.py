from lastro.rules import Claim, Finding, Findings, Related


def check(claim: Claim) -> Findings:
    if claim.opened:
        return
    if claim.volatility is None and claim.review_by is None:
        yield Finding(
            route=("claims", claim.id, "volatility"),
            on_key=True,
            message="nothing says when to look again",
            hint="add `volatility: slow`, or `review_by` with a date",
        )
    elif claim.volatility and claim.review_by:
        yield Finding(
            route=("claims", claim.id, "review_by"),
            on_key=True,
            message="'volatility' and 'review_by' both say when to look again",
            hint="keep one",
            related=(Related(("claims", claim.id, "volatility"), "the other one"),),
        )
