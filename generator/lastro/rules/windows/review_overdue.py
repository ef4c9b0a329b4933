"""A verdict is looked at again when its day has come.

Readers see the day that we named. Once it has passed, they cannot tell a verdict that still holds
from one that was forgotten.

The day is `review_by`, or follows from `volatility` and the newest decision; that of an open claim
is the thirtieth after `opened`. On the day itself the review is due, not late. Withdrawn claims are never due. A late review keeps nothing from being
published.
"""

from datetime import date

from lastro.diagnostics.report import count_of
from lastro.evidence.judge import review_due
from lastro.rules import Claim, Finding, Findings, Severity

SEVERITY = Severity.NOTE


def check(claim: Claim, today: date) -> Findings:
    day = None if claim.withdrawn else review_due(claim)
    if day is None or day >= today:
        return
    field, what = "review_by" if claim.review_by else "volatility", "new"
    hint = "look at the claim again and date the review"
    if claim.opened:
        field, what, hint = "opened", "first", "review the claim, or withdraw it"
    yield Finding(
        route=("claims", claim.id, field),
        message=f"a {what} review was due {count_of((today - day).days, 'day')} ago, on {day}",
        hint=f"{hint}; `lastro due` lists all reviews that are due",
    )
