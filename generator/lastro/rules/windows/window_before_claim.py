"""A verdict starts on the day the claim was said.

Before that day there was nothing to check; a window that starts earlier judges words that nobody
had said yet.

Only the earliest window is looked at. A month, a year or any longer time in `said.on` counts from its
first day, a season from that of its year; where the day is `unknown`, a window may start on any. A
day of saying that lies after the article's own has its finding in `date-out-of-order`; only where
that is waived is it taken for right here.
"""

from collections.abc import Iterator
from datetime import date

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.diagnostics.fixes import Rewrite
from lastro.evidence.judge import is_said_after_article
from lastro.model.claim import Claim, in_order
from lastro.places import RecordPath
from lastro.text.dates import Window

FIX = "unsafe"


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each claim whose first window starts before it was said."""
    earliest, said = next(iter(in_order(claim)), None), claim.said.on
    if (
        earliest is None
        or said is None
        or earliest.holds.first >= said.first
        or _said_is_wrong(claim, corpus)
    ):
        return
    at = ("claims", claim.id, "reviews", claim.reviews.index(earliest), "holds")
    yield Finding(
        route=at,
        message=f"the window starts on {earliest.holds.start}, before the claim was made on {said}",
        hint=f"start the window on that day: {said.first}",
        related=(Related(("claims", claim.id, "said", "on"), "said on this day"),),
        edits=tuple(_later(at, earliest.holds, said.first)),
    )


def _later(at: RecordPath, holds: Window, said: date) -> Iterator[Rewrite]:
    """Start a window on the day it was said, unless it had ended by then."""
    if holds.after is None or holds.after > said:
        yield Rewrite(at, f"{said}{holds.text.removeprefix(str(holds.start))}")


def _said_is_wrong(claim: Claim, corpus: Corpus) -> bool:
    waived = any(waiver.rule == "date-out-of-order" for waiver in claim.waivers)
    return is_said_after_article(claim, corpus) and not waived
