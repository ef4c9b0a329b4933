from lastro.rules import Claim, Finding, Findings, find_fillers


def check(claim: Claim) -> Findings:
    for language, words in find_fillers(claim.not_checked):
        at = ("claims", claim.id, "not_checked", language)
        hint = "say in words what was left, or that nothing was"
        yield Finding(route=at, message=f"not_checked says {words}", hint=hint)
