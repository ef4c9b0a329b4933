"""Pages that gather claims by what they share: topic, rating, claimant, publisher.

Not in the menu; reached from the line above a claim, its panel, its evidence and the method page.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any

from lastro.artifacts import Page
from lastro.model.settings import Rating
from lastro.model.values import fold_name
from lastro.render.page_builder import Leaf, Maker, Plan, leaves
from lastro.render.pages.lists import TABLE
from lastro.site.facets import By, Facet, RatingFacet, in_scale
from lastro.site.views import ClaimView, ListedClaim


def plans(maker: Maker) -> Iterator[Plan]:
    found = maker.facets
    yield from _index(maker, "topics", found.topics)
    yield from _each(maker, partial(_facet, "topic", ()), found.topics)
    yield Plan("ratings/", partial(ratings, maker))
    for step in found.ratings:
        for leaf in leaves(step.path, step.now, step.earlier):
            yield Plan(leaf.address, partial(rating, maker, step, leaf))
    yield from _index(maker, "claimants", found.claimants.values())
    yield from _each(maker, claimant, found.claimants.values())
    yield from _index(maker, "publishers", found.publishers.values())
    yield from _each(maker, partial(_facet, "publisher", ("no_score",)), found.publishers.values())


def _each(
    maker: Maker, make: Callable[[Maker, Facet, Leaf], Page], facets: Iterable[Facet]
) -> Iterator[Plan]:
    """Cut claims and sources side by side: the newest claims stand on the first page, after any sources."""
    for facet in facets:
        for leaf in leaves(facet.path, facet.claims, facet.sources):
            yield Plan(leaf.address, partial(make, maker, facet, leaf))


def _index(maker: Maker, by: By, entries: Collection[Facet]) -> Iterator[Plan]:
    for leaf in leaves(f"{by}/", entries):
        yield Plan(leaf.address, partial(_index_page, maker, by, leaf))


def _index_page(maker: Maker, by: By, leaf: Leaf) -> Page:
    t = maker.t
    by_name = sorted(maker.facets.entries[by], key=lambda entry: maker.name_of(entry).casefold())
    intro = t(f"by_{by}_intro")
    return maker.page(
        by, leaf.path, t(f"by_{by}"), intro,
        template="facets", leaf=leaf, intro=intro, entries=leaf.cut(by_name),
        name_of=maker.name_of, modified=maker.facets.newest_day,
    )  # fmt: skip


def claimant(maker: Maker, facet: Facet, leaf: Leaf) -> Page:
    """Make a page of who made some claims: each with the day it was said.

    Who it is, and whether that is one person, is told by the claims that the page shows.
    """
    shown = leaf.cut(facet.claims)
    key = fold_name(facet.name)
    found = [who for listed in shown for who in listed.who if who[0] == key]
    known = dict.fromkeys(same_as for _, _, same_as in found if same_as)
    several = len(facet.claims) > 1
    nameless = several and any(nobody for _, nobody, _ in found)
    notes = ("no_score", "nameless") if nameless else ("no_score",)
    return _facet("claimant", notes, maker, facet, leaf, same_as=tuple(known))


def _facet(
    kind: str, notes: tuple[str, ...], maker: Maker, facet: Facet, leaf: Leaf, **values: Any
) -> Page:
    """Make a page of a topic, a claimant, or a publisher: its sources, and the claims that cite them."""
    t, name, claims = maker.t, maker.name_of(facet), leaf.cut(facet.claims)
    return maker.page(
        kind, leaf.path, t(f"{kind}_title", name=name), t(f"{kind}_description", name=name),
        template="facet", leaf=leaf, facet=facet, claims=claims, sources=leaf.cut(facet.sources),
        now=_tally(maker, leaf, facet.key), then=_tally(maker, leaf, f"{facet.key}/said"), script=TABLE,
        found_as=(name if leaf.number == 1 else "", ""),
        notes=tuple(t(f"facet_{note}") for note in notes),
        crumbs=((f"{facet.by}/", t(f"by_{facet.by}"), ""),),
        modified=_newest(claims),
        **{"same_as": (), **values},
    )  # fmt: skip


def _tally(maker: Maker, leaf: Leaf, key: str) -> list[tuple[Rating, int]]:
    return in_scale(maker.facets.tally[key], maker.site.settings) if leaf.number == 1 else []


def ratings(maker: Maker) -> Page:
    t, facets = maker.t, maker.facets
    return maker.page(
        "ratings", "ratings/", t("by_ratings"), t("by_ratings_intro"),
        entries=facets.ratings, modified=facets.newest_day,
    )  # fmt: skip


def rating(maker: Maker, facet: RatingFacet, leaf: Leaf) -> Page:
    t = maker.t
    now, earlier = leaf.cut(facet.now), leaf.cut(facet.earlier)
    label = t.read(facet.rating.label).text
    return maker.page(
        "rating", leaf.path, t("rating_title", name=label), t.read(facet.rating.meaning).text,
        leaf=leaf, facet=facet, claims=now, now=now, earlier=earlier, script=TABLE,
        crumbs=(("ratings/", t("by_ratings"), ""),),
        modified=_newest([*now, *(view for view, _ in earlier)]),
    )  # fmt: skip


def _newest(views: Iterable[ClaimView | ListedClaim]) -> str:
    return max((view.modified.isoformat() for view in views), default="")
