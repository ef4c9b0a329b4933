from lastro.rules import Article, Finding, Findings, find_fillers


def check(article: Article) -> Findings:
    for index, statement in enumerate(article.statements):
        for language, words in find_fillers(statement.because):
            yield Finding(
                route=("articles", article.id, "statements", index, "because", language),
                message=f"left out without a reason: {words}",
                hint="say why readers do not get an answer here",
            )
