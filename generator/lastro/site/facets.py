"""Claims by topic, rating, claimant and publisher: ways to find them, and no ranking.

Each way states a count and lists the newest decision first. Nothing is weighed: the claims are those that
were chosen for a check, so a share of them measures nobody. Withdrawn claims are nowhere in it. All is
sorted by facts, so that no record is read for a page that does not show it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal, TypeVar

from lastro.corpus.corpus import group
from lastro.corpus.facts import Facts
from lastro.memo.tables import LazyTable, Memo, OrderedView, Query
from lastro.memo.trace import Plain
from lastro.model.settings import Rating, Settings
from lastro.model.values import RESERVED, fold_name, slugify
from lastro.site.derive import Site
from lastro.site.views import ArticleView, ClaimView, ListedClaim, SourceView, WindowView

OF_CLAIMS = (
    "withdrawn", "modified", "decided", "moved", "article", "evidence", "original", "topics", "claimants", "rating", "opened",
)  # fmt: skip
OF_SOURCES = ("publisher", "title")
TABLES = ("newest_day", "said", "cited_sources", "facets", "tally", "spelled", "claimant", "publisher")  # fmt: skip
V = TypeVar("V")
By = Literal["topics", "claimants", "publishers"]
Earlier = tuple[ClaimView, WindowView]


@dataclass(frozen=True, slots=True)
class Facet:
    """What some claims share, with a page of its own."""

    by: By
    slug: str
    name: str
    """As the first record writes it."""
    claims: Sequence[ListedClaim]
    """Newest decision first."""
    sources: Sequence[SourceView]
    """A publisher's sources, by title; withdrawn ones too, which readers see marked."""

    @property
    def path(self) -> str:
        return f"{self.by}/{self.slug}/"

    @property
    def key(self) -> str:
        return f"{self.by}:{self.slug}"


@dataclass(frozen=True, slots=True)
class RatingFacet:
    """One step of the scale with the claims that stand there, and that stood there."""

    rating: Rating
    now: Sequence[ListedClaim]
    """Claims with this rating now, newest decision first."""
    earlier: Sequence[Earlier]
    """Ended windows with this rating, of claims that have another one now."""

    @property
    def path(self) -> str:
        return f"ratings/{self.rating.id}/"


def tally(windows: Iterable[WindowView], settings: Settings) -> list[tuple[Rating, int]]:
    """Count windows by rating, in the order of the scale; ratings without any are left out."""
    return in_scale(Counter(window.rating.id for window in windows), settings)


def list_held_up(article: ArticleView) -> tuple[ClaimView, ...]:
    claims = (entry.claim for entry in article.checked)
    return tuple(claim for claim in claims if claim and not claim.claim.withdrawn)


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


class Facets:
    """Every such page of a site, the same in each language, and the orders of its lists.

    All tables have one trace: they are made together, of the same columns of facts.
    """

    def __init__(self, site: Site) -> None:
        self._site, self._tracer = site, site.corpus.tracer
        self.listed = Memo(self._tracer, lambda key: ListedClaim.of(site.claims[key]))
        """Each claim as lists show it, by its id."""
        self._tallies: dict[str, Mapping[str, int]] = {}
        with self._tracer.query(*TABLES):
            self._sort_claims()
            self._sort_sources()
            self._group()

    def _sort_claims(self) -> None:
        site, rows = self._site, [*self._site.corpus.facts.rows("claims", *OF_CLAIMS)]
        reviewed, opened = {*site.claims}, {*site.open_claims}
        claims = [row for row in rows if row.id in reviewed]
        held_up = (row for row in claims if not row.withdrawn)  # by id, as those of one day stay
        # of the decisions of one day, those come first whose verdict moved last
        self._shown = sorted(held_up, key=lambda row: (row.decided, row.moved), reverse=True)
        self.newest = self._view("newest", [row.id for row in self._shown], self.listed)
        """The claims that are held up, newest decision first."""
        waiting = sorted((r.opened, r.id) for r in rows if r.id in opened and not r.withdrawn)
        self.open_claims = self._view("open_claims", [key for _, key in waiting], site.open_claims)
        """The claims that are being looked at, the oldest first."""
        newest = dict.fromkeys((*(row.article for row in self._shown), *site.articles))
        self.articles = self._view("articles", [*newest], site.articles)
        """Every article, the one with the newest decision first."""
        self._day = self._table("newest_day", {"": max((c.modified for c in claims), default="")})
        self.said = self._table("said", Counter(row.ratings[0] for row in self._shown))
        """How many claims had each rating for the day they were said, by the rating's id."""

    def _sort_sources(self) -> None:
        rows = [*self._site.corpus.facts.rows("sources", *OF_SOURCES)]
        self._sources = {row.id: row for row in rows}
        in_list = sorted(rows, key=_by_publisher)
        self.by_publisher = self._view("sources", [r.id for r in in_list], self._site.sources)
        """Every source by publisher, those without a known one last, and then by title."""
        cited = {source for row in self._shown for source in row.evidence}
        self._cited = self._table("cited_sources", {"": len(cited & self._sources.keys())})

    def _group(self) -> None:
        self.topics = self._topics()
        """By slug."""
        self.claimants = self._claimants()
        """By folded name, in the order of names."""
        self.publishers = self._publishers()
        """By folded name, in the order of names; sources without a known publisher have none."""
        self.ratings = self._ratings()
        """In the order of the scale."""
        ways: dict[str, tuple[Facet, ...]] = {
            "topics": self.topics,
            "claimants": tuple(self.claimants.values()),
            "publishers": tuple(self.publishers.values()),
        }
        every = {facet.key: facet for found in ways.values() for facet in found}
        self.entries = self._table("facets", ways, _list_counts)
        """All pages of one way, for whoever lists them with their counts."""
        self.spelled = self._table("spelled", every, lambda facet: facet.name)
        """Each facet by its key; claimants and publishers are called as the first record writes them."""
        self._claimant = self._table("claimant", self.claimants, lambda facet: facet.path)
        self._publisher = self._table("publisher", self.publishers, lambda facet: facet.path)
        self.tally = self._table("tally", self._tallies)
        """How many claims of each facet have each rating now, and had it when said, by the facet's key."""

    def _table(
        self, name: str, entries: Mapping[str, V], shows: Callable[[V], Plain] | None = None
    ) -> Query[V]:
        made = Query(self._tracer, name, entries, shows)
        self._tracer.register_table(name, made.fingerprint)
        return made

    def _view(self, name: str, ids: Sequence[str], of: Mapping[str, V] | Memo[V]) -> Sequence[V]:
        return OrderedView(self._tracer, name, ids, of)

    @property
    def newest_day(self) -> str:
        return self._day[""]

    @property
    def cited_sources(self) -> int:
        return self._cited[""]

    def claimant(self, name: str) -> Facet:
        """Return the page of who made a claim. Raises KeyError when no claim of theirs is shown."""
        return self._claimant[fold_name(name)]

    def publisher(self, name: str) -> Facet:
        """Return the page of who published a source. Raises KeyError when no source is theirs."""
        return self._publisher[fold_name(name)]

    def _topics(self) -> tuple[Facet, ...]:
        held: defaultdict[str, list[Facts]] = defaultdict(list)
        for row in self._shown:
            for topic in dict.fromkeys(row.topics):
                held[topic].append(row)
        return tuple(self._facet("topics", topic, topic, held[topic]) for topic in sorted(held))

    def _claimants(self) -> Mapping[str, Facet]:
        theirs: defaultdict[str, list[Facts]] = defaultdict(list)
        for row in self._shown:
            for key in dict.fromkeys(fold_name(name) for name, _, _ in row.claimants):
                theirs[key].append(row)
        by_id = sorted(self._shown, key=lambda row: row.id)
        names = in_order(name for row in by_id for name, _, _ in row.claimants)
        slug = slugs(names, "claimant")
        return {
            key: self._facet("claimants", slug[key], name, theirs[key])
            for key, name in names.items()
        }

    def _publishers(self) -> Mapping[str, Facet]:
        known = [row for row in self._sources.values() if row.publisher]
        names = in_order(row.publisher for row in known)
        of_source = {row.id: fold_name(row.publisher) for row in known}
        theirs: defaultdict[str, list[Facts]] = defaultdict(list)
        for row in sorted(known, key=_by_title):
            theirs[of_source[row.id]].append(row)
        citing: defaultdict[str, list[Facts]] = defaultdict(list)
        for claim in self._shown:
            cited = (of_source.get(source) for source in (*claim.evidence, claim.original))
            for key in dict.fromkeys(cited):
                if key is not None:
                    citing[key].append(claim)
        slug = slugs(names, "publisher")
        return {
            key: self._facet("publishers", slug[key], name, citing[key], theirs[key])
            for key, name in names.items()
        }

    def _facet(
        self, by: By, slug: str, name: str, claims: Sequence[Facts], sources: Sequence[Facts] = ()
    ) -> Facet:
        order = f"{by}/{slug}"
        listed = self._view(order, [row.id for row in claims], self.listed)
        theirs = self._view(f"{order}/sources", [row.id for row in sources], self._site.sources)
        facet = Facet(by, slug, name, listed, theirs)
        self._tallies[facet.key] = Counter(row.rating for row in claims)
        self._tallies[f"{facet.key}/said"] = Counter(row.ratings[0] for row in claims)
        return facet

    def _ratings(self) -> tuple[RatingFacet, ...]:
        now = group((row.rating, row.id) for row in self._shown)
        # ended windows of claims whose rating now is another
        earlier = group(
            (row.ratings[number], f"{row.id}/{number}")
            for row in self._shown
            for number in reversed(range(len(row.ratings)))
            if number != row.standing and row.ratings[number] != row.rating
        )
        every = dict.fromkeys(chain.from_iterable(earlier.values()))
        windows = LazyTable(self._tracer, "window", every, self._window)
        return tuple(
            RatingFacet(
                rating,
                self._view(f"ratings/{rating.id}", now.get(rating.id, ()), self.listed),
                self._view(f"ratings/{rating.id}/earlier", earlier.get(rating.id, ()), windows),
            )
            for rating in self._site.settings.ratings
        )

    def _window(self, entry: str) -> Earlier:
        claim_id, _, number = entry.partition("/")
        view = self._site.claims[claim_id]
        return view, view.windows[int(number)]


@lru_cache(maxsize=2)
def facets(site: Site) -> Facets:
    """Sort the claims of a site into its facets, once however many languages it has."""
    return Facets(site)


def _list_counts(found: tuple[Facet, ...]) -> Plain:
    return [[f.slug, f.name, len(f.claims), len(f.sources)] for f in found]


def _by_title(facts: Facts) -> tuple[str, str]:
    return facts.title.casefold(), facts.id


def _by_publisher(facts: Facts) -> tuple[bool, str, str, str, str]:
    return not facts.publisher, facts.publisher.casefold(), facts.publisher, *_by_title(facts)
