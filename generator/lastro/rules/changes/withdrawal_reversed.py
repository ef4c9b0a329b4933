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
