"""Make pages one by one, in this process or in another: render, stamp, and read their links.

An order is small and can be sent: where the records lie, the day, the frames. A process that gets
its first order reads the records that its pages show, and no others. So this process, a pool, or
machines that share a folder can do the same work.
"""

import threading
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from lastro.artifacts import Page
from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.loading.remembered import RecordsState
from lastro.memo.store import RECORDS, MemoStore
from lastro.publish.frames import Frames, Shape, fill_frame, shape_of
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.slots import FRONT, slots
from lastro.publish.outline import Outline, join, outline, outline_of_ours
from lastro.publish.pagefind import card
from lastro.render.pages.every import plans
from lastro.render.pages.plan import Plan
from lastro.site.derive import Site, derive

_LOOKED_OVER = ("head", "contents", "beside", "twins", "others", "edit", "above", "heading", "body")
"""Slots that may hold links and ids."""


class Order(Struct, frozen=True):
    """All that a process must know to make pages of a site.

    Orders of one build are equal, orders of two builds differ: a process that outlives a build reads
    the records again.
    """

    root: Path
    today: date
    url: str
    indexed: bool
    key: bytes | None
    tool: str
    """Part of the seal of the state files: see `memo.store`."""
    addresses: tuple[str, tuple[tuple[str, str], ...]]
    """The address of the site, and what each language calls itself."""
    moment: int
    """When the build began, in nanoseconds since 1970."""


class MadePage(NamedTuple):
    """One page as it is published, and what the next build must know of it."""

    path: str
    content: bytes
    kind: str
    modified: str
    listed: bool
    found_as: tuple[str, str]
    card: bytes
    trace: tuple[str, ...]
    outline: Outline


class UnframedPage(NamedTuple):
    """A page that has no frame yet."""

    page: Page
    trace: tuple[str, ...]


class Workshop:
    """Makes the pages of one site."""

    def __init__(self, order: Order, site: Site) -> None:
        self.order = order
        self.site = site
        url, names = order.addresses
        self.addresses = Addresses(url, dict(names))
        self._plans: dict[str, dict[str, Plan]] = {}
        self._outlines: dict[tuple[str, Shape], Outline] = {}

    def plans(self, language: str) -> Mapping[str, Plan]:
        """Return how each generated page of a language is made, by its address."""
        if language not in self._plans:
            found = plans(self.site, language, indexed=self.order.indexed)
            self._plans[language] = {plan.path: plan for plan in found}
        return self._plans[language]

    def page(self, language: str, path: str) -> UnframedPage:
        """Render one page, and record its trace."""
        plan = self.plans(language)[path]
        with self.site.corpus.tracer.trace() as noted:
            page = plan.make()
        return UnframedPage(page, tuple(noted))

    def frame(self, frames: Frames, made: UnframedPage) -> MadePage | None:
        """Put a page into its frame; None when it has none yet."""
        page = made.page
        given = slots(page, self.addresses)
        shape = shape_of(page, given, frames.marked)
        frame = frames.cut.get(shape)
        if frame is None:
            return None
        content = fill_frame(frame, given, page.path)
        own = outline_of_ours(*[given[name] for name in _LOOKED_OVER])
        is_card = self.order.indexed and any(page.found_as)
        return MadePage(
            page.path,
            content,
            page.kind,
            page.modified,
            page.listed,
            page.found_as if not self.order.indexed else ("", ""),
            card(page, page.language) if is_card else b"",
            made.trace,
            join(self._around(frames, shape), own),
        )

    def _around(self, frames: Frames, shape: Shape) -> Outline:
        """Return what the theme's part of a page offers and asks for."""
        known = self._outlines.get((frames.language, shape))
        if known is None:
            nothing = dict.fromkeys((*FRONT, "canonical", "above", "heading", "body"), "")
            around = outline(fill_frame(frames.cut[shape], nothing, ""))
            known = self._outlines[frames.language, shape] = around
        return known


class _Current(threading.local):
    """The workshop of a thread. A tracer records one page at a time, so no two threads share one.

    Children that are forked from a thread inherit its workshop.
    """

    workshop: Workshop | None = None


_current = _Current()


def set_current(workshop: Workshop) -> None:
    """Make a workshop that of this thread and of the processes forked from it."""
    _current.workshop = workshop


def current_workshop(order: Order) -> Workshop:
    """Return the workshop for an order; a thread that has none reads the records first.

    Raises LastroError when they cannot be read any more.
    """
    held = _current.workshop
    if held is None or held.order != order:
        store = MemoStore(order.root, order.key, order.tool)
        loaded = load(order.root, store.read(RECORDS, RecordsState) or RecordsState.empty())
        if loaded.corpus is None:
            raise LastroError("the records changed while the site was built", "build again")
        held = Workshop(order, derive(loaded.corpus, order.today, url=order.url, sound=True))
        set_current(held)
    return held


@lru_cache(maxsize=16)
def _frames(content: bytes) -> Frames:
    return Frames.read(content)


def make_pages(
    order: Order, frames: bytes, language: str, paths: Iterable[str]
) -> list[MadePage | UnframedPage]:
    """Make some pages of one language; those without a frame come back unframed."""
    workshop = current_workshop(order)
    cut = _frames(frames)
    made = (workshop.page(language, path) for path in paths)
    return [workshop.frame(cut, unframed) or unframed for unframed in made]
