"""What each page shows, as values: a claim, an article, a source, and what stands around it.

What a page does not show it does not look up either: the claims beside a claim, and those that cite
a source, are found when they are asked for, so that a page is made again only when something that
it shows has changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import last_change
from lastro.evidence.judge import Judgement, newest_decision, review_due
from lastro.evidence.origins import Origins, Stake, Way
from lastro.model.article import Article, Statement
from lastro.model.claim import Claim, Event, Evidence, Review
from lastro.model.settings import Rating
from lastro.model.source import Source
from lastro.model.values import fold_name
from lastro.text.dates import Edtf


class Passage(Struct, frozen=True):
    """One evidence item as a reader meets it: numbered, with its root and its windows."""

    number: int
    item: Evidence
    source: Source
    root: str
    way: Way
    """Why it has this root."""
    stakes: tuple[Stake, ...]
    """Why it is a party's word."""
    counts_in: tuple[Review, ...]
    same_root: tuple[int, ...]
    """Numbers of the other passages that go back to the same root."""

    @property
    def party(self) -> bool:
        return bool(self.stakes)


class WindowView(Struct, frozen=True):
    """One review with its rating and what the evidence of its window carries."""

    review: Review
    rating: Rating
    judgement: Judgement
    current: bool


class Moment(Struct, frozen=True):
    """One line of a claim's timeline."""

    on: Edtf
    kind: Literal["said", "event", "opened", "decided", "correction"]
    event: Event | None = None
    review: WindowView | None = None
    what: object = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A statement beside this claim in its article."""

    number: int
    statement: Statement
    claims: "Mapping[str, ClaimView]" = field(repr=False, compare=False)
    """All claims with a verdict that are shown."""
    open_claims: "Mapping[str, OpenView]" = field(repr=False, compare=False)
    """All open claims that are shown."""

    @property
    def claim(self) -> "ClaimView | None":
        """The claim that checks it; None for one left out or open, or that a draft cannot show yet."""
        return self.claims.get(self.statement.claim) if self.statement.claim else None

    @property
    def repeated(self) -> "OpenView | None":
        """The claim that it repeats; None where it is none, or that a draft cannot show yet."""
        claim = self.statement.repeats or ""
        return self.claims.get(claim) or self.open_claims.get(claim)

    @property
    def open_claim(self) -> "OpenView | None":
        """The open claim that is to check it; None for any other statement."""
        return self.open_claims.get(self.statement.claim) if self.statement.claim else None

    @property
    def is_open(self) -> bool:
        return self.statement.claim is not None and self.statement.claim in self.open_claims

    @property
    def is_checked(self) -> bool:
        return self.statement.claim is not None and self.statement.claim in self.claims


@dataclass(frozen=True)
class OpenView:
    """Everything that the page of a claim shows while there is no verdict."""

    claim: Claim
    article: Article
    passages: tuple[Passage, ...]
    """By number: in order of first citation, then of the record."""
    moments: tuple[Moment, ...]

    @property
    def id(self) -> str:
        return self.claim.id

    @cached_property
    def modified(self) -> date:
        """The newest day of opening or of any decision, correction or withdrawal."""
        return last_change(self.claim)

    @property
    def due(self) -> date | None:
        return review_due(self.claim)

    @cached_property
    def sources(self) -> int:
        return len({passage.source.id for passage in self.passages})

    @cached_property
    def roots(self) -> tuple[str, ...]:
        return tuple(sorted({passage.root for passage in self.passages}))

    @cached_property
    def by_root(self) -> tuple[tuple[Passage, ...], ...]:
        """The passages of each origin, the origin with the most sources first."""
        groups = [tuple(p for p in self.passages if p.root == root) for root in self.roots]
        groups.sort(key=lambda group: (-len({p.source.id for p in group}), group[0].root))
        return tuple(groups)

    def find_passage(self, evidence_id: str) -> Passage | None:
        return next((p for p in self.passages if p.item.id == evidence_id), None)


@dataclass(frozen=True)
class ClaimView(OpenView):
    """Everything that the page of a claim with a verdict shows."""

    windows: tuple[WindowView, ...]
    """Earliest first."""

    @cached_property
    def current(self) -> WindowView:
        return next(window for window in self.windows if window.current)

    @property
    def as_said(self) -> WindowView:
        return self.windows[0]

    @property
    def earlier(self) -> tuple[WindowView, ...]:
        return tuple(reversed([window for window in self.windows if not window.current]))

    @cached_property
    def published(self) -> date | None:
        """The day of the first decision; None when it was decided anew since, and no record tells that day."""
        first = min(review.decided for review in self.claim.reviews)
        return first if all(first < one.on for one in self.claim.corrections) else None

    @property
    def decided(self) -> date | None:
        """The day of the newest decision; a correction that decides nothing comes later."""
        return newest_decision(self.claim)


class ListedClaim(NamedTuple):
    """What a list needs of a claim beside its line, small enough to be kept of every claim."""

    id: str
    article: str
    who: tuple[tuple[str, bool, str], ...]
    """Of each claimant the folded name, whether nobody knows who that is, and the address that says it."""
    modified: date
    decided: date | None

    @classmethod
    def of(cls, view: ClaimView) -> "ListedClaim":
        """Take it from all that the page of the claim shows."""
        claim = view.claim
        who = tuple(
            (fold_name(one.name), one.kind == "anonymous", one.same_as or "")
            for one in claim.claimants
        )
        return cls(claim.id, claim.article, who, view.modified, view.decided)


class ArticleView(Struct, frozen=True):
    """The article's page: what was checked in it, what was left out."""

    article: Article
    statements: tuple[Neighbour, ...]

    @property
    def checked(self) -> tuple[Neighbour, ...]:
        return tuple(entry for entry in self.statements if entry.is_checked)

    @property
    def open(self) -> int:
        return sum(entry.is_open for entry in self.statements)

    @property
    def left_out(self) -> int:
        return sum(1 for entry in self.statements if entry.statement.left_out is not None)

    @property
    def repetitions(self) -> int:
        return sum(1 for entry in self.statements if entry.statement.repeats is not None)

    @property
    def with_errors(self) -> int:
        told = len(self.checked) + self.open + self.left_out + self.repetitions
        return len(self.statements) - told


@dataclass(frozen=True, slots=True)
class SourceView:
    """The page of a source: how it was read, where it leads, what rests on it."""

    source: Source
    corpus: Corpus = field(repr=False, compare=False)
    origins: Origins = field(repr=False, compare=False)
    claims: Mapping[str, ClaimView] = field(repr=False, compare=False)
    """All claims with a verdict that are shown."""
    open_claims: Mapping[str, OpenView] = field(repr=False, compare=False)
    """All open claims that are shown."""

    @property
    def roots(self) -> tuple[str, ...]:
        return self.origins.roots(self.source.id)

    @property
    def retold_by(self) -> tuple[str, ...]:
        return self.corpus.retold_by.get(self.source.id, ())

    @property
    def derived_from(self) -> tuple[Source, ...]:
        sources = self.corpus.sources
        return tuple(sources[told] for told in self.source.derived_from if told in sources)

    @property
    def _citing(self) -> list[str]:
        return sorted({claim for claim, _ in self.corpus.cited_in.get(self.source.id, ())})

    @property
    def cited_in(self) -> tuple[str, ...]:
        shown = (claim_id for claim_id in self._citing if claim_id in self.claims)
        return tuple(claim_id for claim_id in shown if self.corpus.is_held_up(claim_id))

    @property
    def looked_at_in(self) -> tuple[OpenView, ...]:
        views = map(self.open_claims.get, self._citing)
        return tuple(view for view in views if view and not view.claim.withdrawn)

    @property
    def used(self) -> tuple[tuple[ClaimView, Passage], ...]:
        """The passages of it, by claim."""
        views = (self.claims[claim_id] for claim_id in self.cited_in)
        pairs = ((view, passage) for view in views for passage in view.passages)
        return tuple(pair for pair in pairs if pair[1].source.id == self.source.id)

    @property
    def original_of(self) -> tuple[ClaimView, ...]:
        views = (self.claims[claim_id] for claim_id in self.cited_in)
        wordings = ((view, view.claim.said.original) for view in views)
        return tuple(view for view, of in wordings if of and of.source == self.source.id)
