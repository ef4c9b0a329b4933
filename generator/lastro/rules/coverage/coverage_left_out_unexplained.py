"""What an article says and we did not check is left out for a reason that readers see.

A check that picks the easy statements in silence misleads as much as a wrong verdict does.

A missing reason is found while loading; here, one that says nothing, such as "n/a" or a dash.
Whether the reason is a good one is for the people who review it.
"""

from lastro.diagnostics.finding import Finding, Findings
from lastro.model.article import Article
from lastro.model.reader_text import find_fillers


def check(article: Article) -> Findings:
    """Yield one finding for each language of a reason that says nothing."""
    for index, statement in enumerate(article.statements):
        for language, words in find_fillers(statement.because):
            yield Finding(
                route=("articles", article.id, "statements", index, "because", language),
                message=f"left out without a reason: {words}",
                hint="say why readers do not get an answer here",
            )
