from lastro.model.claim import speaks_of
from lastro.rules import Claim, Corpus, Finding, Findings, Related, in_quotes


def check(claim: Claim, corpus: Corpus) -> Findings:
    for index, item in enumerate(claim.evidence):
        source = corpus.sources.get(item.source)
        if source and not speaks_of(item, source):
            yield Finding(
                route=(*claim.at, "evidence", index, "source"),
                message=f"nothing says which time {in_quotes(item.source)} is about",
                hint="add `speaks_of`: a day, a window, or the years in which it must lie: 2019/2026",
                related=(Related((*source.at, "published"), "unknown here"),),
            )
