from lastro.evidence.proofs import ARTICLE, QuoteState, quotes_in, state
from lastro.rules import Corpus, Finding, Findings, Kept, Severity

SEVERITY = Severity.NOTE


def check(record: Kept, corpus: Corpus) -> Findings:
    for quoted in quotes_in(record, corpus):
        if state(quoted, corpus) is QuoteState.ATTESTED:
            read, what = "in the article by those who sign the review", quoted.source
            if quoted.source.startswith(ARTICLE):
                what = f"--article {quoted.source.removeprefix(ARTICLE)}"
            elif seen := corpus.sources[quoted.source].read:
                read = f"by '{seen.by}' on {seen.on}"
            hint = f"`lastro capture {what}` where its publisher allows it"
            message = f"read {read}, but nobody captured it"
            yield Finding(route=quoted.route, message=message, hint=hint)
