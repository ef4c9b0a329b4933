"""How many origins stand on each side, and how far that carries."""

from enum import StrEnum
from typing import get_args

from msgspec import Struct

from lastro.model.base import Stance

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


def rests_on_parties(supports: Tally, refutes: Tally) -> bool:
    """Tell whether nobody without a stake supports or refutes, though a party does."""
    no_independent = not supports.independent and not refutes.independent
    return no_independent and bool(supports.party or refutes.party)


def _roots(items: list[Counted]) -> tuple[str, ...]:
    if len(items) == 1:
        return (items[0].root,)
    return tuple(sorted({c.root for c in items}))
