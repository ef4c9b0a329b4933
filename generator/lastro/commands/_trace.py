"""Why a claim may carry its ratings: the trace of each window, for a terminal.

An editor who is refused a rating must see what was counted and what was missed, not a verdict on
her verdict. Everything printed here is what `lastro.evidence` computed.
"""

from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.evidence.verification import (
    STANCES,
    Condition,
    Counted,
    Judgement,
    Ruling,
    judgements,
)
from lastro.records import Claim

LABEL = 10
"""Columns of the labels."""


def trace(claim: Claim, corpus: Corpus) -> Iterator[str]:
    """Yield the lines that explain every window of a claim, earliest first."""
    yield f"claim {claim.id}: {claim.claim.readings[0][1]}"
    judged = judgements(corpus)[claim.id]
    for judgement in judged:
        yield ""
        yield from _window(judgement)
    counted = {passage.index for judgement in judged for passage in judgement.counted}
    left = [item.id for index, item in enumerate(claim.evidence) if index not in counted]
    if left:
        yield ""
        yield f"counts in no window: {', '.join(left)} (see `lastro check`)"


def _window(judgement: Judgement) -> Iterator[str]:
    review = judgement.review
    yield f"{review.holds}: {review.rating}"
    parties = " (parties only)" if judgement.parties_only else ""
    yield _row("status", judgement.status + parties)
    for stance in STANCES:
        passages = [c for c in judgement.counted if c.stance == stance]
        yield from _rows(stance, [_passage(c) for c in passages] or ["none"])
    yield _row("permitted", ", ".join(judgement.permitted) or "none")
    ruling = judgement.ruling(review.rating)
    if ruling is None:
        yield _row("missed", f"the scale of lastro.yml has no '{review.rating}'")
        return
    yield from _reasons(ruling)
    if review.override:
        reason = review.override.reason.readings[0][1]
        yield _row("override", f"by {' and '.join(review.override.by)}: {reason}")


def _passage(counted: Counted) -> str:
    standing = "party" if counted.party else "independent"
    primary = "primary, " if counted.primary else ""
    return f"{counted.id} ({primary}{standing}), root {counted.root}"


def _reasons(ruling: Ruling) -> Iterator[str]:
    """Say which alternative carries a rating, or all that it missed."""
    if ruling.fired is not None:
        yield _row("carried", "by " + _all_of(ruling.alternatives[ruling.fired]))
    elif ruling.alternatives:
        yield from _rows("missed", [_all_of(tried) for tried in ruling.alternatives])
    else:
        yield _row("carried", "this rating asks for nothing")
    yield from _rows("forbidden", [f"by {_condition(c)}" for c in ruling.forbidden])
    if ruling.lacks_earlier:
        yield _row("missed", "an earlier review: this rating follows one")


def _all_of(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(_condition(c) for c in conditions)


def _condition(condition: Condition) -> str:
    if condition.subject == "nature":
        has = "which it is" if condition.met else "which it is not"
        return f"nature {' or '.join(condition.natures)} ({has})"
    kind = f" {condition.kind}" if condition.kind else ""
    return f"{condition.subject}{kind} {condition.wanted} (have {condition.have})"


def _rows(label: str, texts: list[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield _row("" if number else label, text)


def _row(label: str, text: str) -> str:
    return f"  {label:{LABEL}}{text}"
