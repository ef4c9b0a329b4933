"""Which ratings of the scale the evidence permits, and the conditions that decide it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.evidence.tally import COUNTS, STANCES, Say, Tally, tally
from lastro.model.base import Stance
from lastro.model.settings import Counts, Need, Rating

NOTHING: Mapping[Stance, Tally] = {stance: tally([]) for stance in STANCES}
"""What a window without passages has."""


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
        carried = self.fired is not None or not self.alternatives
        return carried and not self.forbidden and not self.lacks_earlier

    @property
    def fitting(self) -> tuple[tuple[Condition, ...], ...]:
        """The alternatives that evidence could open: those for other natures only without others."""
        of_nature = ([c.met for c in tried if c.subject == "nature"] for tried in self.alternatives)
        fitting = compress(self.alternatives, map(all, of_nature))
        return tuple(fitting) or self.alternatives


class Rulings:
    """The rulings of one corpus: windows with the same counts are ruled on once and share them."""

    def __init__(self, corpus: Corpus) -> None:
        scale = corpus.settings
        self._ways = tuple((rating, scale.needs(rating)) for rating in scale.ratings)
        self._known: dict[object, tuple[Ruling, ...]] = {}

    def rule(
        self, nature: str, tallies: Mapping[Stance, Tally], events: int, *, is_first: bool
    ) -> tuple[Ruling, ...]:
        counts = tuple(tallies[stance].count(kind) for stance in STANCES for kind in COUNTS)
        key = nature, counts, events, is_first
        if key not in self._known:
            found = []
            for rating, ways in self._ways:
                tries = tuple(tuple(conditions(need, nature, tallies, events)) for need in ways)
                met = (number for number, tried in enumerate(tries) if all(c.met for c in tried))
                bar = tuple(condition for condition in bars(rating, tallies) if condition.met)
                ruling = Ruling(
                    rating=rating.id,
                    alternatives=tries,
                    fired=next(met, None),
                    forbidden=bar,
                    lacks_earlier=rating.after and is_first,
                )
                found.append(ruling)
            self._known[key] = tuple(found)
        return self._known[key]


def conditions(
    need: Need, nature: str = "", tallies: Mapping[Stance, Tally] = NOTHING, events: int = 0
) -> Iterator[Condition]:
    if need.nature:
        yield Condition("nature", "", 1, int(nature in need.nature), need.nature)
    for stance in STANCES:
        yield from _counts(stance, getattr(need, stance), tallies)
    if need.events:
        yield Condition("events", "", need.events, events)


def bars(rating: Rating, tallies: Mapping[Stance, Tally] = NOTHING) -> Iterator[Condition]:
    """Yield what the scale forbids for a rating; a condition that is met bars it."""
    for stance in STANCES:
        yield from _counts(stance, getattr(rating.without, stance, None), tallies)


def parties_can_carry(need: Need) -> bool:
    """Tell whether an alternative asks for nobody without a stake: the parties' words can reach it."""
    return all(condition.kind not in {"independent", "primary"} for condition in conditions(need))


def _counts(
    stance: Stance, wanted: Counts | None, tallies: Mapping[Stance, Tally]
) -> Iterator[Condition]:
    for kind in COUNTS:
        number: int | None = getattr(wanted, kind, None)
        if number is not None:
            yield Condition(stance, kind, number, tallies[stance].count(kind))


def say_lack(ruling: Ruling, label: str, nature: str, say: Say) -> str:
    told = []
    if ruling.fired is None or ruling.lacks_earlier:
        ways = []
        for way in ruling.fitting if ruling.fired is None else ():
            lacking = (c for c in way if c.subject != "nature" or not c.met)
            ways.append(say_all([say_condition(c, say, nature) for c in lacking], say))
        lacked = [say("cond_or").join(ways)] if ways else []
        lacked += [say("scale_after")] if ruling.lacks_earlier else []
        told.append(say("lacks_needs", label=label, ways=say_all(lacked, say)))
    if ruling.forbidden:
        barring = say("cond_or").join(say_condition(c, say, nature) for c in ruling.forbidden)
        told.append(say("lacks_barred", label=label, rule=barring))
    return " ".join(told)


def say_condition(condition: Condition, say: Say, nature: str | None = None) -> str:
    """Say what a condition wants; with the `nature` of a claim also what there is of it."""
    have: object = condition.have
    if condition.subject == "nature":
        natures = say.join([say(f"nature_{n}") for n in condition.natures], style="or")
        words, have = say("cond_nature", natures=natures), nature
    elif condition.subject == "events":
        words = say.count("cond_events", condition.wanted)
    else:
        words = say.count(f"cond_{condition.subject}_{condition.kind}", condition.wanted)
    return words if nature is None else say("cond_have", condition=words, have=have)


def say_all(parts: Iterable[str], say: Say) -> str:
    first, *others = parts
    for part in others:
        first = say("cond_and", first=first, second=part)
    return first
