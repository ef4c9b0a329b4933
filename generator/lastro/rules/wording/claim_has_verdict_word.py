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

from lastro.diagnostics.finding import Finding, Findings
from lastro.model.claim import Claim
from lastro.text.messages import in_quotes

WAIVABLE = True
WORDS = {
    "en": (
        "false|falsely|falsehood|falsehoods|untrue|untruth|half-truth|is true|are true|"
        "was true|were true|not true|true that|half-true|myth|myths|hoax|hoaxes|fake|"
        "fakes|faked|bogus|phony|debunk|debunks|debunked|disproved|disproven|"
        "discredited|refuted|misleading|misleadingly|deceptive|baseless|unfounded|"
        "inaccurate|inaccurately|incorrect|incorrectly|erroneous|erroneously|wrongly|"
        "is wrong|are wrong|was wrong|were wrong|got it wrong|a lie|lies about|"
        "outright lies|lied|liar|liars|lying about|conspiracy theory|conspiracy theories|"
        "fact-checked"
    ),
    "pt": (
        "falso|falsa|falsos|falsas|falsamente|fake|fake news|é verdade|era verdade|"
        "verdade que|é verdadeiro|é verdadeira|são verdadeiros|são verdadeiras|inverdade|"
        "inverdades|meia-verdade|inverídico|inverídica|inverídicos|inverídicas|boato|"
        "boatos|mito|mitos|farsa|farsas|lorota|lorotas|mentira|mentiras|mentiu|"
        "mentiram|mentiroso|mentirosa|mentirosos|mentirosas|enganoso|enganosa|enganosos|"
        "enganosas|enganosamente|infundado|infundada|infundados|infundadas|incorreto|"
        "incorreta|incorretos|incorretas|incorretamente|equivocado|equivocada|equivocados|"
        "equivocadas|equivocadamente|erroneamente|está errado|está errada|estão errados|"
        "estão erradas|desmentido|desmentida|desmentidos|desmentidas|teoria da conspiração|"
        "teorias da conspiração"
    ),
}
"""For each language what judges a claim, parted by `|`. The primary subtag of a tag counts: pt-BR reads `pt`."""
FIXED = {
    "en": (
        "false alarm|false alarms|false positive|false positives|false negative|"
        "false negatives|false start|false starts|false teeth|false ceiling|"
        "wrongly convicted|wrongly accused|wrongly imprisoned|wrongly jailed|fake fur|"
        "fake leather"
    ),
    "pt": (
        "alarme falso|alarmes falsos|falso positivo|falsos positivos|falso negativo|"
        "falsos negativos|perfil falso|perfis falsos|documento falso|documentos falsos|"
        "nota falsa|notas falsas|dinheiro falso|moeda falsa|falsa identidade|"
        "identidade falsa"
    ),
}
"""Expressions that hold a word of the list and judge nothing."""
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|‘[^‘’]*’|\"[^\"]*\"")


def _any_of(words: str) -> re.Pattern[str]:
    longest_first = sorted(words.split("|"), key=lambda word: (-len(word), word))
    choices = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)


_JUDGING = {language: _any_of(words) for language, words in WORDS.items()}
_HARMLESS = {language: _any_of(words) for language, words in FIXED.items()}


def check(claim: Claim) -> Findings:
    """Yield one finding for each judging word of a claim, however often it stands there."""
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
    if subtag not in WORDS or not _JUDGING[subtag].search(text):
        return []
    ours = _HARMLESS[subtag].sub(_blanks, _QUOTED.sub(_blanks, text))
    return list(dict.fromkeys(_JUDGING[subtag].findall(ours)))


def _blanks(found: re.Match[str]) -> str:
    return "_" * len(found[0])
