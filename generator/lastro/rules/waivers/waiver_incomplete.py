from collections.abc import Mapping
from datetime import date, timedelta

from lastro.diagnostics.rule import Rule
from lastro.rules import Finding, Findings, Kept, find_fillers

LONGEST = timedelta(days=366)


def check(record: Kept, rules: Mapping[str, Rule], today: date) -> Findings:
    for index, waiver in enumerate(record.waivers):
        if waiver.rule not in rules or not rules[waiver.rule].waivable:
            continue
        at = (*record.at, "waivers", index)
        for language, words in find_fillers(waiver.reason):
            message = f"waiver without a reason: {words}"
            hint = "mend the fault, or say why not; readers see the reason"
            yield Finding(route=(*at, "reason", language), message=message, hint=hint)
        message, hint = "", "mend the fault, or give a reason and a new date"
        if waiver.until < today:
            message = f"waiver ended on {waiver.until}"
        elif waiver.until > today + LONGEST:
            message = f"waiver ends on {waiver.until}, over a year away"
            hint = f"give a day up to {today + LONGEST}"
        if message:
            yield Finding(route=(*at, "until"), message=message, hint=hint)
