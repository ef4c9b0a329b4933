"""The statements of an article stand in the order in which it makes them.

A reader goes through the article with our list beside it; a statement out of its place looks like
one that was left out.

Known where evidence.lock says where the words stand in the article's capture; others are passed
over.
"""

from collections.abc import Iterator
from itertools import pairwise

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Related, Severity
from lastro.evidence.proofs import quotes_of_article, quotes_of_claim
from lastro.places import RecordPath
from lastro.records import Article

SEVERITY = Severity.WARNING
WAIVABLE = True
FIX = "none"
SCOPE = "corpus"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each statement whose words stand before those of the one above it."""
    for article in corpus.articles.values():
        for (above, first, name), (at, offset, own) in pairwise(_placed(article, corpus)):
            if offset < first:
                yield Finding(
                    at=at,
                    message=f"{own} stands before {name} in the article",
                    hint="swap the two",
                    related=(Related(above, "listed before it"),),
                )


def _placed(article: Article, corpus: Corpus) -> Iterator[tuple[RecordPath, int, str]]:
    """Yield the route, offset and name of each statement whose place in the article is known."""
    left_out = {quoted.at: quoted for quoted in quotes_of_article(article)}
    for number, statement in enumerate(article.statements):
        at: RecordPath = ("articles", article.id, "statements", number)
        claim = corpus.claims.get(statement.claim or "")
        quoted = next(quotes_of_claim(claim)) if claim else left_out.get((*at, "left_out"))
        proof = corpus.proofs.get(quoted.key) if quoted else None
        if quoted and proof and quoted.is_proof(proof) and proof.offset is not None:
            name = f"'{claim.id}'" if claim else f"'{statement.left_out}'"
            yield (*at, "claim" if claim else "left_out"), proof.offset, name
