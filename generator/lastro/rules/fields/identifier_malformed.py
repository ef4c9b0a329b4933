"""A DOI, an ISBN and an archive address are what they seem to be.

A reader uses them where the address of a source is dead. One mistyped digit leads to another work,
and an archive address without its time leads to another day's page.

Looked at is the form: the parts of a DOI, the check digit of an ISBN, and, in addresses of a
Wayback service, a time of 14 digits and the page. Archives of other forms are not judged, and
nobody is asked whether the work exists. The SHA-256 of a picture, a video or a sound is looked at
while the record is read.
"""

from collections.abc import Iterator

from lastro.corpus.addresses import find_addresses
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings
from lastro.places import RecordPath
from lastro.text.identifiers import why_not_archive, why_not_doi, why_not_isbn

SCOPE = "record"
Fault = tuple[str, str] | None


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each identifier that is malformed."""
    for at, fault in _judged(corpus):
        if fault:
            yield Finding(route=at, message=fault[0], hint=fault[1])


def _judged(corpus: Corpus) -> Iterator[tuple[RecordPath, Fault]]:
    services = corpus.settings.policy.archive
    for source in corpus.sources_checked():
        if source.doi:
            yield ("sources", source.id, "doi"), why_not_doi(source.doi)
        if source.isbn:
            yield ("sources", source.id, "isbn"), why_not_isbn(source.isbn)
    for at, address in find_addresses(corpus):
        if "archived" in at:
            yield at, why_not_archive(address, services)
