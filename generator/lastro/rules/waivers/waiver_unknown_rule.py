from collections.abc import Mapping

from lastro.diagnostics.rule import Rule
from lastro.rules import Finding, Findings, Kept, Rewrite, did_you_mean, in_quotes, nearest

FIX = "safe"


def check(record: Kept, rules: Mapping[str, Rule]) -> Findings:
    for index, waiver in enumerate(record.waivers):
        if waiver.rule not in rules:
            near = nearest(waiver.rule, rules)
            here = (*record.at, "waivers", index, "rule")
            yield Finding(
                route=here,
                message=f"no rule {in_quotes(waiver.rule)}",
                hint=did_you_mean(waiver.rule, rules, "`lastro explain --list` names all rules"),
                edits=(Rewrite(here, near),) if near else (),
            )
