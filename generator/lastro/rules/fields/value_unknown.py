from collections.abc import Iterator, Sequence

from lastro.diagnostics.fixes import TextEdit
from lastro.editing.edit import rewrite_text
from lastro.places import RecordPath
from lastro.rules import (
    Article,
    Claim,
    Diagnostic,
    Finding,
    Findings,
    Kept,
    Rewrite,
    Settings,
    fold_name,
)
from lastro.text.messages import in_quotes, nearest, suggestion_in

FIX = "unsafe"


def check(record: Kept, settings: Settings) -> Findings:
    scale = {rating.id: rating.id for rating in settings.ratings}
    labels = {
        fold_name(label): rating.id
        for rating in settings.ratings
        for text in (rating.label, rating.plural)
        for _, label in (text.readings if text else ())
    }
    for steps, rating in _ratings(record):
        if rating is None or rating in scale:
            continue
        at = (*record.at, *steps)
        label = fold_name(rating)
        near = labels.get(label) or (labels | scale).get(nearest(label, labels | scale), "")
        meant = f"did you mean '{near}'? " if near else ""
        yield Finding(
            route=at,
            message=f"{in_quotes(rating)} is not a rating",
            hint=f"{meant}allowed: {', '.join(scale)}",
            edits=(Rewrite(at, near),) if near else (),
        )


def _ratings(record: Kept) -> Iterator[tuple[RecordPath, str | None]]:
    if isinstance(record, Article):
        for index, row in enumerate(record.statements):
            yield ("statements", index, "rating"), row.rating
    if isinstance(record, Claim):
        for index, review in enumerate(record.reviews):
            yield ("reviews", index, "rating"), review.rating
        for index, correction in enumerate(record.corrections):
            if correction.was:
                yield ("corrections", index, "was", "rating"), correction.was.rating


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    return rewrite_text(text, found.place.route, suggestion_in(found.hint))
