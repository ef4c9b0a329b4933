from lastro.rules import Claim, Finding, Findings


def check(claim: Claim) -> Findings:
    for index, item in enumerate(claim.evidence):
        if not (item.quote or item.note):
            message = "this evidence has neither a quote nor a note"
            hint = "quote the words, or say in `note` what the table or absence shows"
            yield Finding(route=(*claim.at, "evidence", index), message=message, hint=hint)
