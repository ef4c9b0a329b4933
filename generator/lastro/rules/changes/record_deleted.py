"""A record that was published never disappears.

Its address stands in other people's texts. A page that says why a claim was withdrawn answers
them; an address that leads nowhere looks as if nothing had ever been claimed.

A record whose id stands in `former_ids` of another one was renamed or merged, and its address
leads on. The place is the file that held it.
"""

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
