"""A quote carries the point, and not the page around it.

On a phone the passage that matters must be seen at once; and we quote the words of others because
the point needs them, no further.

Counted are the characters of evidence quotes, of `said.words`, `said.also` and `left_out`, white
space around them left out, against `policy.quote_max` of lastro.yml. Translations are as long as
they must be.
"""

from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity
from lastro.places import RecordPath
from lastro.records import Claim

SEVERITY = Severity.WARNING
WAIVABLE = True
FIX = "none"
SCOPE = "record"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each text of others that is longer than the policy of the site."""
    limit = corpus.settings.policy.quote_max
    for at, words in _quotes(corpus):
        length = len(words.strip())
        if length > limit:
            yield Finding(
                at=at,
                message=f"{length} of {limit} characters",
                hint="quote what carries the point",
            )


def _quotes(corpus: Corpus) -> Iterator[tuple[RecordPath, str]]:
    for claim in corpus.claims.values():
        yield from _quotes_of(claim)
    for article in corpus.articles.values():
        for number, statement in enumerate(article.statements):
            if statement.left_out is not None:
                at = ("articles", article.id, "statements", number, "left_out")
                yield at, statement.left_out


def _quotes_of(claim: Claim) -> Iterator[tuple[RecordPath, str]]:
    said = ("claims", claim.id, "said")
    yield (*said, "words"), claim.said.words
    for number, words in enumerate(claim.said.also):
        yield (*said, "also", number), words
    for number, item in enumerate(claim.evidence):
        if item.quote is not None:
            yield ("claims", claim.id, "evidence", number, "quote", "exact"), item.quote.exact
