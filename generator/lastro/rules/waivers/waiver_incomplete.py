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
from lastro.model.base import Kept, Waiver
from lastro.places import RecordPath
from lastro.text.filler import says_nothing
from lastro.text.messages import in_quotes

LONGEST = timedelta(days=366)


def check(record: Kept, rules: Mapping[str, Rule], today: date) -> Findings:
    """Yield one finding for each reason that says nothing and each end that is past or too far."""
    for index, waiver in enumerate(record.waivers):
        if waiver.rule in rules and rules[waiver.rule].waivable:
            yield from _reason((*record.at, "waivers", index, "reason"), waiver)
            yield from _end((*record.at, "waivers", index, "until"), waiver, today)


def _reason(at: RecordPath, waiver: Waiver) -> Findings:
    for language, text in waiver.reason.readings:
        if says_nothing(text):
            message = f"waiver without a reason: {in_quotes(text.strip())}"
            hint = "mend the fault, or say why not; readers see the reason"
            yield Finding(route=(*at, language), message=message, hint=hint)


def _end(at: RecordPath, waiver: Waiver, today: date) -> Findings:
    if waiver.until < today:
        message = f"waiver ended on {waiver.until}"
        hint = "mend the fault, or give a reason and a new date"
        yield Finding(route=at, message=message, hint=hint)
    elif waiver.until > today + LONGEST:
        message = f"waiver ends on {waiver.until}, over a year away"
        yield Finding(route=at, message=message, hint=f"give a day up to {today + LONGEST}")
