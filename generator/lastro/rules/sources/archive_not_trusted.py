"""An archive address leads to a copy that shows what was there.

A reader takes a copy for the page as it was. Operators of archive.today put another name into pages
that it had kept, and let the browsers of its visitors attack a blog; English Wikipedia decided in
February 2026 to remove its links to that archive.

Looked at are `archived`, `reprint` and `url` of sources, articles and appearances, for all names of
that archive. Sources: en.wikipedia.org, "Wikipedia:Requests for comment/Archive.is RFC 5", section
"Evidence of altering snapshots", and "Wikipedia:Archive.today guidance".
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.places import RecordPath

SEVERITY = Severity.WARNING
SCOPE = "record"
_ALTERED = tuple(f".archive.{last}" for last in ("fo", "is", "li", "md", "ph", "today", "vn"))


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each address in an archive that altered its copies."""
    for at, address in _addresses(corpus):
        host = urlsplit(address).hostname or ""
        if f".{host}".endswith(_ALTERED):
            yield Finding(
                route=at,
                message=f"'{host}' has altered pages that it keeps",
                hint="give the copy of another archive, or capture the page yourself",
                part=host,
            )


def _addresses(corpus: Corpus) -> Iterator[tuple[RecordPath, str]]:
    for source in corpus.sources_checked():
        reprint = source.read.reprint if source.read else None
        yield from _of(("sources", source.id), source.url, source.archived)
        yield from _of(("sources", source.id, "read"), reprint, (), "reprint")
    for article in corpus.articles_checked():
        yield from _of(("articles", article.id), article.url, article.archived)
    for claim in corpus.claims_checked():
        for number, seen in enumerate(claim.appearances):
            yield from _of(("claims", claim.id, "appearances", number), seen.url, seen.archived)


def _of(
    at: RecordPath, address: str | None, archived: tuple[str, ...], name: str = "url"
) -> Iterator[tuple[RecordPath, str]]:
    if address:
        yield (*at, name), address
    yield from (((*at, "archived", index), copy) for index, copy in enumerate(archived))
