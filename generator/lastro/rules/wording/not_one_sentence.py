import re
from pathlib import Path

import msgspec

from lastro.model.reader_text import Text
from lastro.rules import Claim, Finding, Findings, RecordPath, Severity

SEVERITY = Severity.WARNING


_WORDS = msgspec.json.decode(
    Path(__file__).with_suffix(".json").read_bytes(), type=dict[str, frozenset[str]]
)
"""Abbreviations that more of the sentence follows, with a name that ends in a mark (`before_more`);
those that a sentence may end with, some whole words in another language (`may_close`); words that open
a sentence more often than they follow an abbreviation with a capital (`opens`); languages that write
"3rd" as "3." (`ordinal_points`)."""
_GREEK = "(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e]"
"""The Greek question mark, which looks like a semicolon and is typed as one."""
_FULL_STOPS = "。！？।॥۔։።፧။។"
"""Marks that end a sentence and nothing else."""
_ENCLOSED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]")
_STOP = re.compile(
    r"[.!?…؟]{1,4}(?=[”»\"')\]]*\s)|[" + _FULL_STOPS + r"](?=.)|" + _GREEK + r"(?=\s)"
)
_ASKS = re.compile(r"[?؟？፧]\s*$|[?؟፧]\s|^\s*¿|՞|" + _GREEK + r"(?:\s|$)")
_ASKING, _ENCLOSING = "?؟？¿፧՞;\u037e", '“«"(['
_NEAR = 80
"""Characters on each side of a mark that tell what it is."""
_CLOSING = "”»\"')]」』 "
_OPENING = "“«\"'([¿¡"


def check(claim: Claim) -> Findings:
    one_each = "one claim a file: `lastro new claim`"
    yield from _judged(("claims", claim.id, "claim"), claim.claim, one_each)
    for index, review in enumerate(claim.reviews):
        at = ("claims", claim.id, "reviews", index, "short")
        yield from _judged(at, review.short, "keep the answer; the rest belongs in `because`")


def _judged(at: RecordPath, text: Text, too_many: str) -> Findings:
    for language, reading in text.readings:
        if asks(reading):
            hint = "say what is claimed" if at[-1] == "claim" else "give the answer"
            yield Finding(route=(*at, language), message=f"{at[-1]} is a question", hint=hint)
        elif (number := sentences(reading, language)) > 1:
            yield Finding(
                route=(*at, language), message=f"{at[-1]} holds {number} sentences", hint=too_many
            )


def asks(text: str) -> bool:
    """Tell whether a sentence of a text is a question; one that is only quoted is none."""
    return any(mark in text for mark in _ASKING) and bool(_ASKS.search(_flattened(text)))


def sentences(text: str, language: str = "") -> int:
    flat = _flattened(text)
    ordinals = language.partition("-")[0] in _WORDS["ordinal_points"]
    return 1 + sum(_closes(found, flat, ordinals=ordinals) for found in _STOP.finditer(flat))


def _flattened(text: str) -> str:
    """Hide what stands in quotation marks and brackets, but not a mark that it ends with."""
    bare = text.strip()
    return _ENCLOSED.sub(_hidden, bare) if any(mark in bare for mark in _ENCLOSING) else bare


def _hidden(found: re.Match[str]) -> str:
    inner = found[0][1:-1]
    mark = inner[-1:] if inner.endswith((".", "!", "…")) else "x"
    return f"{found[0][0]}{'x' * (len(inner) - 1)}{mark}{found[0][-1]}" if inner else found[0]


def _closes(found: re.Match[str], text: str, *, ordinals: bool) -> bool:
    mark, start, end = found[0], found.start(), found.end()
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR].split()
    if mark in _FULL_STOPS:
        return bool(text[end:].strip(_CLOSING))
    following = [word.lstrip(_OPENING) for word in after if word.strip("”»\"')]")][:1]
    word = (before.split() or [""])[-1].lstrip(_OPENING).casefold()
    if not following or following[0][:1].islower() or word in _WORDS["before_more"]:
        return False
    if word.isdecimal() and word == text[:start]:  # the number of a list
        return False
    shortened = word in _WORDS["may_close"] or "." in word or (len(word) == 1 and word.isalpha())
    shortened |= ordinals and word.isdecimal() and len(word) < len("100")
    return mark != "." or not shortened or following[0].casefold() in _WORDS["opens"]
