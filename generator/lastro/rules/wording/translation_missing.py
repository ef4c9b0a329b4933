"""Every reader gets the whole answer in her language.

A page of two languages asks of its reader that she knows both, and what she skips may be what the
verdict turns on. Until the text is there, the page says that it is not translated yet.

Looked at is every text for readers, in each language of the site; the texts of lastro.yml are the
matter of `scale-broken`. Quotes and
`said.words` stay in their own language and need a `translation` into each other one; `pt` is not
asked of a quote in `pt-BR`, nor `en` of one in `en-GB`, nor a language in which `said.original` gives
the words. A quote of unknown language is passed over, and so is one of none (`lang: zxx`), such as
code; so are titles, `said.also` and the words of a reply, which are never translated.
"""

from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import lacks
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.model.base import Kept

SEVERITY = Severity.WARNING


def check(record: Kept, corpus: Corpus) -> Findings:
    """Yield one finding for each text and each language that it lacks."""
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
