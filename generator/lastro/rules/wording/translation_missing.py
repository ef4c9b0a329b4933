from lastro.corpus.translations import lacks
from lastro.model.catalogue import OWN, catalogues, list_lacking
from lastro.rules import Corpus, Finding, Findings, Kept, Settings, Severity

SEVERITY = Severity.WARNING


def check(subject: Kept | Settings, corpus: Corpus) -> Findings:
    of_site = corpus.settings.languages
    if isinstance(subject, Settings):
        for index, language in enumerate(of_site):
            if found := list_lacking(language) if language in catalogues() else ():
                message = (
                    f"{OWN}/{language}.yml lacks {len(found)} phrases: pages say them in English"
                )
                hint = f"write over each TODO; `lastro locale {language}` adds those that are not there"
                yield Finding(route=("lastro", "languages", index), message=message, hint=hint)
        return
    for lack in lacks(subject, corpus):
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
