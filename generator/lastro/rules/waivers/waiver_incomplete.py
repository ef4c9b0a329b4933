"""An exception has a reason, and an end.

Readers see both. Without a reason they cannot judge it, and one that never ends is no exception
but a rule that we dropped in silence.

It ends at most 366 days from today and silences nothing from the day after. A reason of no letters,
or of a word such as "n/a" alone, is none. A waiver whose rule is unknown, or allows no waiver, has
its own finding and no other.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from lastro.diagnostics.finding import Finding, Findings
from lastro.diagnostics.rule import Rule
from lastro.model.base import Kept
from lastro.model.reader_text import find_fillers

LONGEST = timedelta(days=366)


def check(record: Kept, rules: Mapping[str, Rule], today: date) -> Findings:
    """Yield one finding for each reason that says nothing and each end that is past or too far."""
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
