"""Each claim says in words what could not be checked.

The limits of a check are part of it: a reader weighs a verdict by what was left aside. A dash
tells her nothing, not even whether anybody asked.

Refused is a text that is no more than one of the words below, in any language and whatever its
case and punctuation, or that holds no letter at all. "Nothing was left out." is an answer. Whether
a sentence is true or says enough is not known here.
"""

import re
from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity, quoted

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "none"
SCOPE = "record"

_LISTED = (
    "none|nothing|no|not|nil|null|empty|unknown|na|n a|n d|nd|n r|s n|not applicable|"
    "nothing at all|nothing else|none at all|none known|"
    "nada|nenhum|nenhuma|não|nao|não se aplica|não aplicável|nada mais|sem|vazio|desconhecido|"
    "ninguno|ninguna|ningunos|no aplica|no procede|"
    "rien|aucun|aucune|néant|neant|sans objet|nichts|keine|keines|keiner|entfällt|"
    "niente|nessuno|nessuna|nulla|niets|geen|inget|ingen|intet|"
    "нет|ничего|нічого|无|無|没有|なし|없음|لا شيء"
)
SAYS_NOTHING = frozenset(_LISTED.split("|"))
"""What says nothing, with signs left out and words parted by one blank."""


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each language of a `not_checked` that says nothing."""
    for claim in corpus.claims.values():
        for language, text in claim.not_checked.readings:
            if _says_nothing(text):
                yield Finding(
                    at=("claims", claim.id, "not_checked", language),
                    message=f"not_checked says {quoted(text.strip())}",
                    hint="say in words what was left, or that nothing was",
                )


def _says_nothing(text: str) -> bool:
    words = re.sub(r"[\W\d_]+", " ", text.casefold()).strip()
    return not words or words in SAYS_NOTHING
