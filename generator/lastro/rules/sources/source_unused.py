"""Every source that is kept is there for a claim.

A reader takes the index of sources for what our verdicts rest on. One that nothing rests on makes
it look broader than it is.

Used is what a claim that is not withdrawn names in its evidence, its events, its reply or as what
holds the original of its words, what an article credits, and what such sources re-tell, however far back. Nothing is said while a record
cannot be read or names a source that is not there: it may mean any.
"""

from collections.abc import Iterator

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.text.messages import in_quotes

SEVERITY = Severity.NOTE
LOOKS_AT = frozenset(
    {"credited_to", "derived_from", "evidence", "events", "reply", "said", "withdrawn"}
)


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each source that is held up and that nothing rests on."""
    named = set(_named(corpus))
    if corpus.unreadable or any(("sources", source) not in corpus.facts for source in named):
        return
    used = _with_what_they_retell(named, corpus)
    for at, source in corpus.facts.items():
        if at[0] == "sources" and source.id not in used and not source.withdrawn:
            message = f"no claim cites {in_quotes(source.id)}"
            hint = "cite it, or withdraw it"
            yield Finding(route=("sources", source.id), message=message, hint=hint)


def _with_what_they_retell(named: set[str], corpus: Corpus) -> set[str]:
    stack, used = list(named), set(named)
    while stack:
        here = corpus.facts.get(("sources", stack.pop()))
        told = set(here.derived_from if here else ()) - used
        used |= told
        stack.extend(told)
    return used


def _named(corpus: Corpus) -> Iterator[str]:
    for facts in corpus.facts.values():
        if facts.withdrawn:
            continue
        yield from facts.named
        if facts.credited_to and ("sources", facts.credited_to) in corpus.facts:
            yield facts.credited_to
