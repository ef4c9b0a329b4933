"""Which ratings of the scale the evidence permits, and the conditions that decide it."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.evidence.tally import COUNTS, STANCES, Tally
from lastro.model.base import Stance
from lastro.model.settings import Counts, Need, Rating


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


class Rulings:
    """The rulings of one corpus: windows with the same counts are ruled on once and share them."""

    def __init__(self, corpus: Corpus) -> None:
        scale = corpus.settings
        self._ways = tuple((rating, scale.needs(rating)) for rating in scale.ratings)
        self._known: dict[object, tuple[Ruling, ...]] = {}

    def rule(
        self, nature: str, tallies: Mapping[Stance, Tally], events: int, *, is_first: bool
    ) -> tuple[Ruling, ...]:
        """Judge every rating of the scale for one window, in the order of the scale."""
        counts = tuple(tallies[stance].count(kind) for stance in STANCES for kind in COUNTS)
        key = nature, counts, events, is_first
        if key not in self._known:
            self._known[key] = tuple(
                rule_on(rating, ways, nature, tallies, events, is_first=is_first)
                for rating, ways in self._ways
            )
        return self._known[key]


def rule_on(
    rating: Rating,
    ways: Sequence[Need],
    nature: str,
    tallies: Mapping[Stance, Tally],
    events: int,
    *,
    is_first: bool,
) -> Ruling:
    """Judge one rating: the alternatives that its scale asks, and what forbids it."""
    alternatives = tuple(tuple(_conditions(need, nature, tallies, events)) for need in ways)
    met = (number for number, tried in enumerate(alternatives) if all(c.met for c in tried))
    forbidden: list[Condition] = []
    if rating.without:
        forbidden += _counts("supports", rating.without.supports, tallies)
        forbidden += _counts("refutes", rating.without.refutes, tallies)
    holding = tuple(condition for condition in forbidden if condition.met)
    return Ruling(
        rating=rating.id,
        alternatives=alternatives,
        fired=next(met, None),
        forbidden=holding,
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
