"""A DOI, an ISBN and an archive address are what they seem to be.

A reader uses them where the address of a source is dead. One mistyped digit leads to another work,
and an archive address without its time leads to another day's page.

Looked at is the form: the parts of a DOI, the check digit of an ISBN, and, in addresses of a
Wayback service, a time of 14 digits and the page. Archives of other forms are not judged, and
nobody is asked whether the work exists. The SHA-256 of a picture, a video or a sound is looked at
while the record is read.
"""

from lastro.corpus.links import find_addresses
from lastro.diagnostics.finding import Finding, Findings
from lastro.model.base import Kept
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.text.identifiers import why_not_archive, why_not_doi, why_not_isbn


def check(record: Kept, settings: Settings) -> Findings:
    """Yield one finding for each identifier that is malformed."""
    faults: list[tuple[RecordPath, tuple[str, str] | None]] = []
    if isinstance(record, Source) and record.doi:
        faults.append((("doi",), why_not_doi(record.doi)))
    if isinstance(record, Source) and record.isbn:
        faults.append((("isbn",), why_not_isbn(record.isbn)))
    for steps, address in find_addresses(record):
        if "archived" in steps:
            faults.append((steps, why_not_archive(address, settings.policy.archive)))
    for steps, fault in faults:
        if fault:
            yield Finding(route=(*record.at, *steps), message=fault[0], hint=fault[1])
