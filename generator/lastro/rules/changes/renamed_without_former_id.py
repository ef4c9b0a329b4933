"""A record that gets another name keeps the old one.

Links, citations and bookmarks of others use the old id. With it in `former_ids` they still arrive,
and it is never given to another record.

A record counts as renamed when its id is gone and a new one states the same claim in the same
words of the article, or has the same address.
"""

from lastro.changes.compare import Change
from lastro.diagnostics.finding import Append, Finding, Findings
from lastro.text.messages import in_quotes

FIX = "safe"


def check(change: Change) -> Findings:
    """Yield one finding for each record whose old id leads nowhere."""
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
