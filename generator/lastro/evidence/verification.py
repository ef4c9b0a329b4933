"""A rating must be carried by its evidence: the evaluator of `needs`, version 1.

People write the rating; this computes the verification status and the set of ratings that the
passages of a window permit, and keeps a trace of every condition, so that the page and the check
print the same reasons. Pure and total. Source: docs/evaluator.md.
"""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import get_args

from msgspec import Struct

from lastro.corpus import Corpus
from lastro.evidence.origins import Origins, stakeholders
from lastro.evidence.windows import counts_in, in_order
from lastro.reads import Made
from lastro.records import Claim, Evidence, Review, Stance
from lastro.settings import Counts, Need, Rating

EVALUATOR = 1
"""Version of the meaning of `needs`; it grows when the same records could be judged otherwise."""

COUNTS = ("primary", "independent", "party", "roots")
STANCES: tuple[Stance, ...] = get_args(Stance)


class Status(StrEnum):
    """How far the evidence carries: computed, never typed."""

    UNSOURCED = "unsourced"
    CONTESTED = "contested"
    PRIMARY = "primary"
    CORROBORATED = "corroborated"
    SINGLE_ORIGIN = "single-origin"


class Counted(Struct, frozen=True):
    """One passage that counts for a window: its place in the claim, stance, root and standing."""

    index: int
    id: str
    source: str
    stance: Stance
    root: str
    party: bool
    primary: bool
    """From a primary source; it counts as `primary` only when it is no party's word."""


class Tally(Struct, frozen=True):
    """The roots behind the passages of one stance, sorted, each kind apart."""

    items: int
    sources: int
    roots: tuple[str, ...]
    independent: tuple[str, ...]
    party: tuple[str, ...]
    primary: tuple[str, ...]

    def count(self, kind: str) -> int:
        """Return how many roots there are of one kind."""
        roots: tuple[str, ...] = getattr(self, kind)
        return len(roots)


class Condition(Struct, frozen=True):
    """One condition of the scale and what the window has of it.

    `subject` is a stance, `events` or `nature`; `kind` is a count, empty for the latter two.
    """

    subject: str
    kind: str
    wanted: int
    have: int
    natures: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Tell whether the window has enough."""
        return self.have >= self.wanted


class Ruling(Struct, frozen=True):
    """Whether one rating is permitted in a window, and why.

    `alternatives` are all tried ways with their conditions; `fired` is the first that holds;
    `forbidden` are conditions of `without` that hold; `lacks_earlier` is set when a rating that
    needs an earlier review has none.
    """

    rating: str
    alternatives: tuple[tuple[Condition, ...], ...]
    fired: int | None
    forbidden: tuple[Condition, ...]
    lacks_earlier: bool

    @property
    def permitted(self) -> bool:
        """Tell whether the rating may be given."""
        carried = self.fired is not None or not self.alternatives
        return carried and not self.forbidden and not self.lacks_earlier

    @property
    def fitting(self) -> tuple[tuple[Condition, ...], ...]:
        """The alternatives that evidence could open: those for other natures only without others."""
        fitting = tuple(
            tried
            for tried in self.alternatives
            if all(condition.met for condition in tried if condition.subject == "nature")
        )
        return fitting or self.alternatives


class Judgement(Struct, frozen=True):
    """What the evidence of one window carries."""

    review: Review
    counted: tuple[Counted, ...]
    tallies: Mapping[Stance, Tally]
    status: Status
    parties_only: bool
    rulings: tuple[Ruling, ...]

    @property
    def permitted(self) -> tuple[str, ...]:
        """The ratings that may be given, in the order of the scale."""
        return tuple(ruling.rating for ruling in self.rulings if ruling.permitted)

    def ruling(self, rating: str) -> Ruling | None:
        """Return the ruling on one rating, None when the scale does not hold it."""
        return next((ruling for ruling in self.rulings if ruling.rating == rating), None)


def judge(claim: Claim, corpus: Corpus, origins: Origins | None = None) -> tuple[Judgement, ...]:
    """Judge every window of a claim, earliest first.

    Passages whose source is unknown or whose root is unclear count nowhere: rules of their own
    report them.
    """
    origins = origins or Origins(corpus)
    passages = [*_passages(claim, corpus, origins)]
    return tuple(
        _judgement(
            claim,
            review,
            corpus,
            tuple(counted for counted, windows in passages if review in windows),
            is_first=number == 0,
        )
        for number, review in enumerate(in_order(claim))
    )


def _passages(
    claim: Claim, corpus: Corpus, origins: Origins
) -> Iterator[tuple[Counted, tuple[Review, ...]]]:
    """Yield each passage that counts somewhere, with the reviews for which it does."""
    names = stakeholders(claim)
    for index, item in enumerate(claim.evidence):
        windows = counts_in(item, claim, corpus)
        if windows and (root := origins.root(item)):
            yield (
                _counted(index, item, corpus, root, party=origins.is_word_of(names, item, root)),
                windows,
            )


def judgements(corpus: Corpus) -> Mapping[str, tuple[Judgement, ...]]:
    """Judge the claims under check, each once however many rules and pages ask."""
    if corpus.focus is None:
        return _judgements(corpus)
    return _UnderCheck(corpus.ids_checked("claims"), _judgements(corpus.whole or corpus))


@lru_cache(maxsize=4)
def _judgements(corpus: Corpus) -> Mapping[str, tuple[Judgement, ...]]:
    origins = Origins(corpus)
    return Made(
        corpus.reads,
        "claims",
        corpus.claims,
        lambda key: judge(corpus.claims[key], corpus, origins),
        most=corpus.held,
    )


class _UnderCheck(Mapping[str, tuple[Judgement, ...]]):
    """The judgements of some claims, made when they are asked for."""

    def __init__(self, ids: Collection[str], every: Mapping[str, tuple[Judgement, ...]]) -> None:
        self._ids, self._every = ids, every

    def __getitem__(self, claim_id: str) -> tuple[Judgement, ...]:
        if claim_id not in self._ids:
            raise KeyError(claim_id)
        return self._every[claim_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _counted(index: int, item: Evidence, corpus: Corpus, root: str, *, party: bool) -> Counted:
    return Counted(
        index=index,
        id=item.id,
        source=item.source,
        stance=item.stance,
        root=root,
        party=party,
        primary=corpus.sources[item.source].kind == "primary",
    )


def _judgement(
    claim: Claim, review: Review, corpus: Corpus, counted: tuple[Counted, ...], *, is_first: bool
) -> Judgement:
    tallies = {stance: tally([c for c in counted if c.stance == stance]) for stance in STANCES}
    events = _events(claim, review, counted)
    counts = tuple(tallies[stance].count(kind) for stance in STANCES for kind in COUNTS)
    ruled, key = _ruled(corpus), (claim.nature, counts, events, is_first)
    if key not in ruled:
        ruled[key] = tuple(
            _ruling(rating, claim.nature, tallies, events, is_first=is_first)
            for rating in corpus.settings.ratings
        )
    return Judgement(
        review=review,
        counted=counted,
        tallies=tallies,
        status=status(tallies["supports"], tallies["refutes"]),
        parties_only=_parties_only(tallies["supports"], tallies["refutes"]),
        rulings=ruled[key],
    )


def tally(items: list[Counted]) -> Tally:
    """Count the roots of some passages, a root once however often it speaks."""
    if not items:
        return _NONE
    return Tally(
        items=len(items),
        sources=len({c.source for c in items}),
        roots=_roots(items),
        independent=_roots([c for c in items if not c.party]),
        party=_roots([c for c in items if c.party]),
        primary=_roots([c for c in items if c.primary and not c.party]),
    )


_NONE = Tally(0, 0, (), (), (), ())


def status(supports: Tally, refutes: Tally) -> Status:
    """Name how far the evidence carries: the first line of the table that fits."""
    if not supports.roots and not refutes.roots:
        return Status.UNSOURCED
    if supports.independent and refutes.independent:
        return Status.CONTESTED
    if supports.primary or refutes.primary:
        return Status.PRIMARY
    if max(len(supports.independent), len(refutes.independent)) > 1:
        return Status.CORROBORATED
    return Status.SINGLE_ORIGIN


def _parties_only(supports: Tally, refutes: Tally) -> bool:
    """Tell whether nobody without a stake supports or refutes, though a party does."""
    no_independent = not supports.independent and not refutes.independent
    return no_independent and bool(supports.party or refutes.party)


def _roots(items: list[Counted]) -> tuple[str, ...]:
    if len(items) == 1:
        return (items[0].root,)
    return tuple(sorted({c.root for c in items}))


def _events(claim: Claim, review: Review, counted: tuple[Counted, ...]) -> int:
    """Count the events that start a window and rest on a source cited in it."""
    cited = {c.source for c in counted}
    return sum(
        event.on.first == review.holds.first and not cited.isdisjoint(event.sources)
        for event in claim.events
    )


@lru_cache(maxsize=4)
def _ruled(_: Corpus) -> dict[object, tuple[Ruling, ...]]:
    """Return the rulings so far: windows with the same counts are ruled on once and share them."""
    return {}


def _ruling(
    rating: Rating, nature: str, tallies: Mapping[Stance, Tally], events: int, *, is_first: bool
) -> Ruling:
    alternatives = tuple(tuple(_conditions(need, nature, tallies, events)) for need in rating.needs)
    met = (number for number, tried in enumerate(alternatives) if all(c.met for c in tried))
    forbidding = rating.without
    forbidden = (
        [
            *_counts("supports", forbidding.supports, tallies),
            *_counts("refutes", forbidding.refutes, tallies),
        ]
        if forbidding
        else []
    )
    return Ruling(
        rating=rating.id,
        alternatives=alternatives,
        fired=next(met, None),
        forbidden=tuple(c for c in forbidden if c.met),
        lacks_earlier=rating.after and is_first,
    )


def _conditions(
    need: Need, nature: str, tallies: Mapping[Stance, Tally], events: int
) -> Iterator[Condition]:
    if need.nature:
        yield Condition("nature", "", 1, int(nature in need.nature), need.nature)
    yield from _counts("supports", need.supports, tallies)
    yield from _counts("refutes", need.refutes, tallies)
    yield from _counts("context", need.context, tallies)
    if need.events:
        yield Condition("events", "", need.events, events)


def _counts(
    stance: Stance, wanted: Counts | None, tallies: Mapping[Stance, Tally]
) -> Iterator[Condition]:
    if wanted is None:
        return
    for kind in COUNTS:
        number: int | None = getattr(wanted, kind)
        if number is not None:
            yield Condition(stance, kind, number, tallies[stance].count(kind))
