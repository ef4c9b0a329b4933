"""How the evidence of a claim stands on its page: by window, by side, one card an origin.

Twenty cards in a row look like twenty confirmations. Under the window that they count for, beside
what speaks for the same side, and with all that repeats one origin under its first passage, they
show how few voices there are. A passage stands once, in the newest window that it counts for.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from lastro.evidence.tally import STANCES
from lastro.model.base import Stance
from lastro.site.views import ClaimView, OpenView, Passage, WindowView


class Card(Struct, frozen=True):
    """What one origin says for one side in one window."""

    letter: str
    """The mark of its origin, which is the same on the whole page."""
    anchor: str
    passages: tuple[Passage, ...]
    """A primary record first, else by number."""

    @property
    def root(self) -> str:
        return self.passages[0].root


class Side(Struct, frozen=True):
    """The cards of one stance."""

    stance: Stance
    cards: tuple[Card, ...]
    passages: int


class Rest(Struct, frozen=True):
    """An origin among those that a verdict rests on, with all its passages that count there."""

    letter: str
    anchor: str
    """The card that it leads to: in this window, else the first on the page."""
    passages: tuple[Passage, ...]


class Section(Struct, frozen=True):
    """The evidence that has its place under one window, and what that window rests on."""

    window: WindowView | None
    """None for passages that count for no window, as all of an open claim do."""
    sides: tuple[Side, ...]
    above: tuple[Passage, ...]
    """What counts here too, and stands under a newer window."""
    rests_on: tuple[Rest, ...]

    @property
    def passages(self) -> int:
        return sum(side.passages for side in self.sides)

    @property
    def origins(self) -> int:
        return len({card.root for side in self.sides for card in side.cards})


def lay_out(view: OpenView) -> tuple[Section, ...]:
    """Return the evidence in the order of the page: the current window, earlier ones, then the rest."""
    windows = [view.current, *view.earlier] if isinstance(view, ClaimView) else []
    letters = {
        root: _letter(n) for n, root in enumerate(dict.fromkeys(p.root for p in view.passages))
    }
    known = Counter[str]()
    left, sections = list(view.passages), []
    for window in (*windows, None):
        counting = [p for p in view.passages if window is None or window.review in p.counts_in]
        here = [p for p in counting if p in left]
        left = [p for p in left if p not in here]
        if not here and window is None:
            continue
        sides = tuple(_sides(here, letters, known))
        near = {
            card.letter: card.anchor for side in reversed(sides) for card in reversed(side.cards)
        }
        rests_on = tuple(
            Rest(letters[root], near.get(letters[root], f"o-{letters[root]}"), passages)
            for root, passages in _by_root(counting)
        )
        above = tuple(p for p in counting if p not in here)
        sections.append(Section(window, sides, above if window else (), rests_on))
    return tuple(sections)


def _sides(
    passages: Sequence[Passage], letters: dict[str, str], known: Counter[str]
) -> Iterator[Side]:
    for stance in STANCES:
        mine = [passage for passage in passages if passage.item.stance == stance]
        cards = []
        for root, group in _by_root(mine):
            letter = letters[root]
            known[letter] += 1
            anchor = f"o-{letter}-{known[letter]}" if known[letter] > 1 else f"o-{letter}"
            led = sorted(group, key=lambda p: (p.source.kind != "primary", p.number))
            cards.append(Card(letter, anchor, tuple(led)))
        if cards:
            yield Side(stance, tuple(cards), len(mine))


def _by_root(passages: Sequence[Passage]) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    for root in dict.fromkeys(passage.root for passage in passages):
        yield root, tuple(passage for passage in passages if passage.root == root)


def _letter(number: int) -> str:
    """Name the origins A to Z, then AA, AB and so on."""
    more, last = divmod(number, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + last)
