"""All records of a site, with look-ups: what rules read and pages are derived from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
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

V = TypeVar("V")
UNREADABLE = "unreadable/"
"""The key of the names of all records whose file is broken."""
OF_ORIGINAL = -1
MOST_HELD = 20_480
"""Records of a site of which each is held in memory once it was read."""
SOME_HELD = 6_144
"""Records of a kind that are held of a larger site, as are those derived of each.

More than a part of a check holds (`lastro.corpus.neighbourhoods.AT_ONCE`) with what it reaches, so that no rule and
no page reads its neighbourhood again; that of others is read again when it is asked for.
"""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles, claims and sources by id, each in the order of their ids.

    `unreadable` names records whose file is broken: they own their id, so that a link to one is
    not reported as well; what such a file holds in `former_ids` stands among them. Links lead to
    current ids; `retired_links` keeps what was written where it was another one. `translations` is
    what translations.lock holds, empty without one: key of a text to language to the hash of the
    original that it was made from; `evidence_lock` is what that lock holds. `known` are the facts of
    all records, where they were kept; else they are taken from the records. Back-links follow from
    facts, once, on first use, so that they read no record. Two are equal only when they are the same
    object, so that what is derived from one can be kept beside it.
    """

    settings: Settings
    articles: Mapping[str, Article] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    unreadable: frozenset[RecordPath] = frozenset()
    retired_links: tuple[RetiredLink, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )
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
        return _Every(self._by_kind)

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
        if self.known is not None:
            return FactsTable(self.tracer, self.known)
        return FactsTable(
            self.tracer, {at: facts_of(record) for at, record in self.records.items()}
        )

    def derive_once(self, make: Callable[["Corpus"], V]) -> V:
        """Return what follows from the whole corpus, made once however many rules and pages ask.

        `make` stands at the top of its module: what it made is kept under it, as long as the corpus is.
        """
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
        grouped: dict[str, list[str]] = {}
        listed: dict[str, tuple[str, ...]] = {}
        for article in self.facts.rows("articles", "statements"):
            grouped[article.id] = []
            listed[article.id] = article.statements
        for claim in self.facts.rows("claims", "article"):
            grouped.setdefault(claim.article, []).append(claim.id)
        return {
            article: _in_its_order(ids, listed.get(article, ())) for article, ids in grouped.items()
        }

    @query
    def retold_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each source the ids of those that re-tell it."""
        rows = self.facts.rows("sources", "derived_from")
        return _turned_round((told, row.id) for row in rows for told in row.derived_from)

    @query
    def cited_in(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each source where it is evidence: claim id and index of the item.

        The index is `OF_ORIGINAL` where it holds the original wording of the words.
        """
        found: dict[str, list[tuple[str, int]]] = {}
        for row in self.facts.rows("claims", "evidence", "original"):
            for index, source in enumerate(row.evidence):
                found.setdefault(source, []).append((row.id, index))
            if row.original:
                found.setdefault(row.original, []).append((row.id, OF_ORIGINAL))
        return {source: tuple(places) for source, places in found.items()}

    @query
    def related_back(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each claim those that are related to it: what they are to it, and their id."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self.facts.rows("claims", "related"):
            for how, claim in row.related:
                found.setdefault(claim, []).append((how, row.id))
        return {claim: tuple(places) for claim, places in found.items()}

    @query
    def repeated_in(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each claim the statements that repeat it: article id and index of the statement."""
        found: dict[str, list[tuple[str, int]]] = {}
        for row in self.facts.rows("articles", "repeats"):
            for index, claim in enumerate(row.repeats):
                found.setdefault(claim, []).append((row.id, index))
        return {claim: tuple(places) for claim, places in found.items() if claim}

    @query
    def held_up(self) -> Mapping[str, bool]:
        """The claims that were not withdrawn."""
        rows = self.facts.rows("claims", "withdrawn")
        return {row.id: True for row in rows if not row.withdrawn}

    def is_held_up(self, claim_id: str) -> bool:
        """Tell whether a claim was not withdrawn."""
        return claim_id in self.held_up

    @query
    def same_origin(self) -> Mapping[str, tuple[str, ...]]:
        """For each origin the ids of the sources that have it."""
        return _turned_round((row.origin, row.id) for row in self.facts.rows("sources", "origin"))


class _Every(Mapping[RecordPath, Kept]):
    """The records of all kinds as one table."""

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


def _in_its_order(ids: list[str], listed: Sequence[str]) -> tuple[str, ...]:
    places = {claim: -place for place, claim in enumerate(reversed(listed), start=-len(listed) + 1)}
    return tuple(sorted(ids, key=lambda claim: (places.get(claim, len(listed)), claim)))


def _turned_round(links: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for target, holder in links:
        found.setdefault(target, []).append(holder)
    return {target: tuple(sorted(holders)) for target, holders in found.items()}
