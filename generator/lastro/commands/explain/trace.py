"""Why a claim may carry its ratings: the trace of each window and of each origin, for a terminal.

An editor who is refused a rating must see what was counted and what was missed. Ten articles that repeat one
release look like ten confirmations: she must see, passage by passage, why two of them count once, and whose
word an origin is. Everything printed here is what `lastro.evidence` computed.
"""

from collections.abc import Iterator

from lastro.commands.shared.console import some_of
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import count_of
from lastro.evidence.judge import Judgement, judgements
from lastro.evidence.origins import Origins, Stake
from lastro.evidence.rulings import say_all, say_condition, say_lack
from lastro.evidence.tally import STANCES, Tally
from lastro.model.claim import Claim, Evidence
from lastro.rules.ratings.rating_not_permitted import English
from lastro.text.messages import in_quotes

LABEL, LISTED = 10, 3
"""Columns of a label, and how many sources are named before the others are only counted."""


def trace(claim: Claim, corpus: Corpus) -> Iterator[str]:
    """Yield the lines that explain every window of a claim, earliest first."""
    yield f"claim {claim.id}: {claim.claim.readings[0][1]}"
    judged = judgements(corpus)[claim.id]
    for judgement in judged:
        yield ""
        yield from _window(judgement, claim)
    yield ""
    origins = corpus.derive_once(Origins)
    grouped = by_root(claim, origins)
    cited = [item for items in grouped.values() for item in items]
    summed = _passages_of(len(cited), len({item.source for item in cited}))
    yield f"origins: {summed}, {count_of(len(grouped), 'origin')}"
    for root, items in grouped.items():
        yield from _origin(root, items, claim, origins)
    seen = {passage.index for judgement in judged for passage in judgement.counted}
    left = [item.id for index, item in enumerate(claim.evidence) if index not in seen]
    if claim.opened:
        yield ""
        yield f"open since {claim.opened}: no passage counts before there is a review"
    elif left:
        yield ""
        yield f"counts in no window: {', '.join(left)} (see `lastro check`)"


def _window(judgement: Judgement, claim: Claim) -> Iterator[str]:
    review, say = judgement.review, English()
    nature = say(f"nature_{claim.nature}")
    yield f"{review.holds}: {review.rating}"
    yield write_row("status", judgement.status)
    for stance in STANCES:
        passages = [
            f"{c.id} ({'primary, ' * c.primary}{'party' if c.party else 'independent'}), root {c.root}"
            for c in judgement.counted
            if c.stance == stance
        ]
        summed = [_summed(judgement.tallies[stance])] if len(passages) > 1 else []
        yield from write_rows(stance, [*summed, *passages] or ["none"])
    yield write_row("permitted", ", ".join(judgement.permitted) or "none")
    ruling = judgement.ruling(review.rating)
    if ruling is None:
        yield write_row("missed", f"the scale of lastro.yml has no '{review.rating}'")
    elif not ruling.permitted:
        yield write_row("missed", say_lack(ruling, in_quotes(review.rating), nature, say))
    else:
        fired = ruling.alternatives[ruling.fired] if ruling.fired is not None else ()
        told = [say_condition(condition, say, nature) for condition in fired]
        yield write_row("carried", say_all(told, say) if told else "this rating asks for nothing")
    if review.override:
        reason = review.override.reason.readings[0][1]
        yield write_row("override", f"by {' and '.join(review.override.by)}: {reason}")
    others = [r for r in judgement.rulings if not r.permitted and r is not ruling]
    lacks = [say_lack(one, in_quotes(one.rating), nature, say) for one in others]
    yield from write_rows("refused", lacks)


def write_rows(label: str, texts: list[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield write_row("" if number else label, text)


def write_row(label: str, text: str) -> str:
    return f"  {label:{LABEL}}{text}"


def _summed(tally: Tally) -> str:
    sides = {"party": tally.party, "independent": tally.independent}
    named = ", ".join(
        f"{root} ({' and '.join(side for side, roots in sides.items() if root in roots)})"
        for root in tally.roots
    )
    origins = count_of(len(tally.roots), "origin")
    return f"{_passages_of(tally.items, tally.sources)}, {origins}: {named}"


def by_root(claim: Claim, origins: Origins) -> dict[str, list[Evidence]]:
    """Return the passages of each origin in the order of the record, the largest group first."""
    grouped: dict[str, list[Evidence]] = {}
    for item in claim.evidence:
        if (root := origins.root(item)) and item.source in origins.corpus.sources:
            grouped.setdefault(root, []).append(item)
    return dict(sorted(grouped.items(), key=lambda group: (-len(group[1]), group[0])))


def _passages_of(passages: int, sources: int) -> str:
    return f"{count_of(passages, 'passage')} from {count_of(sources, 'source')}"


def _origin(root: str, items: list[Evidence], claim: Claim, origins: Origins) -> Iterator[str]:
    stakes = [origins.stakes(item, claim) for item in items]
    standing = {"party" if found else "independent" for found in stakes}
    passages = _passages_of(len(items), len({item.source for item in items}))
    yield f"  {root} ({' and '.join(sorted(standing, reverse=True))}): {passages}"
    shared = dict.fromkeys(s for found in stakes for s in found if s.kind == "origin")
    for stake in shared:
        yield f"    speaks for {stake.name} ({_listed(stake)})"
    for item, found in zip(items, stakes, strict=True):
        yield f"    {item.id}: {_way(item, origins)}"
        for stake in found:
            if stake.kind == "record":
                why = "a primary source of a party is its own word"
                yield f"      speaks for {stake.name} ({_listed(stake)}): {why}"


def _way(item: Evidence, origins: Origins) -> str:
    way = origins.way(item)
    if way.kind == "followed":
        return f"follows derived_from, {' → '.join(way.chain)}"
    if way.kind == "own":
        return f"the origin of its source (sources/{item.source}.yml)"
    others = [root for root in origins.roots(item.source) if root != way.root]
    leads = f"; its source leads to {', '.join(others)}" if others else ""
    return f"named in `origin` of the passage{leads}"


def _listed(stake: Stake) -> str:
    return some_of([f"sources/{source}.yml" for source in stake.sources], LISTED)
