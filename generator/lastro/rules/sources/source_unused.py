"""Every source that is kept is there for a claim.

A reader takes the index of sources for what our verdicts rest on. One that nothing rests on makes
it look broader than it is.

Used is what a claim that is not withdrawn names in its evidence, its events, its reply or as what
holds the original of its words, what an article credits, and what such sources re-tell, however far back. Nothing is said while a record
cannot be read or names a source that is not there: it may mean any.
"""

from collections.abc import Container, Iterator

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.text.messages import in_quotes

SEVERITY = Severity.NOTE


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each source that is held up and that nothing rests on."""
    sources = {row.id: row for row in corpus.facts.rows("sources", "derived_from", "withdrawn")}
    used = set(_named(corpus, sources))
    if corpus.list_unreadable() or not used <= sources.keys():
        return
    left = list(used)
    while left:
        here = sources.get(left.pop())
        told = set(here.derived_from if here else ()) - used
        used |= told
        left.extend(told)
    for source in sources.values():
        if source.id not in used and not source.withdrawn:
            message = f"no claim cites {in_quotes(source.id)}"
            hint = "cite it, or withdraw it"
            yield Finding(route=("sources", source.id), message=message, hint=hint)


def _named(corpus: Corpus, sources: Container[str]) -> Iterator[str]:
    for claim in corpus.facts.rows("claims", "named", "withdrawn"):
        yield from () if claim.withdrawn else claim.named
    for article in corpus.facts.rows("articles", "credited_to", "withdrawn"):
        if not article.withdrawn and article.credited_to in sources:
            yield article.credited_to
