from collections.abc import Mapping

from lastro.diagnostics.rule import Rule
from lastro.rules import Finding, Findings, Kept, in_quotes


def check(record: Kept, rules: Mapping[str, Rule]) -> Findings:
    for index, waiver in enumerate(record.waivers):
        if waiver.rule in rules and not rules[waiver.rule].waivable:
            at = (*record.at, "waivers", index, "rule")
            message = f"{in_quotes(waiver.rule)} cannot be waived"
            yield Finding(route=at, message=message, hint="mend the fault and delete the waiver")
