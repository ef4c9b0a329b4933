"""A quote that no copy of the source backs rests on the word of whoever read it.

That is honest work, and the page says so; a copy would let anybody check the words again after the
page is gone.

Read are the quotes without an entry in evidence.lock whose source somebody has read.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.evidence.proofs import ARTICLE, QuotedWords, QuoteState, quotes_in, state
from lastro.model.base import Kept

SEVERITY = Severity.NOTE


def check(record: Kept, corpus: Corpus) -> Findings:
    """Yield one finding for each quote that was read and not captured."""
    for quoted in quotes_in(record, corpus):
        if state(quoted, corpus) is QuoteState.ATTESTED:
            hint = f"`lastro capture {_what(quoted)}` where its publisher allows it"
            message = f"{_who(quoted, corpus)}, but nobody captured it"
            yield Finding(route=quoted.route, message=message, hint=hint)


def _who(quoted: QuotedWords, corpus: Corpus) -> str:
    of_article = quoted.source.startswith(ARTICLE)
    source = None if of_article else corpus.sources.get(quoted.source)
    if source is None or source.read is None:
        return "read in the article by those who sign the review"
    return f"read by '{source.read.by}' on {source.read.on}"


def _what(quoted: QuotedWords) -> str:
    of_article = quoted.source.startswith(ARTICLE)
    return f"--article {quoted.source.removeprefix(ARTICLE)}" if of_article else quoted.source
