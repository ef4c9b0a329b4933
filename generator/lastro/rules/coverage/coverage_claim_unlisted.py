"""Every claim of an article stands in its coverage map.

Readers of the article page go through the map from top to bottom. A check that it does not list
is one that they will not find.

A statement that misspells the claim's id is one fault and has its finding in
`coverage-wrong-claim`.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Append, Finding, Findings, Related
from lastro.model.article import Article
from lastro.text.messages import nearest

FIX = "unsafe"


def check(article: Article, corpus: Corpus) -> Findings:
    """Yield one finding for each claim that the article of its folder leaves out."""
    ids = corpus.claims_of[article.id]
    listed = {statement.claim for statement in article.statements if statement.claim}
    listed |= {nearest(claim, ids) for claim in listed if not corpus.knows("claims", claim)}
    at = ("articles", article.id, "statements")
    for claim in ids:
        if claim not in listed:
            yield Finding(
                route=at,
                on_key=True,
                message=f"article.yml does not list '{claim}'",
                hint=f"add `- {{claim: {claim}}}` where it stands in the article",
                related=(Related(("claims", claim), "the claim"),),
                edits=(Append(at, {"claim": claim}),),
            )
