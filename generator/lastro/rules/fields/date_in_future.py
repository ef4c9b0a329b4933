"""What a record says was done has been done.

Readers are told when a source was read and a verdict decided. A day still to come is a slip, or a
check that nobody has made yet.

Looked at are the days of saying, publishing, reading, removing, opening, deciding, looking for later
changes, withdrawing, correcting, asking and answering. A month or a year is in the future when its first day is; a date marked `~` or `?`
never is. Events may lie ahead.
"""

from collections.abc import Iterator
from datetime import date

from lastro.diagnostics.finding import Finding, Findings
from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.text.dates import Edtf, edtf


def check(record: Kept, today: date) -> Findings:
    """Yield one finding for each day that is certainly after today."""
    for steps, what, day in days_recorded(record):
        when = edtf(day.isoformat()) if isinstance(day, date) else day
        if when and when.first > today and not when.mark:
            message = f"{what} on {when}, which is in the future"
            yield Finding(route=(*record.at, *steps), message=message, hint="correct the date")


def days_recorded(record: Kept) -> Iterator[tuple[RecordPath, str, date | Edtf | None]]:
    """Yield the day of each thing that a record says was done: its route below the record, its word."""
    if isinstance(record, Article | Source):
        yield ("published",), "published", record.published
    if isinstance(record, Source) and record.read:
        yield ("read", "on"), "read", record.read.on
    if isinstance(record, Source):
        yield ("removed",), "removed", record.removed
    if isinstance(record, Claim):
        yield from _days_of_claim(record)
    if record.withdrawn:
        yield ("withdrawn", "on"), "withdrawn", record.withdrawn.on


def _days_of_claim(claim: Claim) -> Iterator[tuple[RecordPath, str, date | Edtf | None]]:
    yield ("said", "on"), "said", claim.said.on
    for index, seen in enumerate(claim.appearances):
        yield ("appearances", index, "first_seen"), "first seen", seen.first_seen
        yield ("appearances", index, "last_seen"), "last seen", seen.last_seen
        yield ("appearances", index, "removed"), "removed", seen.removed
    yield ("opened",), "opened", claim.opened
    for index, review in enumerate(claim.reviews):
        yield ("reviews", index, "looked_until"), "looked for changes", review.looked_until
        yield ("reviews", index, "decided"), "decided", review.decided
    for index, correction in enumerate(claim.corrections):
        yield ("corrections", index, "on"), "corrected", correction.on
    if claim.reply:
        yield ("reply", "asked"), "asked", claim.reply.asked
        yield ("reply", "on"), "answered", claim.reply.on
