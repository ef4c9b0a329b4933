import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from lastro.rules import Claim, Finding, Findings, in_quotes

WAIVABLE = True
WORDS = msgspec.json.decode(Path(__file__).with_suffix(".json").read_bytes())
"""For each language what judges a claim, and expressions that hold such a word and judge nothing.

The primary subtag of a tag counts: pt-BR reads `pt`.
"""
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|‘[^‘’]*’|\"[^\"]*\"")


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    choices = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)


_JUDGING = {language: _any_of(words) for language, words in WORDS["judging"].items()}
_HARMLESS = {language: _any_of(words) for language, words in WORDS["harmless"].items()}


def check(claim: Claim) -> Findings:
    for language, text in claim.claim.readings:
        for word in verdict_words(text, language):
            yield Finding(
                route=("claims", claim.id, "claim", language),
                part=word,
                message=f"the claim says {in_quotes(word)}, which is a verdict",
                hint="say only what is claimed; the review judges",
            )


def verdict_words(text: str, language: str) -> list[str]:
    """Return the words of a text that judge it, as written, each once; source: WORDS."""
    subtag = language.partition("-")[0]
    if subtag not in _JUDGING or not _JUDGING[subtag].search(text):
        return []
    ours = _HARMLESS[subtag].sub(_blanks, _QUOTED.sub(_blanks, text))
    return list(dict.fromkeys(_JUDGING[subtag].findall(ours)))


def _blanks(found: re.Match[str]) -> str:
    return "_" * len(found[0])
