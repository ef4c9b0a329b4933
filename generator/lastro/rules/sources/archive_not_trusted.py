"""An archive address leads to a copy that shows what was there.

A reader takes a copy for the page as it was. Editors of English Wikipedia found in February 2026
that pages which archive.today kept had been altered, with another name put in, and decided to
replace the links to it.

Looked at is every address of a record, for all names of that archive. Sources: en.wikipedia.org,
"Wikipedia:Requests for comment/Archive.is RFC 5", section "Evidence of altering snapshots", and
"Wikipedia:Archive.today guidance".
"""

from urllib.parse import urlsplit

from lastro.corpus.links import find_addresses
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.model.base import Kept

SEVERITY = Severity.WARNING
_ALTERED = tuple(f".archive.{last}" for last in ("fo", "is", "li", "md", "ph", "today", "vn"))


def check(record: Kept) -> Findings:
    """Yield one finding for each address in an archive whose copies were altered."""
    for steps, address in find_addresses(record):
        host = urlsplit(address).hostname or ""
        if f".{host}".endswith(_ALTERED):
            yield Finding(
                route=(*record.at, *steps),
                message=f"copies in the archive '{host}' have been altered",
                hint="give the copy of another archive, or capture the page yourself",
                part=host,
            )
