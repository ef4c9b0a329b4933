"""A claim is one checkable sentence, and so is the answer to it.

Two statements in one claim can have two verdicts, and a reader cannot tell which of them was
rated; a question claims nothing. The answer is read alone, in lists and cards.

Counted are the sentences of `claim` and `short`, in each language. A sentence ends with a full
stop, a question mark, an exclamation mark or an ellipsis before a blank and a capital, a figure or
a quotation mark, with a full stop that is used for nothing else, such as 。 । or ։, or with the
Greek question mark. It does not end after an initial, a known abbreviation or a number of a list,
nor within quotation marks or brackets; after an abbreviation that may close a sentence ("Inc.",
"U.S.", "a.m."), and after "3." where that is "3rd" as in German, it does where the next word is one
that opens sentences, such as "The" or "Ela". Semicolons and colons part no sentences. Clauses that "and" joins are one sentence here, whatever
they claim; a sentence that starts without a capital is not seen.
"""

import re

from lastro.model.reader_text import Text
from lastro.rules import Claim, Finding, Findings, RecordPath, Severity

SEVERITY = Severity.WARNING


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BEFORE_MORE = _words(
    "mr mrs ms mx dr drs prof rev fr sr sra srta srs dra profa gov sen rep gen col lt sgt capt "
    "cmdr adm hon st mt ft nº pp pg pág págs pag fig figs vol cap sec seç arts al "
    "cf ca approx aprox vs op ed eds yahoo nr str hr abs mio mrd tsd evtl inkl zzgl vgl geb ing hrsg "
    "bd bzw sog dipl dott sig dhr mevr bijv np ul tys ул им डॉ प्रो श्री ডা"
)
"""Abbreviations that more of the sentence follows, and a name that ends in a mark."""
_MAY_CLOSE = _words(
    "inc corp co ltd llc plc bros dept etc cia ltda jr est séc cit no nos art par ex ver av rod "
    "jan feb mar apr jun jul aug sept sep oct nov dec fev abr mai ago set out dez jh chr usw ggf max min ecc ee uu uds"
)
"""Abbreviations that a sentence may end with; some are whole words in the other language."""
_OPENS = _words(
    "the a an it its he she they this that these those there in on at but and as by for from "
    "however no yes his her their we our one two both neither after before since when while "
    "o os as um uma ele ela eles elas isso isto este esta esse essa em no na nos nas mas e já "
    "por para segundo depois antes desde quando enquanto não nem seu sua nenhum nenhuma "
    "der die das er sie es ein eine dies diese doch aber und wir niemand"
)
"""Words that open a sentence more often than they follow an abbreviation with a capital."""
_ORDINAL_POINTS = _words("bs cs da de et fi fo hr hu is lb lv nb nn no pl sk sl sr tr")
"""Languages that write "3rd" as "3."."""
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
    """Count the sentences of a text."""
    flat = _flattened(text)
    ordinals = language.partition("-")[0] in _ORDINAL_POINTS
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
    """Tell whether the mark of a place where a sentence might end does end one."""
    mark, start, end = found[0], found.start(), found.end()
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR].split()
    if mark in _FULL_STOPS:
        return bool(text[end:].strip(_CLOSING))
    following = [word.lstrip(_OPENING) for word in after if word.strip("”»\"')]")][:1]
    word = (before.split() or [""])[-1].lstrip(_OPENING).casefold()
    if not following or following[0][:1].islower() or word in _BEFORE_MORE:
        return False
    if word.isdecimal() and word == text[:start]:  # the number of a list
        return False
    shortened = word in _MAY_CLOSE or "." in word or (len(word) == 1 and word.isalpha())
    shortened |= ordinals and word.isdecimal() and len(word) < len("100")
    return mark != "." or not shortened or following[0].casefold() in _OPENS
