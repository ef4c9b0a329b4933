"""A page that we cite is also kept where it cannot be changed.

Pages vanish and are rewritten. A reader of later years must be able to see what we saw, or she has
only our word for it.

Looked at is every source with a `url` that somebody has read, unless it is withdrawn; one known by
`doi` or `isbn` alone is kept by libraries. Where a site forbids copies, say so in a waiver.
"""

from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.model.source import Source, lacks_archive

SEVERITY = Severity.WARNING


def check(source: Source) -> Findings:
    """Yield one finding for each such source."""
    if lacks_archive(source):
        at = ("sources", source.id, "removed" if source.removed else "url")
        message = "pages vanish, and this one has no archive address"
        hint = "archive it, and add the address to `archived`"
        if source.removed:
            message = f"the page is gone since {source.removed}, and no archive address shows it"
            hint = f"`lastro archive {source.id}` looks for a copy, and adds its address"
        yield Finding(route=at, message=message, hint=hint)
