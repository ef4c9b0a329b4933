from collections.abc import Sequence

from lastro.changes.compare import Change
from lastro.changes.compare_claims import TOLD, Difference
from lastro.rules import Finding, Findings, Related, in_quotes

MOST_RELATED = 4


def check(change: Change) -> Findings:
    for claim_id, changed in change.claims.items():
        differences = changed.of(*TOLD)
        if not differences or not changed.published or changed.corrections.new:
            continue
        first, *others = differences
        at = ("claims", claim_id)
        yield Finding(
            route=(*at, *first.route),
            on_key=not first.now,
            message=f"{_said(first)}, and no correction tells readers",
            hint=f"add an entry to `corrections`: the day in `on`, the change in `what`{_was(differences)}",
            related=tuple(
                Related((*at, *other.route), _said(other)) for other in others[:MOST_RELATED]
            ),
        )


def _was(differences: Sequence[Difference]) -> str:
    """Suggest what the entry may say of what readers were told, where that is a rating or a window."""
    names = {"rating": "rating", "window": "holds"}
    told = {names[d.what]: d.was for d in reversed(differences) if d.what in names and d.was}
    was = ", ".join(f"{key}: {told[key]}" for key in names.values() if key in told)
    return f", and `was: {{{was}}}`" if was else ""


def _said(difference: Difference) -> str:
    was, now = in_quotes(difference.was), in_quotes(difference.now)
    noun = "party" if difference.what == "parties" else difference.what
    if not difference.was:
        return f"{noun} {now} is new"
    if not difference.now:
        return f"{noun} {was} is gone"
    return f"{noun} {now} differs" if was == now else f"{noun} was {was} and is now {now}"
