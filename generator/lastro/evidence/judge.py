"""A rating must be carried by its evidence: the evaluator of `needs`, version 3.

People write the rating; this computes the verification status and the ratings that the passages of a
window permit, with a trace of every condition, so that page and check print the same reasons. A passage
counts for a review when the time it speaks of meets its window; what lies before the first window counts
for the first. Pure and total. Source: docs/handbook/explanation/ratings.md.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.evidence.origins import Origins, stakeholders
from lastro.evidence.rulings import Ruling, Rulings
from lastro.evidence.tally import STANCES, Counted, Status, Tally, status, tally
from lastro.memo.tables import LazyTable
from lastro.model.article import Article
from lastro.model.base import Stance
from lastro.model.claim import Claim, Evidence, Review, in_order, speaks_of
from lastro.model.settings import Settings
from lastro.text.dates import meets

OPEN_FOR = timedelta(days=30)
"""How long a claim may be looked at before its first review is due."""
LOOK_AGAIN = {"slow": timedelta(days=365), "fast": timedelta(days=90)}
"""How long a verdict is kept, by the volatility of its claim; a fixed one is never due."""
EVALUATOR = 3
"""Version of the meaning of `needs`; it grows when the same records could be judged otherwise."""


def counts_in(item: Evidence, claim: Claim, corpus: Corpus) -> tuple[Review, ...]:
    """Return the reviews that a passage counts for, earliest first; none where nobody can know."""
    source = corpus.sources.get(item.source)
    period = speaks_of(item, source) if source else None
    reviews = in_order(claim)
    if period is None or not reviews:
        return ()
    if len(reviews) == 1 and reviews[0].holds.end is None:
        return reviews  # it counts for the first window: before it, or in it
    if period.after is not None and period.after <= reviews[0].holds.first:
        return reviews[:1]
    return tuple(review for review in reviews if meets(period, review.holds))


def newest_decision(claim: Claim) -> date | None:
    """Return the day of the newest decision, which `volatility` counts from; None of an open claim."""
    return max((review.decided for review in claim.reviews), default=None)


def review_due(claim: Claim) -> date | None:
    """Return the day to look at a claim again, or to review an open one; None when it cannot change."""
    if claim.review_by:
        return claim.review_by
    since = claim.opened or newest_decision(claim)
    wait = OPEN_FOR if claim.opened else LOOK_AGAIN.get(claim.volatility or "fixed")
    return since + min(wait, date.max - since) if since and wait else None


def is_said_after_article(claim: Claim, corpus: Corpus) -> bool:
    article = corpus.articles.get(claim.article)
    out, said = article.published if article else None, claim.said.on
    if out is None or said is None or out.mark or said.mark:
        return False
    return out.after <= said.first


class Judgement(Struct, frozen=True):
    """What the evidence of one window carries."""

    review: Review
    counted: tuple[Counted, ...]
    tallies: Mapping[Stance, Tally]
    status: Status
    rulings: tuple[Ruling, ...]

    @property
    def permitted(self) -> tuple[str, ...]:
        return tuple(ruling.rating for ruling in self.rulings if ruling.permitted)

    def ruling(self, rating: str) -> Ruling | None:
        return next((ruling for ruling in self.rulings if ruling.rating == rating), None)


def judge(claim: Claim, corpus: Corpus, origins: Origins | None = None) -> tuple[Judgement, ...]:
    """Judge every window of a claim, earliest first; what rules call unclear counts in none."""
    origins = origins or corpus.derive_once(Origins)
    passages = [*_list_counted_passages(claim, corpus, origins)]
    judged: list[Judgement] = []
    for review in in_order(claim):
        counted = tuple(one for one, windows in passages if review in windows)
        tallies = {stance: tally([c for c in counted if c.stance == stance]) for stance in STANCES}
        cited = {c.source for c in counted}
        starting = [event for event in claim.events if event.on.first == review.holds.first]
        events = sum(not cited.isdisjoint(event.sources) for event in starting)
        rules = corpus.derive_once(Rulings)
        judgement = Judgement(
            review=review,
            counted=counted,
            tallies=tallies,
            status=status(tallies["supports"], tallies["refutes"]),
            rulings=rules.rule(claim.nature, tallies, events, is_first=not judged),
        )
        judged.append(judgement)
    return tuple(judged)


def _list_counted_passages(
    claim: Claim, corpus: Corpus, origins: Origins
) -> Iterator[tuple[Counted, tuple[Review, ...]]]:
    names = stakeholders(claim)
    for index, item in enumerate(claim.evidence):
        windows = counts_in(item, claim, corpus)
        if windows and (root := origins.root(item)):
            counted = Counted(
                index=index,
                id=item.id,
                source=item.source,
                stance=item.stance,
                root=root,
                party=origins.is_word_of(names, item, root),
                primary=corpus.sources[item.source].kind == "primary",
            )
            yield counted, windows


def judgements(corpus: Corpus) -> Mapping[str, tuple[Judgement, ...]]:
    """Judge every claim, each once and when it is asked for, however many rules and pages ask."""
    return corpus.derive_once(_judgements)


def _judgements(corpus: Corpus) -> Mapping[str, tuple[Judgement, ...]]:
    claims, origins = corpus.claims, corpus.derive_once(Origins)
    return LazyTable(
        corpus.tracer,
        "claims",
        claims,
        lambda of: judge(claims[of], corpus, origins),
        most=corpus.held,
    )


def judge_repetition(article: Article, claim_id: str, corpus: Corpus) -> Judgement | None:
    """Return what bounds a repetition: the window in which its article came out, or the first."""
    windows = judgements(corpus)[claim_id]
    day = article.published.first if article.published else date.min
    held = [window for window in windows if window.review.holds.first <= day]
    return next(iter((*reversed(held), *windows)), None)


def chain_is_whole(source_id: str, corpus: Corpus) -> bool:
    """Tell whether everything that a source re-tells, step by step, could be read."""
    sources = corpus.sources
    met = (source_id, *corpus.derive_once(Origins).walk(source_id))
    return source_id in sources and all(
        told in sources for one in met for told in sources[one].derived_from
    )


def can_be_judged(claim: Claim, corpus: Corpus) -> bool:
    """Tell whether it is known of each passage where it comes from and when it speaks of."""
    return corpus.derive_once(_judgeable)[claim.id]  # four rules ask


def _judgeable(corpus: Corpus) -> Mapping[str, bool]:
    origins, claims = corpus.derive_once(Origins), corpus.claims

    def judgeable(claim_id: str) -> bool:
        return all(_is_known(item, corpus, origins) for item in claims[claim_id].evidence)

    return LazyTable(corpus.tracer, "claims", claims, judgeable, most=corpus.held)


def _is_known(item: Evidence, corpus: Corpus, origins: Origins) -> bool:
    source = corpus.sources.get(item.source)
    if source is None or origins.root(item) is None or speaks_of(item, source) is None:
        return False
    return item.origin is not None or not source.derived_from or chain_is_whole(item.source, corpus)


def lacks_event(claim: Claim, review: Review, settings: Settings) -> bool:
    rating = settings.rating(review.rating)
    if rating is None or not rating.after or review == in_order(claim)[0]:
        return False
    return all(event.on.first != review.holds.first for event in claim.events)
