"""A published correction stays as it was, word for word and in its place.

It is the one record of what readers were told in error. If it can be reworded or taken away
afterwards, nobody who kept a link to it can show what it said.

Entries are only added. Translations may be added and mended. An entry that is gone while another
of its day or its words is new counts as edited.
"""

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
