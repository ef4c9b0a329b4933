from collections.abc import Container, Iterator

from lastro.rules import Corpus, Finding, Findings, Severity, in_quotes

SEVERITY = Severity.NOTE


def check(corpus: Corpus) -> Findings:
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
