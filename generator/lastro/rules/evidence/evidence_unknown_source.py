"""Evidence must cite a source that exists.

A reader follows the citation to judge for herself. One that leads nowhere only looks like backing.

Withdrawn sources exist; citing one is left to `link-to-withdrawn`.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Rewrite
from lastro.model.claim import Claim
from lastro.text.messages import clean, in_quotes, nearest

FIX = "unsafe"


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each passage whose source no file holds."""
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
