from lastro.diagnostics.report import count_of
from lastro.rules import Corpus, Finding, Findings, Related


def check(corpus: Corpus) -> Findings:
    for article, claims in corpus.claims_of.items():
        if not corpus.knows("articles", article):
            yield Finding(
                route=("claims", claims[0]),
                message=f"no article.yml beside {count_of(len(claims), 'claim')}",
                hint=f"add claims/{article}/article.yml: title, publisher and the statements it makes",
                related=tuple(Related(("claims", c), "in the same folder") for c in claims[1:]),
            )
