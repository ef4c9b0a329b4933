"""A translation says what its original says today.

Somebody corrects a figure in one language, and readers of the other go on reading the old one; the
diff shows nothing of it. Until it is mended the page says that the text is older than its original.

translations.lock holds, for each text and language, the hash of the text in the site's first
language that the translation was made from; it fires where that text has changed since. A
translation without an entry is silent, whether the lock is there or not: who writes a record in
the browser cannot write the lock, and a warning on every new text would be read by nobody. So a
translation can go stale unseen until it is first accepted. Translations of quotes, which are made
from the quote, are not looked at.
"""

from lastro.corpus.translations import stale
from lastro.rules import Corpus, Finding, Findings, Kept, Settings, Severity

SEVERITY = Severity.WARNING


def check(subject: Kept | Settings, corpus: Corpus) -> Findings:
    first = corpus.settings.languages[0]
    for found, language in stale(subject, corpus):
        message = f"'{first}' changed after '{language}' was written"
        hint = f"read both, then `lastro fmt --accept-translation {language}`"
        yield Finding(route=(*found.route, language), message=message, hint=hint)
