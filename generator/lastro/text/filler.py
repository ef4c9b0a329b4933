"""Texts that are there and say nothing: a dash, "n/a", "nada".

A key that must be filled is easily filled with the least that passes. A reader who is owed a reason
then gets a dash; so rules that demand words look here for what is none.
"""

import re

_LISTED = (
    "none|nothing|no|not|nil|null|empty|unknown|na|n a|n d|nd|n r|s n|not applicable|"
    "nothing at all|nothing else|none at all|none known|no reason|see above|"
    "nada|nenhum|nenhuma|não|nao|não se aplica|não aplicável|nada mais|sem|sem motivo|"
    "vazio|desconhecido|ver acima|"
    "ninguno|ninguna|ningunos|no aplica|no procede|"
    "rien|aucun|aucune|néant|neant|sans objet|nichts|keine|keines|keiner|entfällt|"
    "niente|nessuno|nessuna|nulla|niets|geen|inget|ingen|intet|"
    "нет|ничего|нічого|无|無|没有|なし|없음|لا شيء"
)
EMPTY_WORDS = frozenset(_LISTED.split("|"))
"""What says nothing, in any language, with signs left out and words parted by one blank."""


def says_nothing(text: str) -> bool:
    """Tell whether a text has no letter, or no more than one entry of the list in any case."""
    words = re.sub(r"[\W\d_]+", " ", text.casefold()).strip()
    return not words or words in EMPTY_WORDS
