from lastro.corpus.translations import stale
from lastro.rules import Corpus, Finding, Findings, Kept, Settings, Severity

SEVERITY = Severity.WARNING


def check(subject: Kept | Settings, corpus: Corpus) -> Findings:
    first = corpus.settings.languages[0]
    for found, language in stale(subject, corpus):
        message = f"'{first}' changed after '{language}' was written"
        hint = f"read both, then `lastro fmt --accept-translation {language}`"
        yield Finding(route=(*found.route, language), message=message, hint=hint)
