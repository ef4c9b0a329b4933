"""Every source that is kept is there for a claim.

A reader takes the index of sources for what our verdicts rest on. One that nothing rests on makes
it look broader than it is.

Used is what a claim that is not withdrawn names in its evidence, its events or its reply, what an
article credits, and what such sources re-tell, however far back. Nothing is said while a claim or
an article cannot be read: it may cite anything.
"""

from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity, quoted

SEVERITY = Severity.NOTE
WAIVABLE = True
FIX = "none"
SCOPE = "corpus"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each source that is held up and that nothing rests on."""
    if corpus.unreadable:
        return
    used = _used(corpus)
    for source in corpus.sources.values():
        if source.id not in used and not source.withdrawn:
            yield Finding(
                at=("sources", source.id),
                message=f"no claim cites {quoted(source.id)}",
                hint="cite it, or withdraw it",
            )


def _used(corpus: Corpus) -> set[str]:
    stack = [*_named(corpus)]
    used: set[str] = set()
    while stack:
        here = stack.pop()
        if here not in used and here in corpus.sources:
            used.add(here)
            stack.extend(corpus.sources[here].derived_from)
    return used


def _named(corpus: Corpus) -> Iterator[str]:
    for claim in corpus.claims.values():
        if claim.withdrawn:
            continue
        yield from (item.source for item in claim.evidence)
        yield from (source for event in claim.events for source in event.sources)
        if claim.reply and claim.reply.source:
            yield claim.reply.source
    for article in corpus.articles.values():
        if article.credited_to and not article.withdrawn:
            yield article.credited_to
