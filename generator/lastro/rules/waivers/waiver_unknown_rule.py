"""An exception is made to a rule that exists.

Readers are shown what was not asked of a page. A waiver of a rule that nobody knows tells them
nothing, and the finding that it was meant for stands.

Names of rules are compared letter for letter; `lastro explain --list` shows them all.
"""

from collections.abc import Mapping

from lastro.diagnostics.finding import Finding, Findings, Rewrite
from lastro.diagnostics.rule import Rule
from lastro.model.base import Kept
from lastro.text.messages import did_you_mean, in_quotes, nearest

FIX = "safe"


def check(record: Kept, rules: Mapping[str, Rule]) -> Findings:
    """Yield one finding for each waiver whose rule is none."""
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
