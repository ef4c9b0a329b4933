from lastro.changes.compare import Change
from lastro.rules import Finding, Findings


def check(change: Change) -> Findings:
    for claim_id, changed in change.claims.items():
        for entry in changed.corrections.rewritten:
            place = () if entry.index is None else (entry.index,)
            how = "is gone" if entry.how == "gone" else f"was {entry.how}"
            yield Finding(
                route=("claims", claim_id, "corrections", *place),
                on_key=not place,
                message=f"the correction of {entry.entry.on} {how}",
                hint="restore it; add a new entry",
            )
