from lastro.changes.compare import Change
from lastro.rules import Append, Finding, Findings, in_quotes

FIX = "safe"


def check(change: Change) -> Findings:
    for move in change.moves:
        if not move.kept:
            old = in_quotes(move.old)
            yield Finding(
                route=(move.kind, move.new, "former_ids"),
                on_key=True,
                message=f"{old} became {in_quotes(move.new)}, and {old} leads nowhere",
                hint=f"add `former_ids: [{move.old}]`",
                edits=(Append((move.kind, move.new, "former_ids"), move.old),),
            )
