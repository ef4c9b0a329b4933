"""What an article says and we did not check is left out for a reason that readers see.

A check that picks the easy statements in silence misleads as much as a wrong verdict does.

A missing reason is found while loading; here, one that says nothing, such as "n/a" or a dash.
Whether the reason is a good one is for the people who review it.
"""

from lastro.diagnostics.finding import Finding, Findings
from lastro.model.article import Article
from lastro.text.filler import says_nothing
from lastro.text.messages import in_quotes


def check(article: Article) -> Findings:
    """Yield one finding for each language of a reason that says nothing."""
    for index, statement in enumerate(article.statements):
        for language, text in statement.because.readings if statement.because else ():
            if says_nothing(text):
                yield Finding(
                    route=("articles", article.id, "statements", index, "because", language),
                    message=f"left out without a reason: {in_quotes(text.strip())}",
                    hint="say why readers do not get an answer here",
                )
