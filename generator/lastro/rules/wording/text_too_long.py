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
