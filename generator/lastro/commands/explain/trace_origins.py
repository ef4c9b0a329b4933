"""Which passages of a claim collapse into which origin, and why, for a terminal.

Ten articles that repeat one release look like ten confirmations. An editor must see, passage by
passage, why two of them count once, and whose word an origin is. Everything printed here is what
`lastro.evidence.origins` computed; passages without a root are told of by the trace.
"""

from collections.abc import Iterator

from lastro.corpus.corpus import Corpus
from lastro.evidence.origins import Origins, Stake
from lastro.model.claim import Claim, Evidence

LISTED = 3
"""How many sources are named before the others are only counted."""


def origins_of(claim: Claim, corpus: Corpus) -> Iterator[str]:
    """Yield the lines that tell of each origin which passages lead to it, and why."""
    origins = Origins(corpus)
    grouped = by_root(claim, origins)
    passages = [item for items in grouped.values() for item in items]
    summed = passages_of(len(passages), len({item.source for item in passages}))
    yield f"origins: {summed}, {len(grouped)} {'origin' if len(grouped) == 1 else 'origins'}"
    for root, items in grouped.items():
        yield from _origin(root, items, claim, origins)


def by_root(claim: Claim, origins: Origins) -> dict[str, list[Evidence]]:
    """Return the passages of each origin in the order of the record, the largest group first."""
    grouped: dict[str, list[Evidence]] = {}
    for item in claim.evidence:
        if (root := origins.root(item)) and item.source in origins.corpus.sources:
            grouped.setdefault(root, []).append(item)
    return dict(sorted(grouped.items(), key=lambda group: (-len(group[1]), group[0])))


def passages_of(passages: int, sources: int) -> str:
    """Say how many passages stand in how many sources."""
    return (
        f"{passages} {'passage' if passages == 1 else 'passages'} from "
        f"{sources} {'source' if sources == 1 else 'sources'}"
    )


def _origin(root: str, items: list[Evidence], claim: Claim, origins: Origins) -> Iterator[str]:
    stakes = [origins.stakes(item, claim) for item in items]
    standing = {"party" if found else "independent" for found in stakes}
    counted = passages_of(len(items), len({item.source for item in items}))
    yield f"  {root} ({' and '.join(sorted(standing, reverse=True))}): {counted}"
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
    more = len(stake.sources) - LISTED
    named = ", ".join(f"sources/{source}.yml" for source in stake.sources[:LISTED])
    return f"{named} and {more} more" if more > 0 else named
