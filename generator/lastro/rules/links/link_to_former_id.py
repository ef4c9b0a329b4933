"""A link uses the name that a record has now.

Readers still arrive, as retired names are kept. But who follows the record by its file name finds
no such file, and the detour hides that two texts speak of one thing.

Everything else reads such a link as if the new id stood there. Citations in a reasoning name
evidence and stay as they are.
"""

from collections.abc import Iterator

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import RetiredLink
from lastro.diagnostics.finding import Finding, Findings, Related, Severity
from lastro.diagnostics.fixes import Beside, FixStep, Rewrite
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING
FIX = "safe"
SCOPE = "corpus"


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each link that was written with a retired id."""
    for link in corpus.retired_links:
        yield Finding(
            route=link.route,
            message=f"{in_quotes(link.written)} is now called {in_quotes(link.current)}",
            hint="use the new id",
            related=(Related(link.held, "its former ids"),),
            edits=tuple(_renamed(link, corpus)),
        )


def _renamed(link: RetiredLink, corpus: Corpus) -> Iterator[FixStep]:
    """Use the new id; a passage keeps the old one as its own, by which the reasoning cites it."""
    yield Rewrite(link.route, link.current)
    if link.route[0] != "claims" or link.route[2] != "evidence":
        return
    passage = corpus.claims[str(link.route[1])].evidence[int(link.route[3])]
    if passage.named == link.written:
        yield Beside(link.route, "id", link.written)
