from datetime import timedelta

from lastro.model.claim import speaks_of
from lastro.rules import Claim, Corpus, Finding, Findings, Related, Severity, in_quotes

SEVERITY = Severity.NOTE
LONG_BEFORE = timedelta(days=366)


def check(claim: Claim, corpus: Corpus) -> Findings:
    for index, item in enumerate(claim.evidence):
        source = corpus.sources.get(item.source)
        period = speaks_of(item, source) if source else None
        after, said = period.after if period else None, claim.said.on
        is_early = after and said and said.first - after > LONG_BEFORE
        if item.stance == "context" or item.note or not is_early:
            continue
        at = ("claims", claim.id, "evidence", index)
        yield Finding(
            route=(*at, "speaks_of" if item.speaks_of else "source"),
            message=f"{in_quotes(item.id)} speaks of {period}, and counts for the first window",
            hint="say in `note` how it bears on the claim, or when it holds in `speaks_of`",
            related=(Related(("claims", claim.id, "said", "on"), "said here"),),
        )
