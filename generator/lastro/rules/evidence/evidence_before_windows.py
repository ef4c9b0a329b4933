"""Old evidence is weighed for what it was about.

A passage about an earlier state of the world may no longer fit the claim. It counts for the first
window all the same, so somebody should have thought of it.

Looked at are passages that support or refute, whose time ended more than a year before the day the
claim was said: `speaks_of`, or the day of publication. One whose `note` says how it bears on the
claim is passed over.
"""

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
