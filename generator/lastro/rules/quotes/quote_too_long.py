"""A quote carries the point, and not the page around it.

On a phone the passage that matters must be seen at once; and we quote the words of others because
the point needs them, no further.

Counted are the characters of evidence quotes, of `said.words` with the words that are shown beside
them, of `said.also`, `said.original` and `left_out`, white space around them left out, against `policy.quote_max` of lastro.yml. Translations are as long as
they must be.
"""

from lastro.evidence.proofs import quotes_in
from lastro.rules import Corpus, Finding, Findings, Kept, Severity

SEVERITY = Severity.WARNING


def check(record: Kept, corpus: Corpus) -> Findings:
    limit = corpus.settings.policy.quote_max
    for quoted in quotes_in(record, corpus):
        quote = quoted.quote
        beside = (quote.prefix, quote.suffix) if "said" in quoted.route else (None, None)
        length = len(" ".join(filter(None, (beside[0], quote.exact, beside[1]))).strip())
        if length > limit:
            message = f"the quote has {length} characters, the limit is {limit}"
            hint = "quote only the words that carry the point"
            yield Finding(route=quoted.route, message=message, hint=hint)
