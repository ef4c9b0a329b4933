from collections.abc import Iterator
from datetime import date

from lastro.rules import Article, Claim, Finding, Findings, Kept, RecordPath, Source
from lastro.text.dates import Edtf, edtf_of


def check(record: Kept, today: date) -> Findings:
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
