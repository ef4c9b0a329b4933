from lastro.rules import Append, Article, Corpus, Finding, Findings, Related, nearest

FIX = "unsafe"


def check(article: Article, corpus: Corpus) -> Findings:
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
