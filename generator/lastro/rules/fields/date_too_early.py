from lastro.rules import Finding, Findings, Kept, Severity
from lastro.rules.fields.date_in_future import days_recorded

SEVERITY = Severity.WARNING
WAIVABLE = True
_FIRST, _CENTURY = 1000, 100


def check(record: Kept) -> Findings:
    for steps, what, day in days_recorded(record):
        year = day.first.year
        if year < _FIRST:
            meant = f": 20{year:02}" if year < _CENTURY else ""
            message, hint = f"{what} in the year {year}", f"write all digits of the year{meant}"
            yield Finding(route=(*record.at, *steps), message=message, hint=hint)
