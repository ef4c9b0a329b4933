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
from lastro.text.dates import Edtf, edtf_of


def check(record: Kept, today: date) -> Findings:
    """Yield one finding for each day that is certainly after today."""
    for steps, what, day in days_recorded(record):
        if day.first > today and not day.mark:
            message = f"{what} on {day}, which is in the future"
            yield Finding(route=(*record.at, *steps), message=message, hint="correct the date")


def days_recorded(record: Kept) -> Iterator[tuple[RecordPath, str, Edtf]]:
    """Yield the day of each thing that a record says was done: its route below the record, its word."""
    yield from ((steps, what, edtf_of(day)) for steps, what, day in _days(record) if day)


def _days(record: Kept) -> Iterator[tuple[RecordPath, str, date | Edtf | None]]:
    if isinstance(record, Article | Source):
        yield ("published",), "published", record.published
    if isinstance(record, Source):
        yield ("read", "on"), "read", record.read.on if record.read else None
        yield ("removed",), "removed", record.removed
    if isinstance(record, Claim):
        yield ("said", "on"), "said", record.said.on
        for index, seen in enumerate(record.appearances):
            yield ("appearances", index, "first_seen"), "first seen", seen.first_seen
            yield ("appearances", index, "last_seen"), "last seen", seen.last_seen
            yield ("appearances", index, "removed"), "removed", seen.removed
        yield ("opened",), "opened", record.opened
        for index, review in enumerate(record.reviews):
            yield ("reviews", index, "looked_until"), "looked for changes", review.looked_until
            yield ("reviews", index, "decided"), "decided", review.decided
        for index, correction in enumerate(record.corrections):
            yield ("corrections", index, "on"), "corrected", correction.on
        if record.reply:
            yield ("reply", "asked"), "asked", record.reply.asked
            yield ("reply", "on"), "answered", record.reply.on
    if record.withdrawn:
        yield ("withdrawn", "on"), "withdrawn", record.withdrawn.on
