"""A link to another record leads somewhere.

Related claims, the sources that a source re-tells and those that show an event are ways on for a
reader, and ways back to where a story came from. A broken one hides an origin.

Looked at are `related`, `reply`, `events` and `derived_from`. The sources of evidence are left to
`evidence-unknown-source`, the claims of an article to `coverage-wrong-claim`.
"""

from collections.abc import Iterable, Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity, did_you_mean, quoted
from lastro.places import RecordPath
from lastro.records import Claim

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "unsafe"
SCOPE = "corpus"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each link whose target no file holds."""
    for claim in corpus.claims.values():
        for index, relation in enumerate(claim.related):
            if not corpus.knows_claim(relation.claim):
                link: RecordPath = ("claims", claim.id, "related", index, "claim")
                yield _leads_nowhere(link, "claim", relation.claim, corpus.claims)
        for at, source in _sources(claim):
            if not corpus.knows_source(source):
                yield _leads_nowhere(at, "source", source, corpus.sources)
    for teller in corpus.sources.values():
        for index, told in enumerate(teller.derived_from):
            if not corpus.knows_source(told):
                link = ("sources", teller.id, "derived_from", index)
                yield _leads_nowhere(link, "source", told, corpus.sources)


def _sources(claim: Claim) -> Iterator[tuple[RecordPath, str]]:
    for index, event in enumerate(claim.events):
        for number, source in enumerate(event.sources):
            yield ("claims", claim.id, "events", index, "sources", number), source
    if claim.reply and claim.reply.source:
        yield ("claims", claim.id, "reply", "source"), claim.reply.source


def _leads_nowhere(at: RecordPath, kind: str, target: str, known: Iterable[str]) -> Finding:
    return Finding(
        at=at,
        message=f"no {kind} has the id {quoted(target)}",
        hint=did_you_mean(target, known, f"add the {kind}, or delete this link"),
    )
