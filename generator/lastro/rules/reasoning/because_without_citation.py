from lastro.rules import Claim, Finding, Findings

WAIVABLE = True


def check(claim: Claim) -> Findings:
    for index, review in enumerate(claim.reviews):
        for language, text in review.because.readings:
            if "[@" not in text:
                at = (*claim.at, "reviews", index, "because", language)
                hint = f"cite the evidence that carries it, such as `[@{claim.evidence[0].id}]`"
                yield Finding(route=at, message="the reasoning cites nothing", hint=hint)
