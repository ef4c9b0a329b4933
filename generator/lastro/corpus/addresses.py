"""Every address that records give to readers, with its place."""

from collections.abc import Iterator

from lastro.corpus.corpus import Corpus
from lastro.model.claim import Claim
from lastro.places import RecordPath

Placed = Iterator[tuple[RecordPath, str]]


def find_addresses(corpus: Corpus) -> Placed:
    """Yield the addresses of the records under check; those of an archive stand below `archived`."""
    for source in corpus.sources_checked():
        yield from _of(("sources", source.id), source.url, source.archived)
        if source.read and source.read.reprint:
            yield ("sources", source.id, "read", "reprint"), source.read.reprint
    for article in corpus.articles_checked():
        yield from _of(("articles", article.id), article.url, article.archived)
    for claim in corpus.claims_checked():
        yield from _of_claim(claim)


def _of_claim(claim: Claim) -> Placed:
    at = ("claims", claim.id)
    for number, who in enumerate(claim.claimants):
        if who.same_as:
            yield (*at, "claimant", number, "same_as"), who.same_as
    for number, seen in enumerate(claim.appearances):
        yield from _of((*at, "appearances", number), seen.url, seen.archived)
    if claim.said.media and claim.said.media.url:
        yield (*at, "said", "media", "url"), claim.said.media.url


def _of(at: RecordPath, address: str | None, archived: tuple[str, ...]) -> Placed:
    if address:
        yield (*at, "url"), address
    yield from (((*at, "archived", index), copy) for index, copy in enumerate(archived))
