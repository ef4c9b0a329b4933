from collections.abc import Sequence

from lastro.diagnostics.finding import Drop
from lastro.places import KINDS, RecordPath
from lastro.rules import Corpus, Diagnostic, Finding, Findings, Related, Severity, in_quotes

SEVERITY = Severity.WARNING
FIX = "safe"
ITSELF = "waiver-unused"


def check(corpus: Corpus, found: Sequence[Diagnostic]) -> Findings:
    if any(d.severity is Severity.ERROR and not d.waived for d in found):
        return
    silenced = {(*d.place.route[:2], d.rule) for d in found if d.waived}
    for row in (row for kind in KINDS.values() for row in corpus.facts.rows(kind, "waivers")):
        earlier: dict[str, RecordPath] = {}
        for index, rule in enumerate(row.waivers):
            here = (*row.at, "waivers", index, "rule")
            first = earlier.setdefault(rule, here)
            needed = rule == ITSELF or (*row.at, rule) in silenced
            if needed and first == here:
                continue
            yield Finding(
                route=here,
                message=f"{in_quotes(rule)} {'is waived twice' if needed else 'no longer fires'} here",
                hint="remove it",
                edits=(Drop(here[:-1]),),
                related=(Related(first, "first here"),) if first != here else (),
            )
