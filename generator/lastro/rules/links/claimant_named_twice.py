from lastro.rules import Claim, Finding, Findings, RecordPath, Related, fold_name, in_quotes


def check(claim: Claim) -> Findings:
    first: dict[str, RecordPath] = {}
    for number, who in enumerate(claim.claimants):
        at: RecordPath = ("claims", claim.id, "claimant", number, "name")
        signs = [fold_name(who.name), *filter(None, [who.same_as])]
        before = next((first[sign] for sign in signs if sign in first), None)
        if before is not None:
            yield Finding(
                route=at,
                message=f"{in_quotes(who.name)} is named twice among those who made this claim",
                hint="name each of them once; offices held one after the other fit into one `office`",
                related=(Related(before, "first here"),),
            )
        first |= dict.fromkeys(signs, at) | first
