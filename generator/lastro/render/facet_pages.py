"""Pages that gather claims by what they share: topic, rating, claimant, publisher.

Not in the menu; reached from the line above a claim, its panel, its evidence and the method page.
"""

from collections.abc import Iterable, Iterator

from lastro.artifacts import Page
from lastro.facets import Facet, RatingFacet, tally
from lastro.render.maker import Maker
from lastro.views import ClaimView


def pages(maker: Maker) -> Iterator[Page]:
    """Yield each facet: its list, then one page for each entry."""
    found = maker.facets
    yield _index(maker, "topics", found.topics)
    yield from (topic(maker, facet) for facet in found.topics)
    yield ratings(maker)
    yield from (rating(maker, facet) for facet in found.ratings)
    yield _index(maker, "claimants", found.claimants.values())
    yield from (claimant(maker, facet) for facet in found.claimants.values())
    yield _index(maker, "publishers", found.publishers.values())
    yield from (publisher(maker, facet) for facet in found.publishers.values())


def _index(maker: Maker, by: str, entries: Iterable[Facet]) -> Page:
    t = maker.t
    title, intro = t(f"by_{by}"), t(f"by_{by}_intro")
    return maker.page(
        by,
        f"{by}/",
        title,
        title,
        intro,
        template="facets",
        intro=intro,
        entries=sorted(entries, key=lambda entry: maker.name_of(entry).casefold()),
        name_of=maker.name_of,
        modified=maker.newest(),
    )


def topic(maker: Maker, facet: Facet) -> Page:
    """Make the page of a topic."""
    return _facet(maker, "topic", facet)


def claimant(maker: Maker, facet: Facet) -> Page:
    """Make the page of who made some claims: each with the day it was said."""
    people = [view.claim.claimant for view in facet.claims]
    known = dict.fromkeys(person.same_as for person in people if person.same_as)
    nameless = len(people) > 1 and any(person.kind == "anonymous" for person in people)
    return _facet(
        maker,
        "claimant",
        facet,
        notes=("no_score", "nameless") if nameless else ("no_score",),
        same_as=tuple(known),
        says_when=True,
    )


def publisher(maker: Maker, facet: Facet) -> Page:
    """Make the page of a publisher: its sources, and the claims that cite them."""
    return _facet(maker, "publisher", facet, notes=("no_score",))


def _facet(
    maker: Maker,
    kind: str,
    facet: Facet,
    *,
    notes: tuple[str, ...] = (),
    same_as: tuple[str, ...] = (),
    says_when: bool = False,
) -> Page:
    t = maker.t
    name = maker.name_of(facet)
    title = t(f"{kind}_title", name=name)
    return maker.page(
        kind,
        facet.path,
        title,
        title,
        t(f"{kind}_description", name=name),
        template="facet",
        facet=facet,
        now=tally((view.current for view in facet.claims), maker.site.settings),
        notes=tuple(t(f"facet_{note}") for note in notes),
        same_as=same_as,
        says_when=says_when,
        crumbs=((f"{facet.by}/", t(f"by_{facet.by}"), ""),),
        modified=_newest(facet.claims),
    )


def ratings(maker: Maker) -> Page:
    """Make the list of ratings, in the order of the scale."""
    t = maker.t
    return maker.page(
        "ratings",
        "ratings/",
        t("by_ratings"),
        t("by_ratings"),
        t("by_ratings_intro"),
        entries=maker.facets.ratings,
        modified=maker.newest(),
    )


def rating(maker: Maker, facet: RatingFacet) -> Page:
    """Make the page of a rating: what it means and needs, who has it now, who had it."""
    t = maker.t
    label = t.read(facet.rating.label).text
    return maker.page(
        "rating",
        facet.path,
        t("rating_title", name=label),
        t("rating_title", name=label),
        t.read(facet.rating.meaning).text,
        facet=facet,
        crumbs=(("ratings/", t("by_ratings"), ""),),
        modified=_newest([*facet.now, *(view for view, _ in facet.earlier)]),
    )


def _newest(views: Iterable[ClaimView]) -> str:
    return max((view.modified.isoformat() for view in views), default="")
