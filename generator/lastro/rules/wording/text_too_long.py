"""The claim and the answer fit on one screen of a phone.

Both are read alone: in lists, in search results, in the cards that people pass on. What is cut off
there may be the half of the sentence that matters.

Counted are the characters of each language, white space around the text left out: 160 for `claim`,
200 for `short`.
"""

from lastro.model.reader_text import Text
from lastro.rules import Claim, Finding, Findings, RecordPath

LONGEST_CLAIM = 160
LONGEST_SHORT = 200


def check(claim: Claim) -> Findings:
    yield from _too_long(("claims", claim.id, "claim"), claim.claim, LONGEST_CLAIM)
    for index, review in enumerate(claim.reviews):
        at = ("claims", claim.id, "reviews", index, "short")
        yield from _too_long(at, review.short, LONGEST_SHORT)


def _too_long(at: RecordPath, text: Text, limit: int) -> Findings:
    for language, reading in text.readings:
        length = len(reading.strip())
        if length > limit:
            message = f"{at[-1]} has {length} characters, the limit is {limit}"
            yield Finding(route=(*at, language), message=message, hint="move detail to `because`")
