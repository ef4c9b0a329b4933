import re

from lastro.model.reader_text import CITATION
from lastro.rules import Claim, Corpus, Finding, Findings, Rewrite, in_quotes, nearest

FIX = "unsafe"
_PLAIN = ("'short' is plain text: readers would see the brackets", "cite in `because`", "")
_LIKE_A_CITATION = re.compile(r"\[@[^\[\]]*\]")


def check(claim: Claim, corpus: Corpus) -> Findings:
    for index, review in enumerate(claim.reviews):
        read = [(k, *one) for k in ("short", "because") for one in getattr(review, k).readings]
        for key, language, text in read:
            at = ("claims", claim.id, "reviews", index, key, language)
            for written in dict.fromkeys(_LIKE_A_CITATION.findall(text)):
                if fault := _PLAIN if key == "short" else _fault(written, claim, corpus):
                    message, hint, meant = fault
                    edits = (Rewrite(at, meant, written),) if meant else ()
                    yield Finding(route=at, part=written, message=message, hint=hint, edits=edits)


def _fault(written: str, claim: Claim, corpus: Corpus) -> tuple[str, str, str] | None:
    """Return what is wrong with a citation, what to do, and how it was probably meant."""
    read = CITATION.fullmatch(written)
    if read is None:
        hint = "write `[@evidence-id]` or `[@evidence-id, p. 12]`, each id in its own brackets"
        return f"{in_quotes(written)} is no citation", hint, ""
    ids = [item.id for item in claim.evidence]
    broken = [item.id for item in claim.evidence if not corpus.knows("sources", item.source)]
    if read[1] in ids or nearest(read[1], broken):
        return None
    message = f"{in_quotes('@' + read[1])} names no evidence of this claim"
    if near := nearest(read[1], ids):
        return message, f"did you mean '@{near}'?", written.replace(read[1], near, 1)
    return message, f"evidence here: {', '.join(ids)}", ""
