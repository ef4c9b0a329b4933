"""How many origins stand on each side, and how far that carries."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Literal, Protocol, get_args

from msgspec import Struct

from lastro.model.base import Stance

Joined = Literal["standard", "or"]
COUNTS = ("primary", "independent", "party", "roots")
STANCES: tuple[Stance, ...] = get_args(Stance)


class Status(StrEnum):
    """How far the evidence carries: computed, never typed."""

    UNSOURCED = "unsourced"
    PARTIES_ONLY = "parties-only"
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
    if not supports.independent and not refutes.independent:
        return Status.PARTIES_ONLY
    if supports.independent and refutes.independent:
        return Status.CONTESTED
    if supports.primary or refutes.primary:
        return Status.PRIMARY
    if max(len(supports.independent), len(refutes.independent)) > 1:
        return Status.CORROBORATED
    return Status.SINGLE_ORIGIN


class Say(Protocol):
    """The sentences of one language: those of pages and of messages have the same names."""

    def __call__(self, key: str, **values: object) -> str: ...

    def count(self, key: str, number: int, **values: object) -> str: ...

    def join(self, names: Iterable[object], style: Joined = "standard") -> str: ...


def say_status(
    supports: Tally, refutes: Tally, say: Say, name: Callable[[Iterable[str]], str]
) -> str:
    """Say how far the passages on both sides carry, and which side that is; `name` names origins."""
    found = status(supports, refutes)
    if found is Status.UNSOURCED:
        return say("status_unsourced")
    kind = {Status.PARTIES_ONLY: "party", Status.PRIMARY: "primary"}.get(found, "independent")
    for_it, against = getattr(supports, kind), getattr(refutes, kind)
    if for_it and against:
        return say(f"status_{found}_both", supports=name(for_it), refutes=name(against))
    side, origins = ("supports", for_it) if for_it else ("refutes", against)
    told = say.count(f"status_{found}_{side}", len(origins), origins=name(origins))
    if found is Status.SINGLE_ORIGIN and (supports.party or refutes.party):
        return say("status_beside_parties", told=told)
    return told


def _roots(items: list[Counted]) -> tuple[str, ...]:
    if len(items) == 1:
        return (items[0].root,)
    return tuple(sorted({c.root for c in items}))
