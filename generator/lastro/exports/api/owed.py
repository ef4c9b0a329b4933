"""What readers are owed of a record: a first check, a moved verdict, a correction, a withdrawal.

Who mirrors the site or wrote of a verdict must hear that it moved, and from what to what. All of it
is told by the records, never by git; a reformatted record owes nobody anything.
"""

from collections.abc import Iterator
from typing import Literal

from lastro.exports.api.files import Answer, OwedChange
from lastro.model.base import Correction, Kept
from lastro.model.claim import Claim, Review, find_corrected
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView, WindowView


def list_owed(site: Site, at: RecordPath) -> Iterator[OwedChange]:
    """Yield what readers are owed of a record: its checks by window, its corrections, its withdrawal."""
    kind, record_id = map(str, at)
    record = site.corpus.records[at]
    view = site.claims.get(record_id) if kind == "claims" else None
    if isinstance(view, ClaimView):
        yield from _decisions(view)
    if isinstance(record, Claim):
        yield from _corrections(record)
    if record.withdrawn:
        yield _withdrawal(record, view if isinstance(view, ClaimView) else None)


def _decisions(view: ClaimView) -> Iterator[OwedChange]:
    """Yield the first check with the verdict of that day, then each window that was added later."""
    first = view.published
    if first is None:
        return
    on_first = [window for window in view.windows if window.review.decided == first]
    yield _change(view, on_first[-1], "checked", None)
    for number, window in enumerate(view.windows):
        if window.review.decided > first:
            yield _change(view, window, "moved", view.windows[number - 1] if number else None)


def _change(
    view: ClaimView,
    window: WindowView,
    kind: Literal["checked", "moved"],
    before: WindowView | None,
) -> OwedChange:
    return OwedChange(
        on=window.review.decided.isoformat(),
        kind=kind,
        record=f"claims/{view.id}",
        claim=view.id,
        window=window.review.holds.text,
        was=_told(before.review) if before else None,
        now=_told(window.review),
    )


def _corrections(claim: Claim) -> Iterator[OwedChange]:
    for number, correction in enumerate(claim.corrections):
        about = find_corrected(claim, correction)
        was = correction.was
        yield OwedChange(
            on=correction.on.isoformat(),
            kind="corrected",
            record=f"claims/{claim.id}",
            claim=claim.id,
            window=about.holds.text if about else None,
            was=_as_told(correction) if was else None,
            now=_told_since(claim, number, about) if was and about else None,
            what=dict(correction.what.readings),
        )


def _as_told(correction: Correction) -> Answer:
    was = correction.was
    return Answer(
        rating=was.rating if was else None,
        holds=was.holds.text if was and was.holds else None,
        short=dict(was.short.readings) if was and was.short else None,
    )


def _told_since(claim: Claim, number: int, about: Review) -> Answer:
    """Return what a correction put in place: what the next one of the same window took away, else what stands."""
    correction, now = claim.corrections[number], _told(about)
    found, changed = Answer(), _as_told(correction)
    later = [one for one in claim.corrections[number + 1 :] if find_corrected(claim, one) == about]
    for name in ("rating", "holds", "short"):
        if getattr(changed, name) is not None:
            told = (getattr(_as_told(one), name) for one in later)
            setattr(found, name, next((one for one in told if one), getattr(now, name)))
    return found


def _told(review: Review) -> Answer:
    return Answer(review.rating, review.holds.text, dict(review.short.readings))


def _withdrawal(record: Kept, view: ClaimView | None) -> OwedChange:
    kind, record_id = map(str, record.at)
    gone = record.withdrawn
    return OwedChange(
        on=gone.on.isoformat() if gone else "",
        kind="withdrawn",
        record=f"{kind}/{record_id}",
        claim=record_id if kind == "claims" else None,
        window=view.current.review.holds.text if view else None,
        was=_told(view.current.review) if view else None,
        now=None,
        what=dict(gone.reason.readings) if gone else None,
        see=gone.see if gone else None,
    )
