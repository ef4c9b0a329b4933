"""What readers rely on most cannot be waived.

A page may lack an archive address and say so. It may not show evidence that nobody can find, or a
verdict that its evidence does not carry, whatever reason stands beside it.

Warnings, notes and some errors can be waived: `lastro explain RULE` says whether. A rating against
its evidence is published by an `override` only, which readers see in full.
"""

from collections.abc import Mapping

from lastro.diagnostics.rule import Rule
from lastro.rules import Finding, Findings, Kept, in_quotes


def check(record: Kept, rules: Mapping[str, Rule]) -> Findings:
    for index, waiver in enumerate(record.waivers):
        if waiver.rule in rules and not rules[waiver.rule].waivable:
            at = (*record.at, "waivers", index, "rule")
            message = f"{in_quotes(waiver.rule)} cannot be waived"
            yield Finding(route=at, message=message, hint="mend the fault and delete the waiver")
