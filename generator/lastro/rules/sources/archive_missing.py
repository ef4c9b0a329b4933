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
