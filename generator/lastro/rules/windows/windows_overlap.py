from lastro.rules import Claim, Finding, Findings, Related, in_quotes
from lastro.text.dates import meets


def check(claim: Claim) -> Findings:
    reviews = ("claims", claim.id, "reviews")
    by_start = sorted(enumerate(claim.reviews), key=lambda numbered: numbered[1].holds.first)
    for position, (later, review) in enumerate(by_start):
        held = [(n, one) for n, one in by_start[:position] if meets(one.holds, review.holds)]
        for earlier, one in held[-1:]:
            both = f"{in_quotes(one.rating)} and {in_quotes(review.rating)}"
            yield Finding(
                route=(*reviews, later, "holds"),
                message=f"{both} both hold on {review.holds.first}",
                hint="let one end where the next begins",
                related=(Related((*reviews, earlier, "holds"), "holds on that day too"),),
            )
