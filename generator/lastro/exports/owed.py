"""What readers are owed of a record: a first check, a moved verdict, a correction, a withdrawal.

Who mirrors the site or wrote of a verdict must hear that it moved, and from what to what. All of it
is told by the records, never by git: a new form of a file or other words of a claim owe nobody anything.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Literal

from msgspec import Struct

from lastro.model.base import Told
from lastro.model.claim import Claim, Review, find_corrected
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView


class Answer(Struct, omit_defaults=True):
    """What readers are told: whatever of it changed."""

    rating: str | None = None
    holds: str | None = None
    short: dict[str, str] | None = None


class OwedChange(Struct, kw_only=True, rename={"was": "from", "now": "to"}):
    """One entry as api/v1 publishes it; a key is null where there is nothing to say.

    `was` is what readers were told before, `now` what a change put in its place, `record` kind and
    id, `what` the words of a correction or the reason of a withdrawal.
    """

    on: date
    kind: Literal["checked", "moved", "corrected", "withdrawn"]
    record: str
    claim: str | None
    window: str | None = None
    was: Answer | None = None
    now: Answer | None = None
    what: dict[str, str] | None = None
    see: str | None = None


def list_owed(site: Site, at: RecordPath) -> Iterator[OwedChange]:
    """Yield what readers are owed of a record: its check, later windows, corrections, its withdrawal."""
    kind, key = map(str, at)
    record, view = site.corpus.records[at], site.claims.get(key) if kind == "claims" else None
    owed = partial(OwedChange, record=f"{kind}/{key}", claim=key if kind == "claims" else None)
    if isinstance(view, ClaimView):
        yield from _list_decisions(view, owed)
    if isinstance(record, Claim):
        yield from _list_corrections(record, owed)
    if gone := record.withdrawn:
        stood = view.current.review if view else None
        yield owed(
            on=gone.on,
            kind="withdrawn",
            window=stood.holds.text if stood else None,
            was=_answer(stood) if stood else None,
            what=dict(gone.reason.readings),
            see=gone.see,
        )


def find_first_day(claim: Claim) -> date | None:
    """Return the first day that records tell of a verdict; None of a claim that never had one."""
    days = [review.decided for review in claim.reviews]
    return min(days + [correction.on for correction in claim.corrections], default=None)


def _list_decisions(view: ClaimView, owed: partial[OwedChange]) -> Iterator[OwedChange]:
    """Yield the first check with the verdict of that day, then each window that was added later."""
    first, reviews = find_first_day(view.claim), [window.review for window in view.windows]
    told = [review for review in reviews if review.decided == view.published]
    for review in told[-1:]:
        now, about = _answer(review), review.holds.text
        yield owed(on=review.decided, kind="checked", window=about, now=now)
    for before, review in zip((None, *reviews), reviews, strict=False):
        if first and review.decided > first and not _is_correction(view.claim, review):
            now, was = _answer(review), _answer(before) if before else None
            about = review.holds.text
            yield owed(on=review.decided, kind="moved", window=about, was=was, now=now)


def _is_correction(claim: Claim, review: Review) -> bool:
    """Tell whether a review was decided anew by a correction that says from what to what."""
    same_day = (one for one in claim.corrections if one.was and one.on == review.decided)
    return any(find_corrected(claim, one) is review for one in same_day)


def _list_corrections(claim: Claim, owed: partial[OwedChange]) -> Iterator[OwedChange]:
    for number, correction in enumerate(claim.corrections):
        about, was = find_corrected(claim, correction), correction.was
        yield owed(
            on=correction.on,
            kind="corrected",
            window=about.holds.text if about else None,
            was=_answer(was) if was else None,
            now=_told_since(claim, number, was, about) if was and about else None,
            what=dict(correction.what.readings),
        )


def _told_since(claim: Claim, number: int, was: Told, about: Review) -> Answer:
    """Return what a correction put in place: what the next one of the same window took away, else what stands."""
    after = (one for one in claim.corrections[number + 1 :] if find_corrected(claim, one) is about)
    later, found = [one.was for one in after if one.was], _answer(about)
    for name in Answer.__struct_fields__:
        told = (getattr(_answer(one), name) for one in later)
        now = next(filter(None, told), getattr(found, name))
        setattr(found, name, now if getattr(was, name) else None)
    return found


def _answer(told: Review | Told) -> Answer:
    holds = told.holds.text if told.holds else None
    return Answer(told.rating, holds, dict(told.short.readings) if told.short else None)
