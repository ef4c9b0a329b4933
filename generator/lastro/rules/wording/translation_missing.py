from lastro.corpus.translations import lacks
from lastro.rules import Corpus, Finding, Findings, Kept, Severity

SEVERITY = Severity.WARNING


def check(record: Kept, corpus: Corpus) -> Findings:
    of_site = corpus.settings.languages
    for lack in lacks(record, corpus):
        hint = "add it to `translation`" if lack.of_quote else "add it; until then the page says so"
        if lack.text and lack.text.bare:
            tags = lack.languages if lack.of_quote else of_site
            keys = " and ".join(f"`{tag}: …`" for tag in tags)
            where = "`translation`" if lack.of_quote else "it"
            hint = f"a bare text counts as {of_site[0]}; write {keys} below {where}"
        name = next(step for step in reversed(lack.route) if isinstance(step, str))
        for language in lack.languages:
            message = f"'{name}' has no {language}"
            yield Finding(route=lack.route, on_key=True, message=message, hint=hint)
