from urllib.parse import urlsplit

from lastro.corpus.links import find_addresses
from lastro.rules import Finding, Findings, Kept, Severity

SEVERITY = Severity.WARNING
_ALTERED = tuple(f".archive.{last}" for last in ("fo", "is", "li", "md", "ph", "today", "vn"))


def check(record: Kept) -> Findings:
    for steps, address in find_addresses(record):
        host = urlsplit(address).hostname or ""
        if f".{host}".endswith(_ALTERED):
            yield Finding(
                route=(*record.at, *steps),
                message=f"copies in the archive '{host}' have been altered",
                hint="give the copy of another archive, or capture the page yourself",
                part=host,
            )
