"""Each passage has a name of its own, and stands there once.

The reasoning cites passages by name; of two with the same one, a reader could be sent to the wrong
words. And one passage listed twice looks like two.

A passage is named by its `id`, else by its source. The same words of one source under two ids are
reported as well; the same words in two sources are not, as they may well be two.
"""

from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Related, Severity, quoted
from lastro.records import Claim, Evidence
from lastro.values import folded

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "none"
SCOPE = "record"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each passage whose name, or whose words, an earlier one has."""
    for claim in corpus.claims.values():
        named: dict[str, int] = {}
        worded: dict[tuple[str, str], int] = {}
        for index, item in enumerate(claim.evidence):
            words = _words(item)
            if item.id in named:
                yield _same_name(claim, named[item.id], index)
            elif words and words in worded:
                yield _same_words(claim, worded[words], index)
            named.setdefault(item.id, index)
            if words:
                worded.setdefault(words, index)


def _words(item: Evidence) -> tuple[str, str] | None:
    return (item.source, folded(item.quote.exact)) if item.quote else None


def _same_name(claim: Claim, first: int, index: int) -> Finding:
    item = claim.evidence[index]
    cited_twice = item.named is None and claim.evidence[first].named is None
    name = quoted(item.id)
    return Finding(
        at=("claims", claim.id, "evidence", index, "id" if item.named else "source"),
        message=f"{name} is cited above too" if cited_twice else f"another passage is named {name}",
        hint="give one of them an `id`" if cited_twice else "give this one another `id`",
        related=(Related(_name_of(claim, first), "first here"),),
    )


def _name_of(claim: Claim, index: int) -> tuple[str | int, ...]:
    key = "id" if claim.evidence[index].named else "source"
    return ("claims", claim.id, "evidence", index, key)


def _same_words(claim: Claim, first: int, index: int) -> Finding:
    evidence = ("claims", claim.id, "evidence")
    return Finding(
        at=(*evidence, index, "quote"),
        message=f"the same words of {quoted(claim.evidence[index].source)} are cited twice",
        hint="keep one passage, and cite it twice in `because`",
        related=(Related((*evidence, first, "quote"), "first here"),),
    )
