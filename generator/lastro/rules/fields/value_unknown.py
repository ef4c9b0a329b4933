"""A value comes from its list, a rating from the published scale.

The method page explains every rating that a page can show. A misspelt one would be a verdict that
readers find nowhere explained.

Fixed lists such as `stance` and `kind` are looked at while the record is read, ratings here,
because the scale stands in lastro.yml.
"""

from collections.abc import Sequence

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings
from lastro.diagnostics.fixes import Rewrite, TextEdit
from lastro.diagnostics.report import Diagnostic
from lastro.editing.edit import rewrite_text
from lastro.text.messages import in_quotes, nearest, suggestion_in

FIX = "unsafe"
SCOPE = "record"


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each review whose rating the scale does not hold."""
    scale = [rating.id for rating in corpus.settings.ratings]
    for claim in corpus.claims_checked():
        for index, review in enumerate(claim.reviews):
            if review.rating in scale:
                continue
            near = nearest(review.rating, scale)
            meant = f"did you mean '{near}'? " if near else ""
            at = ("claims", claim.id, "reviews", index, "rating")
            yield Finding(
                route=at,
                message=f"{in_quotes(review.rating)} is not a rating",
                hint=f"{meant}allowed: {', '.join(scale)}",
                edits=(Rewrite(at, near),) if near else (),
            )


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    """Write the value that was probably meant."""
    return rewrite_text(text, found.place.route, suggestion_in(found.hint))
