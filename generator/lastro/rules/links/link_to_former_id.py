from collections.abc import Iterator

from lastro.corpus.facts import RetiredLink
from lastro.corpus.links import find_retired_links
from lastro.diagnostics.finding import Beside, FixStep
from lastro.rules import Claim, Corpus, Finding, Findings, Kept, Related, Rewrite, Severity
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING
FIX = "safe"


def check(record: Kept, corpus: Corpus) -> Findings:
    for link in find_retired_links(record, corpus):
        yield Finding(
            route=link.route,
            message=f"{in_quotes(link.written)} is now called {in_quotes(link.current)}",
            hint="use the new id",
            related=(Related(link.held, "its former ids"),),
            edits=tuple(_renamed(link, record)),
        )


def _renamed(link: RetiredLink, record: Kept) -> Iterator[FixStep]:
    """Use the new id; a passage keeps the old one as its own, by which the reasoning cites it."""
    yield Rewrite(link.route, link.current)
    if isinstance(record, Claim) and link.route[2] == "evidence":
        passage = record.evidence[int(link.route[3])]
        if passage.named == link.written:
            yield Beside(link.route, "id", link.written)
