"""An exception that nothing needs any more is taken away.

Readers see each waiver and take the page for weaker than it is; and one that is left standing will
silence the next fault of its kind.

Says nothing while an error stands anywhere: a rule that could not look because of it has found
nothing, and a waiver that is wrong in itself has its own finding. Of two waivers of one rule the
first one counts. A waiver of this very rule is never called unused.
"""

from collections.abc import Iterator, Sequence

from lastro.corpus import Corpus
from lastro.diagnostics import Diagnostic, Finding, Severity, quoted

SEVERITY = Severity.WARNING
WAIVABLE = True
FIX = "safe"
SCOPE = "corpus"

ITSELF = "waiver-unused"


def check(corpus: Corpus, found: Sequence[Diagnostic]) -> Iterator[Finding]:
    """Yield one finding for each waiver that silences nothing of what was found."""
    if any(d.severity is Severity.ERROR and not d.waived for d in found):
        return
    silenced = {(*d.place.steps[:2], d.rule) for d in found if d.waived}
    for at, record in corpus.records.items():
        for index, waiver in enumerate(record.waivers):
            here = (*at, waiver.rule)
            if here not in silenced and waiver.rule != ITSELF:
                yield Finding(
                    at=(*at, "waivers", index, "rule"),
                    message=f"{quoted(waiver.rule)} no longer fires here",
                    hint="remove it",
                )
            silenced.discard(here)
