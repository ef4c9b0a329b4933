from lastro.changes.compare import Change
from lastro.rules import Append, Finding, Findings, in_quotes

FIX = "safe"


def check(change: Change) -> Findings:
    held = {(at[0], old) for at, record in change.now.records.items() for old in record.former_ids}
    moved = {(move.kind, move.old): move.new for move in change.moves}
    for at, record in change.base.records.items():
        here = (at[0], moved.get((str(at[0]), str(at[1])), at[1]))
        if here not in change.now.records:
            continue
        for former in record.former_ids:
            if (at[0], former) not in held and not change.now.knows(str(at[0]), former):
                yield Finding(
                    route=(*here, "former_ids"),
                    on_key=True,
                    message=f"{in_quotes(former)} is no longer kept as a former id",
                    hint="put it back into `former_ids`",
                    edits=(Append((*here, "former_ids"), former),),
                )
