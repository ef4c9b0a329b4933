"""All records of a site, with look-ups: what rules read and pages are derived from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial, wraps
from types import MappingProxyType
from typing import Any, TypeVar, cast

from lastro.corpus.facts import Facts, RetiredLink, facts_of
from lastro.locks.evidence import EvidenceLock, Proof
from lastro.memo.trace import THERE, Index, Plain, Tracer
from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.places import RecordPath

R = TypeVar("R", bound=Kept)
V = TypeVar("V")
HELD_UP = "held_up"
BACK_LINKS = "claims_of", "retold_by", "cited_in", "related_back", "repeated_in", "same_origin"
OF_ORIGINAL = -1
MOST_HELD = 20_480
"""Records of a site of which each is held in memory once it was read."""
SOME_HELD = 6_144
"""Records of a kind that are held of a larger site, as are those derived of each.

More than a part of a check holds (`lastro.corpus.neighbourhoods.AT_ONCE`) with what it reaches, so that no rule and
no page reads its neighbourhood again; that of others is read again when it is asked for.
"""


def _of_whole(find: Callable[["Corpus"], V]) -> "cached_property[V]":
    """Keep what follows from all records with the whole corpus: parts of it need not find it again."""

    @wraps(find)
    def found(corpus: "Corpus") -> V:
        if corpus.whole is None:
            return find(corpus)
        shared: V = getattr(corpus.whole, find.__name__)
        return shared

    return cached_property(found)


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles, claims and sources by id, each in the order of their ids.

    `unreadable` names records whose file is broken: they own their id, so that a link to one is
    not reported as well; what such a file holds in `former_ids` stands among them. Links lead to
    current ids; `retired_links` keeps what was written where it was another one. `translations` is
    what translations.lock holds, empty without one: key of a text to language to the hash of the
    original that it was made from; `evidence_lock` is what that lock holds. `known` are the facts of
    all records, where they were kept; else they are taken from the records. Back-links follow from
    facts, once, on first use, so that they read no record. `focus` is what is under check: rules
    walk through `..._checked` and look up whatever they need. Two are equal only when they are the
    same object, so that what is derived from one can be kept beside it.
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
    focus: frozenset[RecordPath] | None = None
    whole: "Corpus | None" = field(default=None, repr=False)
    """The corpus without a focus, of one that has a focus."""
    held: int = MOST_HELD
    """How many records of a kind are held in memory, and of what follows from each."""
    _listed: dict[str, tuple[Kept, ...]] = field(default_factory=dict, init=False, repr=False)
    _ids: dict[str, dict[str, None]] = field(default_factory=dict, init=False, repr=False)
    _derived: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def proofs(self) -> Mapping[str, Proof]:
        """What became of each quote that was checked, by its key in evidence.lock."""
        return self.evidence_lock.proofs

    @_of_whole
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

    @_of_whole
    def facts(self) -> Mapping[RecordPath, Facts]:
        """Return what others must know of each record, by its route, in the order of `records`."""
        if self.known is not None:
            return self.known
        return {at: facts_of(record) for at, record in self.records.items()}

    def focus_on(self, focus: frozenset[RecordPath]) -> "Corpus":
        """Return the same corpus with only some records under check; back-links are shared."""
        # the copy has caches of its own but for what `_of_whole` and `derive_once` ask of the whole: a
        # cache that depends on the focus must not be shared, and one that does not should be
        return replace(self, focus=focus, whole=self.whole or self)

    def derive_once(self, make: Callable[["Corpus"], V]) -> V:
        """Return what follows from the whole corpus, made once however many rules and pages ask.

        `make` stands at the top of its module: what it made is kept under it, as long as the corpus is.
        """
        if self.whole is not None:
            return self.whole.derive_once(make)
        if make not in self._derived:
            self._derived[make] = make(self)
        made: V = self._derived[make]
        return made

    def forget(self) -> None:
        """Let go of the records that were listed for all rules, once all have looked at them."""
        self._listed.clear()

    def articles_checked(self) -> Iterator[Article]:
        """Yield the articles under check, by id; all without a focus."""
        return self._checked("articles", self.articles)

    def claims_checked(self) -> Iterator[Claim]:
        """Yield the claims under check, by id; all without a focus."""
        return self._checked("claims", self.claims)

    def sources_checked(self) -> Iterator[Source]:
        """Yield the sources under check, by id; all without a focus."""
        return self._checked("sources", self.sources)

    def records_checked(self) -> Iterator[tuple[RecordPath, Kept]]:
        """Yield every record under check with its route: articles, claims, then sources, by id."""
        yield from ((("articles", article.id), article) for article in self.articles_checked())
        yield from ((("claims", claim.id), claim) for claim in self.claims_checked())
        yield from ((("sources", source.id), source) for source in self.sources_checked())

    def _checked(self, kind: str, records: Mapping[str, R]) -> Iterator[R]:
        if not self.tracer.open:
            return iter(self._list(kind, records))
        if self.focus is None:
            return iter(records.values())
        return (records[key] for key in self.ids_checked(kind))

    def _list(self, kind: str, records: Mapping[str, R]) -> tuple[R, ...]:
        """List the records of a kind once for all rules, which look at each of them."""
        if kind not in self._listed:
            ids = records if self.focus is None else self.ids_checked(kind)
            self._listed[kind] = tuple(records[key] for key in ids)
        return cast("tuple[R, ...]", self._listed[kind])

    def ids_checked(self, kind: str) -> dict[str, None]:
        """Return the ids of one kind that are in the focus and there, sorted."""
        known = self._ids.get(kind)
        if known is None:
            ids = sorted(str(at[1]) for at in self.focus or () if at[0] == kind)
            known = self._ids[kind] = {key: None for key in ids if key in self._by_kind[kind]}
        return known

    @_of_whole
    def claims_of(self) -> Mapping[str, tuple[str, ...]]:
        """Claims by article: in the article's order, then those it does not list, by id."""
        grouped: dict[str, list[str]] = {}
        for (kind, key), facts in self.facts.items():
            if kind == "articles":
                grouped.setdefault(str(key), [])
            elif kind == "claims":
                grouped.setdefault(facts.article, []).append(str(key))
        listed = {article: self._in_its_order(article, ids) for article, ids in grouped.items()}
        return Index(self.tracer, "claims_of", listed)

    def _in_its_order(self, article: str, ids: list[str]) -> tuple[str, ...]:
        facts = self.facts.get(("articles", article))
        listed: dict[str, int] = {}
        for place, claim in enumerate(facts.statements if facts else ()):
            listed.setdefault(claim, place)
        last = len(facts.statements) if facts else 0
        return tuple(sorted(ids, key=lambda claim: (listed.get(claim, last), claim)))

    @_of_whole
    def retold_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each source the ids of those that re-tell it."""
        told_by = _turned_round(
            (told, facts.id) for facts in self._of("sources") for told in facts.derived_from
        )
        return Index(self.tracer, "retold_by", told_by)

    @_of_whole
    def cited_in(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each source where it is evidence: claim id and index of the item.

        The index is `OF_ORIGINAL` where it holds the original wording of the words.
        """
        found: dict[str, list[tuple[str, int]]] = {}
        for facts in self._of("claims"):
            for index, source in enumerate(facts.evidence):
                found.setdefault(source, []).append((facts.id, index))
            if facts.original:
                found.setdefault(facts.original, []).append((facts.id, OF_ORIGINAL))
        cited = {source: tuple(places) for source, places in found.items()}
        return Index(self.tracer, "cited_in", cited)

    @_of_whole
    def related_back(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each claim those that are related to it: what they are to it, and their id."""
        found: dict[str, list[tuple[str, str]]] = {}
        for facts in self._of("claims"):
            for how, claim in facts.related:
                found.setdefault(claim, []).append((how, facts.id))
        related = {claim: tuple(places) for claim, places in found.items()}
        return Index(self.tracer, "related_back", related)

    @_of_whole
    def repeated_in(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each claim the statements that repeat it: article id and index of the statement."""
        found: dict[str, list[tuple[str, int]]] = {}
        for facts in self._of("articles"):
            for index, claim in enumerate(facts.repeats):
                found.setdefault(claim, []).append((facts.id, index))
        repeated = {claim: tuple(places) for claim, places in found.items() if claim}
        return Index(self.tracer, "repeated_in", repeated)

    def is_held_up(self, claim_id: str) -> bool:
        """Tell whether a claim was not withdrawn."""
        self.tracer.note(f"{HELD_UP}/{claim_id}")
        return self._is_held_up(claim_id)

    def _is_held_up(self, claim_id: str) -> bool:
        facts = self.facts.get(("claims", claim_id))
        return facts is not None and not facts.withdrawn

    def _is_there(self, entry: str) -> Plain:
        """Tell open claims from reviewed ones: those stand in other tables."""
        facts = self.facts.get(tuple(entry.split("/", 1)))
        return [facts.opened != ""] if facts else None

    @_of_whole
    def same_origin(self) -> Mapping[str, tuple[str, ...]]:
        """For each origin the ids of the sources that have it."""
        shared = _turned_round((facts.origin, facts.id) for facts in self._of("sources"))
        return Index(self.tracer, "same_origin", shared)

    def register_fingerprints(self) -> None:
        """Say what the keys of the back-links are worth, to whoever asks `reads`."""
        for name in BACK_LINKS:
            self.tracer.register_table(name, partial(self._fingerprint, name))
        self.tracer.register_table(HELD_UP, self._is_held_up)
        self.tracer.register_table(THERE, self._is_there)

    def _fingerprint(self, name: str, entry: str) -> Plain:
        found: Index[Any] = getattr(self, name)
        return found.fingerprint(entry)

    def _of(self, kind: str) -> Iterator[Facts]:
        return (facts for at, facts in self.facts.items() if at[0] == kind)


class _Every(Mapping[RecordPath, Kept]):
    """The records of all kinds as one table."""

    def __init__(self, kinds: Mapping[str, Mapping[str, Kept]]) -> None:
        self._kinds = kinds

    def __getitem__(self, route: RecordPath) -> Kept:
        if route not in self:
            raise KeyError(route)
        return self._kinds[str(route[0])][str(route[1])]

    def __contains__(self, at: object) -> bool:
        if not (isinstance(at, tuple) and len(at) == len(("kind", "id"))):
            return False
        return at[1] in self._kinds.get(at[0], ())

    def __iter__(self) -> Iterator[RecordPath]:
        return ((kind, record_id) for kind, found in self._kinds.items() for record_id in found)

    def __len__(self) -> int:
        return sum(len(found) for found in self._kinds.values())


def _turned_round(links: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for target, holder in links:
        found.setdefault(target, []).append(holder)
    return {target: tuple(sorted(holders)) for target, holders in found.items()}
