"""What an article says and we did not check is left out for a reason that readers see.

A check that picks the easy statements in silence misleads as much as a wrong verdict does.

A missing reason is found while loading; here, one that says nothing, such as "n/a" or a dash.
Whether the reason is a good one is for the people who review it.
"""

from lastro.rules import Article, Finding, Findings, find_fillers


def check(article: Article) -> Findings:
    for index, statement in enumerate(article.statements):
        for language, words in find_fillers(statement.because):
            yield Finding(
                route=("articles", article.id, "statements", index, "because", language),
                message=f"left out without a reason: {words}",
                hint="say why readers do not get an answer here",
            )
