from collections.abc import Sequence

from lastro.changes.compare import Change
from lastro.changes.compare_claims import TOLD, Difference
from lastro.rules import Append, Finding, Findings, Related, in_quotes
from lastro.syntax.tree import TODO

FIX = "unsafe"
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
            hint="add the day in `on`, the change in `what` to `corrections`; `--unsafe-fixes` begins the entry",
            edits=(Append((*at, "corrections"), {"on": TODO, "what": TODO, **_was(differences)}),),
            related=tuple(
                Related((*at, *other.route), _said(other)) for other in others[:MOST_RELATED]
            ),
        )


def _was(differences: Sequence[Difference]) -> dict[str, dict[str, str]]:
    """Return what the entry may say of what readers were told, where that is a rating or a window."""
    names = {"rating": "rating", "window": "holds"}
    told = {names[d.what]: d.was for d in reversed(differences) if d.what in names and d.was}
    return {"was": {key: told[key] for key in names.values() if key in told}} if told else {}


def _said(difference: Difference) -> str:
    was, now = in_quotes(difference.was), in_quotes(difference.now)
    noun = "party" if difference.what == "parties" else difference.what
    if not difference.was:
        return f"{noun} {now} is new"
    if not difference.now:
        return f"{noun} {was} is gone"
    return f"{noun} {now} differs" if was == now else f"{noun} was {was} and is now {now}"
