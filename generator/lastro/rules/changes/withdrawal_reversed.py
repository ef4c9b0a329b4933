"""A claim that was withdrawn does not come back in silence.

Readers were told that it no longer stands, and why. A page that stands again without a word leaves
them with two answers and no reason.

Sources and articles have no corrections; when one of them comes back, `lastro diff` says so.
"""

from lastro.changes.compare import Change
from lastro.rules import Finding, Findings


def check(change: Change) -> Findings:
    for claim_id, changed in change.claims.items():
        gone = changed.before.withdrawn
        if gone and changed.now.withdrawn is None and not changed.corrections.new:
            yield Finding(
                route=("claims", claim_id, "corrections"),
                on_key=True,
                message=f"withdrawn on {gone.on} and now back, but no correction tells readers",
                hint="add a correction that says why",
            )
