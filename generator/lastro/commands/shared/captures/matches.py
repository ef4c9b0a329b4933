"""Words on how near a capture comes to a quote, and on captures that look like one origin."""

from collections.abc import Iterable, Iterator

from lastro.commands.shared.console import lines_of
from lastro.evidence.matching import Nearest
from lastro.evidence.origins import SharedRun

SHOWN = 12
"""Words of a shared run that are shown."""


def mark_differences(nearest: Nearest) -> Iterator[tuple[str, str]]:
    """Yield both texts, each with the words in brackets that the other does not have."""
    for label, skipped in (("quote", "standing"), ("capture", "quoted")):
        pieces = [piece for piece in nearest.pieces if piece.kind != skipped]
        yield label, " ".join(p.words if p.kind == "same" else f"[{p.words}]" for p in pieces)


def describe_shared_run(runs: Iterable[SharedRun]) -> str:
    """Tell which captures look like one origin; a hint, for a person to decide."""
    return lines_of(
        f"one origin? {run.sources[0]} ({run.origins[0]}) and {run.sources[1]} "
        f"({run.origins[1]}) share {len(run.words)} words in a row: "
        f"'{' '.join(run.words[:SHOWN])} …'"
        for run in runs
    )
