"""All records of a site, with look-ups: what rules read and pages are derived from.

What a rule asks of a record lies near it: the claims of an article, the sources of a claim. So a corpus
is looked at in parts of articles with their claims and of these with their sources, and any site fits
into memory; in the order of ids, each part would read the records of most others once more.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from lastro.corpus.columns import FactsTable
from lastro.corpus.facts import Facts, RetiredLink, facts_of
from lastro.locks.evidence import EvidenceLock, Proof
from lastro.memo.tables import query, register_queries
from lastro.memo.trace import Tracer, plain
from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.places import RecordPath

K = TypeVar("K")
V = TypeVar("V")
UNREADABLE = "unreadable/"
"""The key of the names of all records whose file is broken."""
OF_ORIGINAL = -1
MOST_HELD = 20_480
"""Records of a site of which each is held in memory once it was read."""
SOME_HELD = 6_144
"""Records of a kind that are held of a larger site, as are those derived of each.

More than a part of a check holds (`AT_ONCE`) with what it reaches, so that no rule and
no page reads its neighbourhood again; that of others is read again when it is asked for.
"""
NEAR = 1_024
"""Views of a kind that are held: pages are made by neighbourhoods, and no list asks for a view twice."""
AT_ONCE = 4_096
"""Records of a part; with what they reach they are held in memory together."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles, claims and sources by id, each in the order of their ids.

    `unreadable` names records whose file is broken: they own their id, and their `former_ids`. Links lead to
    current ids; `retired_links` keeps what was written where it was another one. `translations` and
    `evidence_lock` are what the two locks hold. `known` are the facts of all records, where they were kept;
    back-links follow from facts, once, on first use, so that they read no record. Two are equal only when they
    are the same object, so that what is derived from one can be kept beside it.
    """

    settings: Settings
    articles: Mapping[str, Article] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    unreadable: frozenset[RecordPath] = frozenset()
    retired_links: tuple[RetiredLink, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    evidence_lock: EvidenceLock = field(default_factory=EvidenceLock)
    tracer: Tracer = field(default_factory=Tracer, repr=False)
    """Notes what is looked up."""
    known: Mapping[RecordPath, Facts] | None = None
    held: int = MOST_HELD
    """How many records of a kind are held in memory, and of what follows from each."""
    _derived: dict[Callable[..., Any], tuple[Any, frozenset[str]]] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        register_queries(self)
        self.tracer.register_table(UNREADABLE.rstrip("/"), lambda _: plain(sorted(self.unreadable)))

    @property
    def proofs(self) -> Mapping[str, Proof]:
        """What became of each quote that was checked, by its key in evidence.lock."""
        return self.evidence_lock.proofs

    @cached_property
    def records(self) -> Mapping[RecordPath, Kept]:
        """Every record by its route, such as `("claims", id)`; one is read when it is looked up."""
        return _RecordsOfAllKinds(self._by_kind)

    @property
    def _by_kind(self) -> Mapping[str, Mapping[str, Kept]]:
        return {"articles": self.articles, "claims": self.claims, "sources": self.sources}

    def knows(self, kind: str, record_id: str) -> bool:
        """Tell whether a file holds this record, readable or not."""
        held = record_id in self._by_kind.get(kind, ())
        return held or (kind, record_id) in self.unreadable

    def list_unreadable(self) -> frozenset[RecordPath]:
        """Return the records whose file is broken, for whoever depends on all of them."""
        self.tracer.note(UNREADABLE)
        return self.unreadable

    @cached_property
    def facts(self) -> FactsTable:
        """What others must know of each record, by its route, in the order of `records`."""
        known = self.known
        if known is None:
            known = {at: facts_of(record) for at, record in self.records.items()}
        return FactsTable(self.tracer, known)

    def derive_once(self, make: Callable[["Corpus"], V]) -> V:
        """Return what `make`, a function of a module, makes of the corpus: once for all who ask."""
        if make not in self._derived:
            with self.tracer.trace() as noted:
                self._derived[make] = make(self), frozenset(noted)
        made, trace = self._derived[make]
        if trace:
            self.tracer.note_all(trace)
        return cast("V", made)

    @query
    def there(self) -> Mapping[str, Sequence[bool]]:
        """What is known of each record by kind and id: of a readable one, whether it is an open claim."""
        readable = {
            f"{kind}/{row.id}": (row.opened != "",)
            for kind in self._by_kind
            for row in self.facts.rows(kind, "opened")
        }
        broken = {f"{kind}/{record_id}": () for kind, record_id in self.list_unreadable()}
        return broken | readable

    @query
    def claims_of(self) -> Mapping[str, tuple[str, ...]]:
        """Claims by article: in the article's order, then those it does not list, by id."""
        listed = {row.id: row.statements for row in self.facts.rows("articles", "statements")}
        held = group((row.article, row.id) for row in self.facts.rows("claims", "article"))
        articles = dict.fromkeys((*listed, *held))
        return {one: _in_its_order(held.get(one, ()), listed.get(one, ())) for one in articles}

    @query
    def retold_by(self) -> Mapping[str, tuple[str, ...]]:
        rows = self.facts.rows("sources", "derived_from")
        return group((told, row.id) for row in rows for told in row.derived_from)

    @query
    def cited_in(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each source where it is evidence: claim id and index, `OF_ORIGINAL` for a wording."""
        return group(
            (source, (row.id, index))
            for row in self.facts.rows("claims", "evidence", "original")
            for index, source in (*enumerate(row.evidence), (OF_ORIGINAL, row.original))
            if source
        )

    @query
    def related_back(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each claim those that are related to it: what they are to it, and their id."""
        rows = self.facts.rows("claims", "related")
        return group((claim, (how, row.id)) for row in rows for how, claim in row.related)

    @query
    def repeated_in(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each claim the statements that repeat it: article id and index of the statement."""
        return group(
            (claim, (row.id, index))
            for row in self.facts.rows("articles", "repeats")
            for index, claim in enumerate(row.repeats)
            if claim
        )

    @query
    def held_up(self) -> Mapping[str, bool]:
        rows = self.facts.rows("claims", "withdrawn")
        return {row.id: True for row in rows if not row.withdrawn}

    def is_held_up(self, claim_id: str) -> bool:
        return claim_id in self.held_up

    @query
    def same_origin(self) -> Mapping[str, tuple[str, ...]]:
        return group((row.origin, row.id) for row in self.facts.rows("sources", "origin"))


class _RecordsOfAllKinds(Mapping[RecordPath, Kept]):
    def __init__(self, kinds: Mapping[str, Mapping[str, Kept]]) -> None:
        self._kinds = kinds

    def __getitem__(self, route: RecordPath) -> Kept:
        kind, record_id = route
        return self._kinds[str(kind)][str(record_id)]

    def __contains__(self, at: object) -> bool:
        if not (isinstance(at, tuple) and len(at) == len(("kind", "id"))):
            return False
        return at[1] in self._kinds.get(at[0], ())

    def __iter__(self) -> Iterator[RecordPath]:
        return ((kind, record_id) for kind, found in self._kinds.items() for record_id in found)

    def __len__(self) -> int:
        return sum(len(found) for found in self._kinds.values())


def _in_its_order(ids: Sequence[str], listed: Sequence[str]) -> tuple[str, ...]:
    places = {claim: -place for place, claim in enumerate(reversed(listed), start=-len(listed) + 1)}
    return tuple(sorted(ids, key=lambda claim: (places.get(claim, len(listed)), claim)))


def group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Return the values of each key, so that a back-link is one line: keys and values as they come."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def by_neighbourhood(corpus: Corpus, some: Collection[RecordPath]) -> Iterator[RecordPath]:
    """Yield an article, then its claims, each before its sources; what none leads to comes last."""
    left = dict.fromkeys(some)
    for at in _near(corpus):
        if at in left:
            del left[at]
            yield at
    yield from sorted(left, key=lambda at: tuple(map(str, at)))


def page_order(corpus: Corpus) -> dict[str, int]:
    """Return a number for the address of each record's page: pages near each other share records."""
    near = by_neighbourhood(corpus, corpus.facts)
    return {f"{kind}/{record_id}/": place for place, (kind, record_id) in enumerate(near)}


def _near(corpus: Corpus) -> Iterator[RecordPath]:
    for article, claims in corpus.claims_of.items():
        yield "articles", article
        for claim in claims:
            yield "claims", claim
            facts = corpus.facts.get(("claims", claim))
            yield from (("sources", source) for source in (facts.named if facts else ()))
