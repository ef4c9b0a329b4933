"""A value comes from its list, a rating from the published scale.

The method page explains every rating that a page can show. A misspelt one would be a verdict that
readers find nowhere explained.

Fixed lists such as `stance` and `kind` are looked at while the record is read, ratings here,
because the scale stands in lastro.yml. The rating that a correction says readers were told is one of
the scale too: a step that no review takes any more stays on it as long as a page shows it.
"""

from collections.abc import Iterator, Sequence

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings
from lastro.diagnostics.fixes import Rewrite, TextEdit
from lastro.diagnostics.report import Diagnostic
from lastro.editing.edit import rewrite_text
from lastro.places import RecordPath
from lastro.text.messages import in_quotes, nearest, suggestion_in

FIX = "unsafe"
SCOPE = "record"


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each rating that the scale does not hold."""
    scale = [rating.id for rating in corpus.settings.ratings]
    for at, rating in _ratings(corpus):
        if rating is None or rating in scale:
            continue
        near = nearest(rating, scale)
        meant = f"did you mean '{near}'? " if near else ""
        yield Finding(
            route=at,
            message=f"{in_quotes(rating)} is not a rating",
            hint=f"{meant}allowed: {', '.join(scale)}",
            edits=(Rewrite(at, near),) if near else (),
        )


def _ratings(corpus: Corpus) -> Iterator[tuple[RecordPath, str | None]]:
    for claim in corpus.claims_checked():
        for index, review in enumerate(claim.reviews):
            yield ("claims", claim.id, "reviews", index, "rating"), review.rating
        for index, correction in enumerate(claim.corrections):
            if correction.was:
                yield (
                    ("claims", claim.id, "corrections", index, "was", "rating"),
                    correction.was.rating,
                )
    for article in corpus.articles_checked():
        for index, row in enumerate(article.statements):
            yield ("articles", article.id, "statements", index, "rating"), row.rating


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    """Write the value that was probably meant."""
    return rewrite_text(text, found.place.route, suggestion_in(found.hint))
