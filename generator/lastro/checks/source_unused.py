"""Every source that is kept is there for a claim.

A reader takes the index of sources for what our verdicts rest on. One that nothing rests on makes
it look broader than it is.

Used is what a claim that is not withdrawn names in its evidence, its events or its reply, what an
article credits, and what such sources re-tell, however far back. Nothing is said while a record
cannot be read or names a source that is not there: it may mean any.
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
    named = set(_named(corpus))
    if corpus.unreadable or not named <= corpus.sources.keys():
        return
    used = _with_what_they_retell(named, corpus)
    for source in corpus.sources.values():
        if source.id not in used and not source.withdrawn:
            yield Finding(
                at=("sources", source.id),
                message=f"no claim cites {quoted(source.id)}",
                hint="cite it, or withdraw it",
            )


def _with_what_they_retell(named: set[str], corpus: Corpus) -> set[str]:
    stack, used = list(named), set(named)
    while stack:
        here = corpus.sources.get(stack.pop())
        told = set(here.derived_from if here else ()) - used
        used |= told
        stack.extend(told)
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
        credited = article.credited_to
        if credited and credited in corpus.sources and not article.withdrawn:
            yield credited
