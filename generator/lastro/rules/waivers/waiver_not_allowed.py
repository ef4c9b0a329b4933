"""What readers rely on most cannot be waived.

A page may lack an archive address and say so. It may not show evidence that nobody can find, or a
verdict that its evidence does not carry, whatever reason stands beside it.

Warnings, notes and some errors can be waived: `lastro explain RULE` says whether. A rating against
its evidence is published by an `override` only, which readers see in full.
"""

from collections.abc import Mapping

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings
from lastro.diagnostics.rule import Rule
from lastro.text.messages import in_quotes

SCOPE = "record"


def check(corpus: Corpus, rules: Mapping[str, Rule]) -> Findings:
    """Yield one finding for each waiver of a rule that allows none."""
    for at, record in corpus.records_checked():
        for index, waiver in enumerate(record.waivers):
            if waiver.rule in rules and not rules[waiver.rule].waivable:
                message = f"{in_quotes(waiver.rule)} cannot be waived"
                hint = "mend the fault and delete the waiver"
                yield Finding(route=(*at, "waivers", index, "rule"), message=message, hint=hint)
