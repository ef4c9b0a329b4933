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
