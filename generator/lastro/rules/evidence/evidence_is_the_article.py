from lastro.rules import Claim, Corpus, Finding, Findings, Related
from lastro.text.identifiers import page_at


def check(claim: Claim, corpus: Corpus) -> Findings:
    article = corpus.articles.get(claim.article)
    page = page_at(article.url) if article and article.url else None
    for index, item in enumerate(claim.evidence if page else ()):
        source = corpus.sources.get(item.source)
        if source is None or source.url is None or page_at(source.url) != page:
            continue
        yield Finding(
            route=("claims", claim.id, "evidence", index, "source"),
            message="the article cannot be its own evidence",
            hint="cite what it rests on",
            related=(
                Related(("sources", source.id, "url"), "the address of the source"),
                Related(("articles", claim.article, "url"), "the address of the article"),
            ),
        )
