"""A claim says what is claimed, and leaves the judging to the review.

A reader who meets "the false claim that …" has been told the answer before she saw any evidence,
and whoever is judged has been judged in a place that has no sources and no date.

Looked for are whole words and expressions, whatever their case, in each language that has a list
here: English and Portuguese. Markers of hearsay ("reportedly", "supostamente") are no verdict.
What stands in quotation marks is the claimant's, and is left alone; so are fixed expressions such
as "false alarm" and "perfil falso". Words that judge only in some places are listed with their
place: "is true" and not "true up", "a lie" and not "lies off the coast", "está errado" and not
"aeroporto errado". So an attribute slips through ("a wrong figure"), as do irony, words of the
list with a letter changed, and every language without a list. A claim that is itself about a lie
or a fake ("the minister lied") is caught although it may be right: waive it, and say so.
"""

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
