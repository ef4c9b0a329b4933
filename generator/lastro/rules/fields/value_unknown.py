from collections.abc import Iterator, Sequence

from lastro import rules
from lastro.diagnostics.fixes import TextEdit
from lastro.editing.edit import rewrite_text
from lastro.places import RecordPath
from lastro.text.messages import in_quotes, nearest, suggestion_in

FIX = "unsafe"


def check(record: rules.Kept, settings: rules.Settings) -> rules.Findings:
    scale = {rating.id: rating.id for rating in settings.ratings}
    labels = {
        rules.fold_name(label): rating.id
        for rating in settings.ratings
        for text in (rating.label, rating.plural)
        for _, label in (text.readings if text else ())
    }
    for steps, rating in _ratings(record):
        if rating is None or rating in scale:
            continue
        at = (*record.at, *steps)
        label = rules.fold_name(rating)
        near = labels.get(label) or (labels | scale).get(nearest(label, labels | scale), "")
        meant = f"did you mean '{near}'? " if near else ""
        yield rules.Finding(
            route=at,
            message=f"{in_quotes(rating)} is not a rating",
            hint=f"{meant}allowed: {', '.join(scale)}",
            edits=(rules.Rewrite(at, near),) if near else (),
        )


def _ratings(record: rules.Kept) -> Iterator[tuple[RecordPath, str | None]]:
    if isinstance(record, rules.Article):
        for index, row in enumerate(record.statements):
            yield ("statements", index, "rating"), row.rating
    if isinstance(record, rules.Claim):
        for index, review in enumerate(record.reviews):
            yield ("reviews", index, "rating"), review.rating
        for index, correction in enumerate(record.corrections):
            if correction.was:
                yield ("corrections", index, "was", "rating"), correction.was.rating


def fix(text: str, found: rules.Diagnostic) -> Sequence[TextEdit]:
    return rewrite_text(text, found.place.route, suggestion_in(found.hint))
