"""Why a claim may carry its ratings: the trace of each window, for a terminal.

An editor who is refused a rating must see what was counted and what was missed, not a verdict on
her verdict. Everything printed here is what `lastro.evidence` computed.
"""

from collections.abc import Iterator

from lastro.commands.explain.trace_origins import origins_of, passages_of
from lastro.commands.shared.rulings import reasons, tell_all, tell_condition, write_row, write_rows
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import counted
from lastro.evidence.judge import Judgement, judgements
from lastro.evidence.rulings import Ruling
from lastro.evidence.tally import STANCES, Counted, Tally
from lastro.model.claim import Claim


def trace(claim: Claim, corpus: Corpus) -> Iterator[str]:
    """Yield the lines that explain every window of a claim, earliest first."""
    yield f"claim {claim.id}: {claim.claim.readings[0][1]}"
    judged = judgements(corpus)[claim.id]
    for judgement in judged:
        yield ""
        yield from _window(judgement)
    yield ""
    yield from origins_of(claim, corpus)
    counted = {passage.index for judgement in judged for passage in judgement.counted}
    left = [item.id for index, item in enumerate(claim.evidence) if index not in counted]
    if left:
        yield ""
        yield f"counts in no window: {', '.join(left)} (see `lastro check`)"


def _window(judgement: Judgement) -> Iterator[str]:
    review = judgement.review
    yield f"{review.holds}: {review.rating}"
    parties = " (parties only)" if judgement.parties_only else ""
    yield write_row("status", judgement.status + parties)
    for stance in STANCES:
        passages = [_passage(c) for c in judgement.counted if c.stance == stance]
        summed = [_summed(judgement.tallies[stance])] if len(passages) > 1 else []
        yield from write_rows(stance, [*summed, *passages] or ["none"])
    yield write_row("permitted", ", ".join(judgement.permitted) or "none")
    ruling = judgement.ruling(review.rating)
    if ruling is None:
        yield write_row("missed", f"the scale of lastro.yml has no '{review.rating}'")
    else:
        yield from reasons(ruling)
    if review.override:
        reason = review.override.reason.readings[0][1]
        yield write_row("override", f"by {' and '.join(review.override.by)}: {reason}")
    others = [r for r in judgement.rulings if not r.permitted and r is not ruling]
    yield from write_rows("refused", [f"{r.rating}: {_why_refused(r)}" for r in others])


def _summed(tally: Tally) -> str:
    """Say how many passages lead to how few origins, and which of them speak for a party."""
    standing = {
        root: " and ".join(
            name
            for name, roots in (("party", tally.party), ("independent", tally.independent))
            if root in roots
        )
        for root in tally.roots
    }
    named = ", ".join(f"{root} ({stands})" for root, stands in standing.items())
    origins = counted(len(tally.roots), "origin")
    return f"{passages_of(tally.items, tally.sources)}, {origins}: {named}"


def _passage(counted: Counted) -> str:
    standing = "party" if counted.party else "independent"
    primary = "primary, " if counted.primary else ""
    return f"{counted.id} ({primary}{standing}), root {counted.root}"


def _why_refused(ruling: Ruling) -> str:
    """Say in one line what a rating lacks; of its alternatives those for the claim's nature."""
    missed = [tell_all(tried) for tried in ruling.fitting] if ruling.fired is None else []
    reasons = [f"needs {', or '.join(missed)}"] if missed else []
    reasons += [f"forbidden by {tell_condition(c)}" for c in ruling.forbidden]
    reasons += ["needs an earlier review"] if ruling.lacks_earlier else []
    return "; ".join(reasons)
