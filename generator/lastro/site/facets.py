"""Claims by topic, rating, claimant and publisher: ways to find them, and no ranking.

Each way states a count and lists the newest change first. Nothing is weighed: the claims are those
that were chosen for a check, so a share of them measures no person and no publisher. Withdrawn
claims are nowhere in it.

All of it is sorted by the facts of the records, so that no record is read for a page that does not
show it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from lastro.corpus.facts import Facts
from lastro.memo.trace import Index, LazyTable, Memo, OrderedView, Plain, Tracer
from lastro.model.settings import Rating
from lastro.model.values import fold_name
from lastro.site.derive import Site
from lastro.site.facet import By, Earlier, Facet, RatingFacet, in_order, slugs
from lastro.site.views import ArticleView, ListedClaim, OpenView, SourceView


class Facets:
    """Every such page of a site, the same in each language, and the orders of its lists."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._tracer: Tracer = site.corpus.tracer
        facts = site.corpus.facts
        self._claims = [facts["claims", claim_id] for claim_id in site.claims]
        self._sources = {found.id: found for at, found in facts.items() if at[0] == "sources"}
        self._shown = sorted((c for c in self._claims if not c.withdrawn), key=_newest_first)
        cited = {source for found in self._shown for source in found.evidence}
        newest = max((found.modified for found in self._claims), default="")
        self._day = Index(self._tracer, "newest_day", {"": newest})
        self._cited = Index(self._tracer, "cited_sources", {"": len(cited & self._sources.keys())})
        self._in_list = sorted(self._sources.values(), key=_by_publisher)
        names = dict.fromkeys(facts.publisher for facts in self._in_list)
        self.anchors = Index(self._tracer, "anchor", slugs(names, "unknown"))
        """Part of the address of each publisher in the list of sources; of none known, of ''."""
        self._said = Index(self._tracer, "said", Counter(f.ratings[0] for f in self._shown))
        self.listed = Memo(self._tracer, lambda key: ListedClaim.of(site.claims[key]))
        """Each claim as lists show it, by its id."""
        self._tables: dict[str, Callable[[str], Plain]] = {
            "facets": self._listed,
            "tally": self._tally,
            "spelled": self._spelled,
            "said": self._said.fingerprint,
            "newest_day": self._day.fingerprint,
            "cited_sources": self._cited.fingerprint,
            "claimant": lambda key: self._path_in(self.claimants, key),
            "publisher": lambda key: self._path_in(self.publishers, key),
            "anchor": self.anchors.fingerprint,
        }

    def register_fingerprints(self) -> None:
        """Say what the keys of the lists are worth, to whoever asks `reads`."""
        _ = (
            self.newest,
            self.open_claims,
            self.articles,
            self.by_publisher,
            self.topics,
            self.ratings,
        )
        _ = self.claimants, self.publishers
        for name, value_of in self._tables.items():
            self._tracer.register_table(name, value_of)

    @cached_property
    def newest(self) -> Sequence[ListedClaim]:
        """The claims that are held up, newest change first."""
        return OrderedView(self._tracer, "newest", [facts.id for facts in self._shown], self.listed)

    @cached_property
    def open_claims(self) -> Sequence[OpenView]:
        """The claims that are being looked at, the oldest first."""
        facts = [self._site.corpus.facts["claims", key] for key in self._site.open_claims]
        order = sorted((one.opened, one.id) for one in facts if not one.withdrawn)
        ids = [key for _, key in order]
        return OrderedView(self._tracer, "open_claims", ids, self._site.open_claims)

    @cached_property
    def articles(self) -> Sequence[ArticleView]:
        """Every article, by id."""
        return OrderedView(self._tracer, "articles", [*self._site.articles], self._site.articles)

    @cached_property
    def by_publisher(self) -> Sequence[SourceView]:
        """Every source by publisher, those without a known one last, and then by title."""
        ids = [facts.id for facts in self._in_list]
        return OrderedView(self._tracer, "sources", ids, self._site.sources)

    @property
    def newest_day(self) -> str:
        """The newest day of any claim, for the sitemap."""
        return self._day[""]

    @property
    def cited_sources(self) -> int:
        """How many sources are cited by claims that are held up."""
        return self._cited[""]

    @cached_property
    def topics(self) -> tuple[Facet, ...]:
        """By slug."""
        held: defaultdict[str, list[str]] = defaultdict(list)
        for facts in self._shown:
            for topic in dict.fromkeys(facts.topics):
                held[topic].append(facts.id)
        return tuple(self._facet("topics", topic, topic, held[topic]) for topic in sorted(held))

    @cached_property
    def claimants(self) -> Mapping[str, Facet]:
        """By folded name, in the order of names."""
        theirs: defaultdict[str, list[str]] = defaultdict(list)
        for facts in self._shown:
            for key in dict.fromkeys(fold_name(name) for name, _, _ in facts.claimants):
                theirs[key].append(facts.id)
        by_id = sorted(self._shown, key=lambda facts: facts.id)
        names = in_order(name for facts in by_id for name, _, _ in facts.claimants)
        slug = slugs(names, "claimant")
        return {
            key: self._facet("claimants", slug[key], name, theirs[key])
            for key, name in names.items()
        }

    @cached_property
    def publishers(self) -> Mapping[str, Facet]:
        """By folded name, in the order of names; sources without a known publisher have none."""
        names = in_order(facts.publisher for facts in self._sources.values() if facts.publisher)
        of_source = {f.id: fold_name(f.publisher) for f in self._sources.values() if f.publisher}
        theirs: defaultdict[str, list[Facts]] = defaultdict(list)
        for facts in self._sources.values():
            if facts.publisher:
                theirs[of_source[facts.id]].append(facts)
        citing: defaultdict[str, list[str]] = defaultdict(list)
        for claim in self._shown:
            for key in dict.fromkeys(
                of_source.get(source) for source in (*claim.evidence, claim.original)
            ):
                if key is not None:
                    citing[key].append(claim.id)
        slug = slugs(names, "publisher")
        return {
            key: self._facet(
                "publishers",
                slug[key],
                name,
                citing[key],
                [facts.id for facts in sorted(theirs[key], key=_by_title)],
            )
            for key, name in names.items()
        }

    @cached_property
    def ratings(self) -> tuple[RatingFacet, ...]:
        """In the order of the scale."""
        return tuple(self._rating(rating) for rating in self._site.settings.ratings)

    def claimant(self, name: str) -> Facet:
        """Return the page of who made a claim. Raises KeyError when no claim of theirs is shown."""
        self._tracer.note(f"claimant/{fold_name(name)}")
        return self.claimants[fold_name(name)]

    def publisher(self, name: str) -> Facet:
        """Return the page of who published a source. Raises KeyError when no source is theirs."""
        self._tracer.note(f"publisher/{fold_name(name)}")
        return self.publishers[fold_name(name)]

    def spell_name(self, facet: Facet) -> str:
        """Return the name of a claimant or publisher as the first record writes it."""
        self._tracer.note(f"spelled/{facet.by}:{facet.slug}")
        return facet.name

    def entries(self, by: By) -> tuple[Facet, ...]:
        """Return all pages of one way, for whoever lists them with their counts."""
        self._tracer.note(f"facets/{by}")
        return self._entries(by)

    def _entries(self, by: str) -> tuple[Facet, ...]:
        if by == "topics":
            return self.topics
        return tuple((self.claimants if by == "claimants" else self.publishers).values())

    def _facet(
        self, by: By, slug: str, name: str, claims: Sequence[str], sources: Sequence[str] = ()
    ) -> Facet:
        order = f"{by}/{slug}"

        def ratings() -> Mapping[str, int]:
            self._tracer.note(f"tally/{by}:{slug}")
            return self._counted(claims)

        return Facet(
            by,
            slug,
            name,
            OrderedView(self._tracer, order, claims, self.listed),
            OrderedView(self._tracer, f"{order}/sources", sources, self._site.sources),
            ratings,
        )

    @cached_property
    def _by_rating(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        """Claims by the rating that holds now, and ended windows by theirs, where now is another."""
        now: defaultdict[str, list[str]] = defaultdict(list)
        earlier: defaultdict[str, list[str]] = defaultdict(list)
        for facts in self._shown:
            holds = facts.rating
            now[holds].append(facts.id)
            for number in reversed(range(len(facts.ratings))):
                rating = facts.ratings[number]
                if number != facts.standing and rating != holds:
                    earlier[rating].append(f"{facts.id}/{number}")
        return now, earlier

    def _rating(self, rating: Rating) -> RatingFacet:
        now = self._by_rating[0].get(rating.id, [])
        earlier = self._by_rating[1].get(rating.id, [])
        windows = LazyTable(self._tracer, "window", dict.fromkeys(earlier), self._window)
        return RatingFacet(
            rating,
            OrderedView(self._tracer, f"ratings/{rating.id}", now, self.listed),
            lambda: self._said[rating.id],
            OrderedView(self._tracer, f"ratings/{rating.id}/earlier", earlier, windows),
        )

    def _window(self, entry: str) -> Earlier:
        claim_id, _, number = entry.partition("/")
        view = self._site.claims[claim_id]
        return view, view.windows[int(number)]

    def _counted(self, claims: Iterable[str]) -> Counter[str]:
        facts = self._site.corpus.facts
        return Counter(facts["claims", claim_id].rating for claim_id in claims)

    def _listed(self, by: str) -> Plain:
        found = self._entries(by)
        return [[f.slug, f.name, len(f.claims), len(f.sources)] for f in found]

    def _spelled(self, entry: str) -> Plain:
        found = self._at.get(entry)
        return found.name if found else None

    @cached_property
    def _at(self) -> Mapping[str, Facet]:
        """Every facet by way and part of the address."""
        ways = ("topics", "claimants", "publishers")
        return {f"{f.by}:{f.slug}": f for by in ways for f in self._entries(by)}

    def _tally(self, entry: str) -> Plain:
        found = self._at.get(entry)
        return [[rating, count] for rating, count in sorted(found.now.items())] if found else None

    @staticmethod
    def _path_in(found: Mapping[str, Facet], key: str) -> Plain:
        return found[key].path if key in found else None


@lru_cache(maxsize=2)
def facets(site: Site) -> Facets:
    """Sort the claims of a site into its facets, once however many languages it has."""
    return Facets(site)


def _newest_first(facts: Facts) -> tuple[int, str]:
    return -int(facts.modified.replace("-", "")), facts.id


def _by_title(facts: Facts) -> tuple[str, str]:
    return facts.title.casefold(), facts.id


def _by_publisher(facts: Facts) -> tuple[bool, str, str, str, str]:
    return not facts.publisher, facts.publisher.casefold(), facts.publisher, *_by_title(facts)
