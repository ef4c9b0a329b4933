"""A link to another record leads somewhere.

Related claims, the sources that a source re-tells and those that show an event are ways on for a
reader, and ways back to where a story came from. A broken one hides an origin.

Looked at are `related`, `said.original`, `reply`, `events` and `derived_from`. The sources of evidence are left to
`evidence-unknown-source`, the claims of an article to `coverage-wrong-claim`, the successor of a
withdrawn record to `withdrawn-incomplete`.
"""

from lastro.corpus.corpus import Corpus
from lastro.corpus.links import links_of
from lastro.diagnostics.finding import Finding, Findings, Rewrite
from lastro.model.base import Kept
from lastro.text.messages import did_you_mean, in_quotes, nearest

FIX = "unsafe"
LOOKED_AT = ("related", "said", "reply", "events", "derived_from")


def check(record: Kept, corpus: Corpus) -> Findings:
    """Yield one finding for each link whose target no file holds."""
    for link in links_of(record):
        if link.route[0] not in LOOKED_AT or corpus.knows(link.kind, link.target):
            continue
        at, kind = (*record.at, *link.route), link.kind.removesuffix("s")
        known = corpus.claims if link.kind == "claims" else corpus.sources
        near = nearest(link.target, known)
        yield Finding(
            route=at,
            message=f"no {kind} has the id {in_quotes(link.target)}",
            hint=did_you_mean(link.target, known, f"add the {kind}, or delete this link"),
            edits=(Rewrite(at, near),) if near else (),
        )
