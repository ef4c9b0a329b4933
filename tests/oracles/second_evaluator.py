"""The evaluator once more, from the words of docs/handbook/explanation/ratings.md alone, to hold the first one against.

Slow and short: it reads records and nothing of `lastro.evidence`, so that a slip in one of the two
shows as a difference. `docs/handbook/explanation/ratings.md` says in prose what both compute.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from lastro.corpus.corpus import Corpus
from lastro.model.claim import Claim, Evidence, Review

FOREVER = date.max


class Carried(NamedTuple):
    """What a window carries: its status, and the ratings that it permits."""

    status: str
    permitted: frozenset[str]


def same(name: str) -> str:
    return " ".join(name.casefold().split())


def ends_of(source_id: str, corpus: Corpus, seen: frozenset[str] = frozenset()) -> set[str]:
    """Return the origins that a source leads back to; a circle leads nowhere."""
    source = corpus.sources.get(source_id)
    if source is None or source_id in seen:
        return set()
    told = [other for other in source.derived_from if other in corpus.sources]
    if not told:
        return {source.origin}
    return set().union(*(ends_of(other, corpus, seen | {source_id}) for other in told))


def root_of(item: Evidence, corpus: Corpus) -> str | None:
    if item.origin:
        return item.origin
    ends = ends_of(item.source, corpus)
    return ends.pop() if len(ends) == 1 else None


def is_party(item: Evidence, claim: Claim, corpus: Corpus) -> bool:
    stake = {same(name) for name in (*claim.claimant_names, *claim.parties)}
    stake |= {same(who.same_as) for who in claim.claimants if who.same_as}
    root, cited = root_of(item, corpus), corpus.sources[item.source]
    through_origin = [s for s in corpus.sources.values() if s.origin == root]
    itself = [cited] if cited.kind == "primary" else []
    return any(same(name) in stake for s in through_origin + itself for name in s.parties)


def counts_for(item: Evidence, review: Review, claim: Claim, corpus: Corpus) -> bool:
    source = corpus.sources.get(item.source)
    shows = item.speaks_of or (source.published if source else None)
    if source is None or shows is None:
        return False
    first = min(claim.reviews, key=lambda r: r.holds.first)
    ends = shows.after or FOREVER
    if ends <= first.holds.first:
        return review is first
    return shows.first < (review.holds.after or FOREVER) and review.holds.first < ends


def evaluated(claim: Claim, corpus: Corpus) -> list[Carried]:
    """Evaluate every window, earliest first."""
    reviews = sorted(claim.reviews, key=lambda r: r.holds.first)
    return [_window(claim, review, corpus, first=n == 0) for n, review in enumerate(reviews)]


def _window(claim: Claim, review: Review, corpus: Corpus, *, first: bool) -> Carried:
    items = [
        item
        for item in claim.evidence
        if counts_for(item, review, claim, corpus) and root_of(item, corpus)
    ]
    party = [item for item in items if is_party(item, claim, corpus)]
    free = [item for item in items if not any(item is other for other in party)]
    primary = [item for item in free if corpus.sources[item.source].kind == "primary"]
    kinds = {"roots": items, "party": party, "independent": free, "primary": primary}
    have = {
        stance: {
            kind: len({root_of(item, corpus) for item in some if item.stance == stance})
            for kind, some in kinds.items()
        }
        for stance in ("supports", "refutes", "context")
    }
    cited = {item.source for item in items}
    events = sum(
        1 for e in claim.events if e.on.first == review.holds.first and cited & set(e.sources)
    )
    plain = not any(rating.needs for rating in corpus.settings.ratings)
    sides = {"for": "supports", "against": "refutes"} if plain else {}
    permitted = {
        rating.id
        for rating in corpus.settings.ratings
        if not (rating.after and first)
        and not _reached(rating.without.model_dump() if rating.without else {}, have, any)
        and (rating.tone not in sides or have[sides[rating.tone]]["roots"] > 0)
        and (
            not rating.needs
            or any(
                (not need.nature or claim.nature in need.nature)
                and events >= (need.events or 0)
                and _reached(need.model_dump(include={"supports", "refutes", "context"}), have, all)
                for need in rating.needs
            )
        )
    }
    return Carried(_status(have), frozenset(permitted))


def _reached(
    wanted: Mapping[str, Mapping[str, int | None] | None],
    have: Mapping[str, Mapping[str, int]],
    quantifier: object,
) -> bool:
    """Tell whether all, or any, of some counts are reached."""
    reached: Iterable[bool] = [
        have[stance][kind] >= number
        for stance, counts in wanted.items()
        for kind, number in (counts or {}).items()
        if number is not None
    ]
    return any(reached) if quantifier is any else all(reached)


def _status(have: Mapping[str, Mapping[str, int]]) -> str:
    for_it, against = have["supports"], have["refutes"]
    if not for_it["roots"] and not against["roots"]:
        return "unsourced"
    if not for_it["independent"] and not against["independent"]:
        return "parties-only"
    if for_it["independent"] and against["independent"]:
        return "contested"
    if for_it["primary"] or against["primary"]:
        return "primary"
    if for_it["independent"] >= 2 or against["independent"] >= 2:
        return "corroborated"
    return "single-origin"
