"""What the pages show, as values: nothing about HTML, nothing about language.

`derive` is pure: the same corpus and day give the same site. Dates come from records; the day is
needed by drafts and overdue lists only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lastro.corpus import Corpus
from lastro.dates import Edtf, edtf
from lastro.due import Due, due
from lastro.evidence.origins import Origins, Stake, Way
from lastro.evidence.proofs import QuoteCheck, quote_checks
from lastro.evidence.verification import Counted, Judgement, judgements
from lastro.evidence.windows import counts_in, in_order, review_due, standing
from lastro.origin_names import OriginName, origin_names
from lastro.records import Article, Claim, Event, Evidence, Review, Source, Statement
from lastro.settings import Rating, Settings
from lastro.translations import stale
from lastro.values import Text

CITATION = re.compile(r"\[@([a-z0-9]+(?:-[a-z0-9]+)*)(?:,[ ]*([^\[\]\n]{1,80}))?\]")
"""`[@evidence-id]` or `[@evidence-id, p. 12]`: id and place."""


@dataclass(frozen=True, slots=True)
class Passage:
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
        """Tell whether it is the word of someone with a stake in the claim."""
        return bool(self.stakes)


@dataclass(frozen=True, slots=True)
class WindowView:
    """One review with its rating and what the evidence of its window carries."""

    review: Review
    rating: Rating
    judgement: Judgement
    current: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a claim's timeline."""

    on: Edtf
    kind: Literal["said", "event", "decided", "correction"]
    event: Event | None = None
    review: WindowView | None = None
    what: object = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A statement beside this claim in its article."""

    number: int
    statement: Statement
    claim: "ClaimView | None"


@dataclass(frozen=True)
class ClaimView:
    """Everything that the page of one claim shows."""

    claim: Claim
    article: Article
    windows: tuple[WindowView, ...]
    """Earliest first."""
    passages: tuple[Passage, ...]
    """By number: in order of first citation, then of the record."""
    moments: tuple[Moment, ...]

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def current(self) -> WindowView:
        """The review that holds now."""
        return next(window for window in self.windows if window.current)

    @property
    def as_said(self) -> WindowView:
        """The review that holds for the day it was said."""
        return self.windows[0]

    @property
    def earlier(self) -> tuple[WindowView, ...]:
        """The windows before the current one, newest first."""
        return tuple(reversed([window for window in self.windows if not window.current]))

    @property
    def published(self) -> date:
        """The day of the first decision."""
        return min(review.decided for review in self.claim.reviews)

    @property
    def modified(self) -> date:
        """The newest day of any decision, correction or withdrawal."""
        days = [review.decided for review in self.claim.reviews]
        days += [self.claim.withdrawn.on] if self.claim.withdrawn else []
        return max(days + [correction.on for correction in self.claim.corrections])

    @property
    def due(self) -> date | None:
        """The day to look again; None when it never changes."""
        return review_due(self.claim)

    @property
    def sources(self) -> int:
        """How many sources are cited."""
        return len({passage.source.id for passage in self.passages})

    @property
    def roots(self) -> tuple[str, ...]:
        """The origins behind all passages, sorted."""
        return tuple(sorted({passage.root for passage in self.passages}))

    @property
    def by_root(self) -> tuple[tuple[Passage, ...], ...]:
        """The passages of each origin, the origin with the most sources first."""
        groups = [tuple(p for p in self.passages if p.root == root) for root in self.roots]
        groups.sort(key=lambda group: (-len({p.source.id for p in group}), group[0].root))
        return tuple(groups)

    def numbered(self, evidence_id: str) -> Passage | None:
        """Return the passage that `[@id]` cites."""
        return next((p for p in self.passages if p.item.id == evidence_id), None)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The article's page: what was checked in it, what was left out."""

    article: Article
    statements: tuple[Neighbour, ...]

    @property
    def checked(self) -> tuple[Neighbour, ...]:
        """The statements that have a claim."""
        return tuple(entry for entry in self.statements if entry.claim)

    @property
    def left_out(self) -> int:
        """How many statements were left out, with a reason."""
        return sum(1 for entry in self.statements if entry.statement.left_out is not None)

    @property
    def with_errors(self) -> int:
        """How many statements name a claim that a draft cannot show yet."""
        return len(self.statements) - len(self.checked) - self.left_out


@dataclass(frozen=True, slots=True)
class SourceView:
    """The page of a source: how it was read, where it leads, what rests on it."""

    source: Source
    roots: tuple[str, ...]
    retold_by: tuple[Source, ...]
    derived_from: tuple[Source, ...]
    used: tuple[tuple[ClaimView, Passage], ...]


@dataclass(frozen=True)
class Site:
    """All pages' content. `left_out` names claims that a draft cannot show yet.

    `stale` holds texts with the language in which they are older than what they translate.
    """

    settings: Settings
    claims: Mapping[str, ClaimView]
    articles: Mapping[str, ArticleView]
    sources: Mapping[str, SourceView]
    origin_names: Mapping[str, OriginName]
    left_out: tuple[str, ...]
    stale: frozenset[tuple[Text, str]]
    due: tuple[Due, ...]
    """What editors have to look at; nothing else of a site but drafts depends on `today`."""
    today: date
    draft: bool
    url: str
    """Address of the site, with a slash at its end."""
    quote_checks: Mapping[str, QuoteCheck]
    """What is known of each quote, by its key in evidence.lock."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages; the first stands at the root."""
        return self.settings.languages


def derive(corpus: Corpus, today: date, *, draft: bool = False, url: str = "") -> Site:
    """Compute the content of every page.

    A claim whose links do not resolve (a draft may hold such) is left out and named. `url` is where
    the site stands; the publisher's own address when nothing says so.
    """
    origins = Origins(corpus)
    claims: dict[str, ClaimView] = {
        claim.id: _claim(claim, corpus, origins)
        for claim in corpus.claims.values()
        if _can_be_shown(claim, corpus, origins)
    }
    articles = {key: _article(article, claims) for key, article in corpus.articles.items()}
    sources = {
        key: _source(source, corpus, origins, claims) for key, source in corpus.sources.items()
    }
    return Site(
        settings=corpus.settings,
        claims=claims,
        articles=articles,
        sources=sources,
        origin_names=origin_names(corpus),
        left_out=tuple(sorted(set(corpus.claims) - set(claims))),
        stale=frozenset((found.text, language) for found, language in stale(corpus)),
        due=due(corpus, today),
        today=today,
        draft=draft,
        url=(url or corpus.settings.publisher.url).rstrip("/") + "/",
        quote_checks=quote_checks(corpus),
    )


def _can_be_shown(claim: Claim, corpus: Corpus, origins: Origins) -> bool:
    return (
        claim.article in corpus.articles
        and all(item.source in corpus.sources and origins.root(item) for item in claim.evidence)
        and all(corpus.settings.rating(review.rating) for review in claim.reviews)
        and all(source in corpus.sources for event in claim.events for source in event.sources)
    )


def _claim(claim: Claim, corpus: Corpus, origins: Origins) -> ClaimView:
    current = standing(claim)
    windows = tuple(
        WindowView(
            review=judgement.review,
            rating=rating,
            judgement=judgement,
            current=judgement.review is current,
        )
        for judgement in judgements(corpus)[claim.id]
        if (rating := corpus.settings.rating(judgement.review.rating))
    )
    return ClaimView(
        claim=claim,
        article=corpus.articles[claim.article],
        windows=windows,
        passages=_passages(claim, corpus, origins),
        moments=tuple(sorted(_moments(claim, windows), key=lambda m: (m.on.first, m.on.precision))),
    )


def _passages(claim: Claim, corpus: Corpus, origins: Origins) -> tuple[Passage, ...]:
    cited = list(dict.fromkeys(_citations(claim, corpus.settings.languages[0])))
    order = sorted(
        claim.evidence,
        key=lambda item: cited.index(item.id) if item.id in cited else len(cited),
    )
    roots = [origins.root(item) or "" for item in order]
    return tuple(
        Passage(
            number=number,
            item=item,
            source=corpus.sources[item.source],
            root=roots[number - 1],
            way=origins.way(item),
            stakes=origins.stakes(item, claim),
            counts_in=counts_in(item, claim, corpus),
            same_root=tuple(
                other
                for other, root in enumerate(roots, start=1)
                if root == roots[number - 1] and other != number
            ),
        )
        for number, item in enumerate(order, start=1)
    )


def cited_ids(text: str) -> Iterator[str]:
    """Yield the evidence ids that a reasoning cites, in its order, each as often as it does."""
    return (match[1] for match in CITATION.finditer(text))


def _citations(claim: Claim, language: str) -> Iterator[str]:
    """Yield cited ids as a reader meets them: the standing review first, then the newest earlier.

    Numbers are the same in every language: they follow the site's first one.
    """
    current = standing(claim)
    earlier = [review for review in reversed(in_order(claim)) if review is not current]
    for review in (current, *earlier):
        text = review.because.get(language) or review.because.readings[0][1]
        yield from cited_ids(text)


def _moments(claim: Claim, windows: tuple[WindowView, ...]) -> Iterator[Moment]:
    yield Moment(claim.said.on, "said")
    for event in claim.events:
        yield Moment(event.on, "event", event=event)
    for window in windows:
        yield Moment(edtf(window.review.decided.isoformat()), "decided", review=window)
    for correction in claim.corrections:
        yield Moment(edtf(correction.on.isoformat()), "correction", what=correction.what)


def _article(article: Article, claims: Mapping[str, ClaimView]) -> ArticleView:
    return ArticleView(
        article,
        tuple(
            Neighbour(number, statement, claims.get(statement.claim or ""))
            for number, statement in enumerate(article.statements, start=1)
        ),
    )


def neighbours(view: ClaimView, article: ArticleView) -> tuple[Neighbour, ...]:
    """Return the statement before a claim, the claim itself and the one after."""
    at = [n for n, entry in enumerate(article.statements) if entry.statement.claim == view.id]
    return article.statements[max(0, at[0] - 1) : at[0] + 2] if at else ()


def _source(
    source: Source, corpus: Corpus, origins: Origins, claims: Mapping[str, ClaimView]
) -> SourceView:
    return SourceView(
        source=source,
        roots=origins.roots(source.id),
        retold_by=tuple(corpus.sources[teller] for teller in corpus.retold_by.get(source.id, ())),
        derived_from=tuple(
            corpus.sources[told] for told in source.derived_from if told in corpus.sources
        ),
        used=tuple(
            (claims[claim_id], passage)
            for claim_id in sorted(
                {
                    c
                    for c, _ in corpus.cited_in.get(source.id, ())
                    if c in claims and not claims[c].claim.withdrawn
                }
            )
            for passage in claims[claim_id].passages
            if passage.source.id == source.id
        ),
    )


def counted_as(passage: Passage, window: WindowView) -> Counted | None:
    """Return how a passage counts in a window; None when it does not."""
    return next((c for c in window.judgement.counted if c.id == passage.item.id), None)
