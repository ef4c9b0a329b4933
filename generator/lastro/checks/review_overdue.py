"""A verdict is looked at again when its day has come.

Readers see the day that we named. Once it has passed, they cannot tell a verdict that still holds
from one that was forgotten.

The day is `review_by`, or follows from `volatility` and the newest decision; on the day itself the
review is due, not late. Withdrawn claims are never due. A late review keeps nothing from being
published.
"""

from collections.abc import Iterator
from datetime import date

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity
from lastro.evidence.windows import review_due

SEVERITY = Severity.NOTE
WAIVABLE = True
SCOPE = "record"


def check(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Yield one finding for each claim whose day has passed."""
    for claim in corpus.claims_checked():
        day = None if claim.withdrawn else review_due(claim)
        if day is None or day >= today:
            continue
        late = (today - day).days
        yield Finding(
            at=("claims", claim.id, "review_by" if claim.review_by else "volatility"),
            message=f"due {late} day{'' if late == 1 else 's'} ago, on {day}",
            hint="look at it again and date the review; `lastro due` lists all",
        )
