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
