"""A quote carries the point, and not the page around it.

On a phone the passage that matters must be seen at once; and we quote the words of others because
the point needs them, no further.

Counted are the characters of evidence quotes, of `said.words`, `said.also` and `left_out`, white
space around them left out, against `policy.quote_max` of lastro.yml. Translations are as long as
they must be.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.evidence.proofs import quotes_of

SEVERITY = Severity.WARNING
SCOPE = "record"


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each text of others that is longer than the policy of the site."""
    limit = corpus.settings.policy.quote_max
    for quoted in quotes_of(corpus):
        length = len(quoted.quote.exact.strip())
        if length > limit:
            message = f"the quote has {length} characters, the limit is {limit}"
            hint = "quote only the words that carry the point"
            yield Finding(route=quoted.route, message=message, hint=hint)
