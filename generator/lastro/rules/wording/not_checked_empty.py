"""Each claim says in words what could not be checked.

The limits of a check are part of it: a reader weighs a verdict by what was left aside. A dash
tells her nothing, not even whether anybody asked.

Refused is a text that is no more than a word such as "none", in any language and whatever its
case and punctuation, or that holds no letter at all. "Nothing was left out." is an answer. Whether
a sentence is true or says enough is not known here.
"""

from lastro.diagnostics.finding import Finding, Findings
from lastro.model.claim import Claim
from lastro.model.reader_text import find_fillers


def check(claim: Claim) -> Findings:
    """Yield one finding for each language of a `not_checked` that says nothing."""
    for language, words in find_fillers(claim.not_checked):
        at = ("claims", claim.id, "not_checked", language)
        hint = "say in words what was left, or that nothing was"
        yield Finding(route=at, message=f"not_checked says {words}", hint=hint)
