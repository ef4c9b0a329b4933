from lastro.evidence.origins import Origins
from lastro.rules import Claim, Corpus, Finding, Findings, Related, in_quotes


def check(claim: Claim, corpus: Corpus) -> Findings:
    origins = corpus.derive_once(Origins)
    for index, item in enumerate(claim.evidence):
        roots = origins.roots(item.source)
        if len(roots) > 1 and not item.origin:
            at = ("sources", item.source, "derived_from")
            yield Finding(
                route=(*claim.at, "evidence", index, "source"),
                message=f"{in_quotes(item.source)} leads to {len(roots)} origins",
                hint=f"say in `origin` which one this passage comes from: {', '.join(roots)}",
                related=(Related(at, "the source forks here"),),
            )
