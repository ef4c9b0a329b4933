from lastro.rules import Claim, Corpus, Finding, Findings, Rewrite, clean, in_quotes, nearest

FIX = "unsafe"


def check(claim: Claim, corpus: Corpus) -> Findings:
    for index, item in enumerate(claim.evidence):
        if corpus.knows("sources", item.source):
            continue
        near, hint = nearest(item.source, corpus.sources), f"add sources/{clean(item.source)}.yml"
        at = ("claims", claim.id, "evidence", index, "source")
        yield Finding(
            route=at,
            message=f"no source has the id {in_quotes(item.source)}",
            hint=f"did you mean '{near}'? (sources/{near}.yml)" if near else hint,
            edits=(Rewrite(at, near),) if near else (),
        )
