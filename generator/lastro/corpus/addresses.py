"""Every address that a record gives to readers, with its place."""

from collections.abc import Iterator

from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.places import RecordPath

Placed = Iterator[tuple[RecordPath, str]]


def find_addresses(record: Kept) -> Placed:
    """Yield the addresses of a record by their steps in it; those of an archive stand below `archived`."""
    if isinstance(record, Source | Article):
        yield from _of((), record.url, record.archived)
    if isinstance(record, Source) and record.read and record.read.reprint:
        yield ("read", "reprint"), record.read.reprint
    if isinstance(record, Claim):
        yield from _of_claim(record)


def _of_claim(claim: Claim) -> Placed:
    for number, who in enumerate(claim.claimants):
        if who.same_as:
            yield ("claimant", number, "same_as"), who.same_as
    for number, seen in enumerate(claim.appearances):
        yield from _of(("appearances", number), seen.url, seen.archived)
    if claim.said.media and claim.said.media.url:
        yield ("said", "media", "url"), claim.said.media.url


def _of(at: RecordPath, address: str | None, archived: tuple[str, ...]) -> Placed:
    if address:
        yield (*at, "url"), address
    yield from (((*at, "archived", index), copy) for index, copy in enumerate(archived))
