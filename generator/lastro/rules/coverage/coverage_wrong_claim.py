from lastro.places import RecordPath
from lastro.rules import Article, Corpus, Finding, Findings, Related, Rewrite
from lastro.text.messages import did_you_mean, in_quotes, nearest

FIX = "unsafe"


def check(article: Article, corpus: Corpus) -> Findings:
    first: dict[str, RecordPath] = {}
    for index, statement in enumerate(article.statements):
        at = ("articles", article.id, "statements", index)
        if statement.repeats and statement.repeats not in corpus.claims:
            yield from _not_here(corpus, article, statement.repeats, (*at, "repeats"))
        named, here = statement.claim, (*at, "claim")
        if named in first:
            yield Finding(
                route=here,
                message=f"{in_quotes(named)} is listed twice",
                hint="keep the place where the article says it first",
                related=(Related(first[named], "first here"),),
            )
        elif named:
            first[named] = here
            yield from _not_here(corpus, article, named, here)


def _not_here(corpus: Corpus, article: Article, named: str, at: RecordPath) -> Findings:
    claim = corpus.claims.get(named)
    if claim.article == article.id if claim else corpus.knows("claims", named):
        return
    here = corpus.claims_of[article.id]
    add = "add the claim to this folder, or write `left_out` with `because`"
    meant = "" if claim else nearest(named, here)
    elsewhere = f"it belongs to the article '{claim.article}': list it there" if claim else ""
    yield Finding(
        route=at,
        message=f"no claim {in_quotes(named)} in this folder",
        hint=elsewhere or did_you_mean(named, here, add),
        related=(Related(("claims", claim.id), "stands here"),) if claim else (),
        edits=(Rewrite(at, meant),) if meant else (),
    )
