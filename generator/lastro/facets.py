"""Claims by topic, rating, claimant and publisher: ways to find them, and no ranking.

Each way states a count and lists the newest change first. Nothing is weighed: the claims are those
that were chosen for a check, so a share of them measures no person and no publisher. Withdrawn
claims are nowhere in it. Source: reader.md sections 2 and 4.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from lastro.settings import Rating, Settings
from lastro.site import Site
from lastro.values import RESERVED, folded, slugify
from lastro.views import ClaimView, SourceView, WindowView

By = Literal["topics", "claimants", "publishers"]


@dataclass(frozen=True, slots=True)
class Facet:
    """What some claims share, with a page of its own."""

    by: By
    slug: str
    name: str
    """As the first record writes it."""
    claims: tuple[ClaimView, ...]
    """Newest change first."""
    sources: tuple[SourceView, ...] = ()
    """A publisher's sources, by title; withdrawn ones too, which readers see marked."""

    @property
    def path(self) -> str:
        """Address below the language's root."""
        return f"{self.by}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class RatingFacet:
    """One step of the scale with the claims that stand there, and that stood there."""

    rating: Rating
    now: tuple[ClaimView, ...]
    """Claims with this rating now, newest change first."""
    said: int
    """How many claims had it for the day they were said."""
    earlier: tuple[tuple[ClaimView, WindowView], ...]
    """Ended windows with this rating, of claims that have another one now."""

    @property
    def path(self) -> str:
        """Address below the language's root."""
        return f"ratings/{self.rating.id}/"


@dataclass(frozen=True, slots=True)
class Facets:
    """Every such page of a site, the same in each language."""

    topics: tuple[Facet, ...]
    """By slug."""
    claimants: Mapping[str, Facet]
    """By folded name, in the order of names."""
    publishers: Mapping[str, Facet]
    """By folded name, in the order of names; sources without a known publisher have none."""
    ratings: tuple[RatingFacet, ...]
    """In the order of the scale."""

    def claimant(self, name: str) -> Facet:
        """Return the page of who made a claim. Raises KeyError when no claim of theirs is shown."""
        return self.claimants[folded(name)]

    def publisher(self, name: str) -> Facet:
        """Return the page of who published a source. Raises KeyError when no source is theirs."""
        return self.publishers[folded(name)]


def facets(site: Site) -> Facets:
    """Sort the claims of a site into its facets."""
    shown = newest_first(site)
    return Facets(
        topics=_topics(shown),
        claimants=_claimants(shown),
        publishers=_publishers(site, shown),
        ratings=tuple(_rating(rating, shown) for rating in site.settings.ratings),
    )


def newest_first(site: Site) -> tuple[ClaimView, ...]:
    """Return the claims that are held up, newest change first."""
    held_up = (view for view in site.claims.values() if not view.claim.withdrawn)
    return tuple(sorted(held_up, key=lambda view: (-view.modified.toordinal(), view.id)))


def by_publisher(site: Site) -> tuple[SourceView, ...]:
    """Return every source by publisher, those without a known one last, and then by title."""
    return tuple(sorted(site.sources.values(), key=_by_publisher))


def tally(windows: Iterable[WindowView], settings: Settings) -> list[tuple[Rating, int]]:
    """Count windows by rating, in the order of the scale; ratings without any are left out."""
    found = Counter(window.rating.id for window in windows)
    return [(rating, found[rating.id]) for rating in settings.ratings if found[rating.id]]


def slugs(names: Iterable[str], otherwise: str) -> dict[str, str]:
    """Give each name a part of an address of its own, however alike or unspeakable names are."""
    given: dict[str, str] = {}
    taken: Counter[str] = Counter(RESERVED)
    for name in names:
        wanted = slugify(name) or otherwise
        taken[wanted] += 1
        # two hyphens: no slug holds them, so no other name can ask for the numbered one
        given[name] = wanted if taken[wanted] == 1 else f"{wanted}--{taken[wanted]}"
    return given


def _rating(rating: Rating, shown: tuple[ClaimView, ...]) -> RatingFacet:
    return RatingFacet(
        rating=rating,
        now=tuple(view for view in shown if view.current.rating.id == rating.id),
        said=sum(view.as_said.rating.id == rating.id for view in shown),
        earlier=tuple(
            (view, window)
            for view in shown
            if view.current.rating.id != rating.id
            for window in view.earlier
            if window.rating.id == rating.id
        ),
    )


def _topics(shown: tuple[ClaimView, ...]) -> tuple[Facet, ...]:
    held: defaultdict[str, list[ClaimView]] = defaultdict(list)
    for view in shown:
        for topic in dict.fromkeys(view.claim.topics):
            held[topic].append(view)
    return tuple(Facet("topics", topic, topic, tuple(held[topic])) for topic in sorted(held))


def _claimants(shown: tuple[ClaimView, ...]) -> dict[str, Facet]:
    by_id = sorted(shown, key=lambda view: view.id)
    names = _in_order(view.claim.claimant.name for view in by_id)
    slug = slugs(names, "claimant")
    theirs: defaultdict[str, list[ClaimView]] = defaultdict(list)
    for view in shown:
        theirs[folded(view.claim.claimant.name)].append(view)
    return {
        key: Facet("claimants", slug[key], name, tuple(theirs[key])) for key, name in names.items()
    }


def _publishers(site: Site, shown: tuple[ClaimView, ...]) -> dict[str, Facet]:
    names = _in_order(v.source.publisher for v in site.sources.values() if v.source.publisher)
    theirs: defaultdict[str, list[SourceView]] = defaultdict(list)
    cited_by: defaultdict[str, set[str]] = defaultdict(set)
    for view in site.sources.values():
        if view.source.publisher:
            key = folded(view.source.publisher)
            theirs[key].append(view)
            for claim, _ in view.used:
                cited_by[claim.id].add(key)
    citing: defaultdict[str, list[ClaimView]] = defaultdict(list)
    for claim in shown:
        for key in cited_by[claim.id]:
            citing[key].append(claim)
    slug = slugs(names, "publisher")
    return {
        key: Facet(
            "publishers",
            slug[key],
            name,
            tuple(citing[key]),
            tuple(sorted(theirs[key], key=_by_title)),
        )
        for key, name in names.items()
    }


def _in_order(names: Iterable[str]) -> dict[str, str]:
    """Map folded names to the first spelling of each, in the order of a list of names."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(folded(name), name)
    return dict(sorted(first.items()))


def _by_title(view: SourceView) -> tuple[str, str]:
    return (view.source.title or "").casefold(), view.source.id


def _by_publisher(view: SourceView) -> tuple[bool, str, str, str, str]:
    publisher = view.source.publisher or ""
    return not publisher, publisher.casefold(), publisher, *_by_title(view)
