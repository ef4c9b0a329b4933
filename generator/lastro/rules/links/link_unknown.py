from lastro.corpus.links import links_of
from lastro.rules import Corpus, Finding, Findings, Kept, Rewrite, did_you_mean, in_quotes, nearest

FIX = "unsafe"
LOOKED_AT = ("related", "said", "reply", "events", "derived_from")


def check(record: Kept, corpus: Corpus) -> Findings:
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
