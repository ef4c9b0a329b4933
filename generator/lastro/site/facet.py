"""What some claims share: a topic, a claimant, a publisher, a step of the scale."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lastro.model.settings import Rating, Settings
from lastro.model.values import RESERVED, fold_name, slugify
from lastro.site.views import ClaimView, ListedClaim, SourceView, WindowView

By = Literal["topics", "claimants", "publishers"]
Earlier = tuple[ClaimView, WindowView]
LEAST_FOR_A_FEED = 5
"""How many claims a topic, a claimant or a rating has when it has a feed of its own."""


@dataclass(frozen=True, slots=True)
class Facet:
    """What some claims share, with a page of its own."""

    by: By
    slug: str
    name: str
    """As the first record writes it."""
    claims: Sequence[ListedClaim]
    """Newest change first."""
    sources: Sequence[SourceView]
    """A publisher's sources, by title; withdrawn ones too, which readers see marked."""
    ratings: Callable[[], Mapping[str, int]] = field(repr=False, compare=False)

    @property
    def path(self) -> str:
        """Address below the language's root."""
        return f"{self.by}/{self.slug}/"

    @property
    def feed(self) -> str:
        """Address of its feed below the language's root; empty when it has none."""
        return "" if self.by == "publishers" else _feed(self.path, self.claims)

    @property
    def now(self) -> Mapping[str, int]:
        """How many of its claims have each rating now, by the rating's id."""
        return self.ratings()


@dataclass(frozen=True, slots=True)
class RatingFacet:
    """One step of the scale with the claims that stand there, and that stood there."""

    rating: Rating
    now: Sequence[ListedClaim]
    """Claims with this rating now, newest change first."""
    as_said: Callable[[], int] = field(repr=False, compare=False)
    earlier: Sequence[Earlier]
    """Ended windows with this rating, of claims that have another one now."""

    @property
    def said(self) -> int:
        """How many claims had it for the day they were said."""
        return self.as_said()

    @property
    def path(self) -> str:
        """Address below the language's root."""
        return f"ratings/{self.rating.id}/"

    @property
    def feed(self) -> str:
        """Address of its feed below the language's root; empty when it has none."""
        return _feed(self.path, self.now)


def _feed(path: str, claims: Sequence[ListedClaim]) -> str:
    return f"feeds/{path.rstrip('/')}.xml" if len(claims) >= LEAST_FOR_A_FEED else ""


def tally(windows: Iterable[WindowView], settings: Settings) -> list[tuple[Rating, int]]:
    """Count windows by rating, in the order of the scale; ratings without any are left out."""
    return in_scale(Counter(window.rating.id for window in windows), settings)


def in_scale(ratings: Mapping[str, int], settings: Settings) -> list[tuple[Rating, int]]:
    """List counts by rating in the order of the scale; ratings without any are left out."""
    return [(rating, ratings[rating.id]) for rating in settings.ratings if ratings.get(rating.id)]


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


def in_order(names: Iterable[str]) -> dict[str, str]:
    """Map folded names to the first spelling of each, in the order of a list of names."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold_name(name), name)
    return dict(sorted(first.items()))
