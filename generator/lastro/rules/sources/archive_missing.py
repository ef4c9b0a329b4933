"""A copy is kept of each page that we cite.

Pages vanish and are rewritten. A later reader can then see what we saw in an archive alone; and
without any copy nobody can check our word for it.

Looked at is every source with a `url` that somebody has read, unless it is withdrawn; one known by
`doi` or `isbn` alone is kept by libraries. A copy is an archive address, or a capture of ours that
evidence.lock knows and that was not taken down.
"""

from lastro.evidence.proofs import lacks_copy
from lastro.rules import Corpus, Finding, Findings, Severity, Source

SEVERITY = Severity.NOTE


def check(source: Source, corpus: Corpus) -> Findings:
    if lacks_copy(source, corpus):
        at = ("sources", source.id, "removed" if source.removed else "url")
        message = "pages vanish, and no copy of this one is kept"
        hint = f"`lastro capture {source.id}`, or add an archive address to `archived`"
        if source.removed:
            message = f"the page is gone since {source.removed}, and no copy of it is kept"
            hint = f"`lastro archive {source.id}` looks for a copy, and adds its address"
        yield Finding(route=at, message=message, hint=hint)
