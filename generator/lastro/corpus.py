"""All records of a site, with look-ups: what rules read and pages are derived from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from lastro.evidence_lock import EvidenceLock, Proof
from lastro.places import RecordPath
from lastro.reads import Reads
from lastro.records import Article, Claim, Kept, Source
from lastro.settings import Settings


@dataclass(frozen=True, slots=True)
class RetiredLink:
    """A link that was written with a retired id: its route, that id, the current id, its holder."""

    at: RecordPath
    written: str
    current: str
    held: RecordPath
    """Where `former_ids` of the record that is meant holds the retired id."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles, claims and sources by id, each in the order of their ids.

    `unreadable` names records whose file is broken: they own their id, so that a link to one is
    not reported as well; what such a file holds in `former_ids` stands among them. Links lead to
    current ids; `retired_links` keeps what was written where it was another one. `translations` is
    what translations.lock holds, empty without one: key of a text to language to the hash of the
    original that it was made from; `evidence_lock` is what that lock holds. Back-links are computed once, on first use. Two are equal only when they
    are the same object, so that what is derived from one can be kept beside it.
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
    reads: Reads = field(default_factory=Reads, repr=False)
    """Notes what is looked up."""

    @property
    def proofs(self) -> Mapping[str, Proof]:
        """What became of each quote that was checked, by its key in evidence.lock."""
        return self.evidence_lock.proofs

    @cached_property
    def records(self) -> Mapping[RecordPath, Kept]:
        """Every record by its route, such as `("claims", id)`."""
        kinds: dict[str, Mapping[str, Kept]] = {
            "articles": self.articles,
            "claims": self.claims,
            "sources": self.sources,
        }
        return {(kind, key): r for kind, found in kinds.items() for key, r in found.items()}

    def knows(self, kind: str, record_id: str) -> bool:
        """Tell whether a file holds this record, readable or not."""
        return (kind, record_id) in self.records or (kind, record_id) in self.unreadable

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """Claims by article: in the article's order, then those it does not list, by id."""
        grouped: dict[str, list[Claim]] = {article: [] for article in self.articles}
        for claim in self.claims.values():
            grouped.setdefault(claim.article, []).append(claim)
        return {
            article: tuple(sorted(group, key=self._place_in_article))
            for article, group in grouped.items()
        }

    def _place_in_article(self, claim: Claim) -> tuple[int, str]:
        article = self.articles.get(claim.article)
        listed = [s.claim for s in article.statements] if article else []
        return (listed.index(claim.id) if claim.id in listed else len(listed)), claim.id

    @cached_property
    def retold_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each source the ids of those that re-tell it."""
        found: dict[str, list[str]] = {}
        for source in self.sources.values():
            for told in source.derived_from:
                found.setdefault(told, []).append(source.id)
        return {told: tuple(sorted(tellers)) for told, tellers in found.items()}

    @cached_property
    def cited_in(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each source where it is evidence: claim id and index of the item."""
        found: dict[str, list[tuple[str, int]]] = {}
        for claim in self.claims.values():
            for index, item in enumerate(claim.evidence):
                found.setdefault(item.source, []).append((claim.id, index))
        return {source: tuple(places) for source, places in found.items()}

    def is_held_up(self, claim_id: str) -> bool:
        """Tell whether a claim was not withdrawn."""
        return self.claims[claim_id].withdrawn is None
