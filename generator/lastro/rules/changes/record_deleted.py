from lastro.changes.compare import Change
from lastro.rules import Finding, Findings, in_quotes


def check(change: Change) -> Findings:
    for at in change.removed:
        what = f"{str(at[0]).removesuffix('s')} {at[1]}"
        yield Finding(
            route=at,
            message=f"deleting {in_quotes(at[1])} breaks every link to it",
            hint=f"put it back, then `lastro withdraw {what}`; a new name keeps the old in `former_ids`",
        )
