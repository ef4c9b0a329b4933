"""Make pages one by one, in this process or in another: render, stamp, and read their links.

An order is small and can be sent: where the records lie, the day, the frames. A process that gets its first
order reads the records that its pages show, writes those pages, and sends back what lists, links and the
next build must know of them. So this process, a pool, or machines that share a folder do the same work.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from lastro.artifacts import Page
from lastro.build.exported import ExportedRecord, export_record
from lastro.build.pictures import Easel
from lastro.build.state import INDEX_PAGE, PageState, record_at
from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.exports.registry import add_to_head
from lastro.loading.load import load
from lastro.loading.remembered import RecordsState
from lastro.memo.store import RECORDS, MemoStore
from lastro.places import RecordPath
from lastro.publish.frames import Frames, Shape, fill_frame, shape_of
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.stage import FRONT, slots
from lastro.publish.outline import Outline, join, outline, outline_of_ours
from lastro.publish.search import MOST_AT_ONCE
from lastro.render.context import SentLine
from lastro.render.environment import use_own_templates
from lastro.render.page_builder import Maker, Plan
from lastro.render.pages.every import plans
from lastro.render.words.catalogue import words
from lastro.site.derive import derive
from lastro.site.due import Due
from lastro.system.exchange import FolderChange

_LOOKED_OVER = ("head", "contents", "beside", "twins", "others", "edit", "above", "heading", "body")
"""Slots that may hold links and ids."""


class Request(Struct, frozen=True, kw_only=True):
    """What a build is asked for, as `build` says."""

    root: Path
    today: date
    folder: Path
    """Where the site is to stand."""
    draft: bool = False
    despite_errors: bool = False
    site_url: str = ""
    engine_only: bool = False
    engine_later: bool = False
    exports: bool = False
    """Whether files for machines are made: not for a draft, nor for a preview."""
    publish_search: bool = False
    most_at_once: int = MOST_AT_ONCE
    explained: str | None = None


class Order(Struct, frozen=True, kw_only=True):
    """All that a process must know to make pages of a site.

    Orders of one build are equal, orders of two builds differ: a process that outlives a build reads
    the records again.
    """

    ask: Request
    url: str
    """The address of the site, with a slash at its end."""
    is_sound: bool
    """Whether no error was found in the records."""
    key: bytes | None
    tool: str
    """Part of the seal of the state files: see `memo.store`."""
    moment: int
    """When the build began, in nanoseconds since 1970."""


class MadePage(NamedTuple):
    """One page as it is published, and what the next build must know of it."""

    path: str
    content: bytes
    state: PageState
    """What is kept of it, but for its trace and the time of its file."""
    trace: tuple[str, ...]
    outline: Outline
    """Without the links that surely lead somewhere, where this process could tell."""


class StagedPage(NamedTuple):
    """One page that waits on the disk, by whoever made it, and what the site must know of it."""

    path: str
    is_changed: bool
    """Whether its file does not hold these bytes already."""
    state: PageState
    trace: tuple[str, ...]
    outline: Outline
    line: SentLine | None
    """What lists show of it, where it is the page of a claim that they show."""
    exported: ExportedRecord | None
    """What its record adds to the files for machines, which are made once, with the first language."""


class UnframedPage(NamedTuple):
    """A page that has no frame yet."""

    page: Page
    trace: tuple[str, ...]


class Workshop:
    """Makes the pages of one site."""

    def __init__(
        self, order: Order, corpus: Corpus, find_due: Callable[[], tuple[Due, ...]] | None = None
    ) -> None:
        """Derive the site; `find_due` lists what is due, without it all records are asked."""
        ask = order.ask
        use_own_templates(ask.root)
        self.order = order
        self.site = derive(
            corpus,
            ask.today,
            draft=ask.draft,
            exported=ask.exports,
            url=order.url,
            sound=order.is_sound,
            find_due=find_due,
        )
        names = {tag: str(words(tag)("language_name")) for tag in self.site.languages}
        self.addresses = Addresses(order.url, names)
        self.easel = Easel(ask.root, None if ask.engine_only else order.key, order.tool)
        self.keep_doubtful: Callable[[str, Outline], Outline] | None = None
        """Leaves out of an outline what surely arrives; only who knows the files of the site can."""
        self._plans: dict[str, dict[str, Plan]] = {}
        self._makers: dict[str, Maker] = {}
        self._outlines: dict[tuple[str, Shape], Outline] = {}

    def plans(self, language: str) -> Mapping[str, Plan]:
        """Return how each generated page of a language is made, by its address."""
        if language not in self._plans:
            maker = self._makers[language] = Maker(self.site, words(language))
            found = plans(maker, root=self.order.ask.root)
            self._plans[language] = {plan.path: plan for plan in found}
        return self._plans[language]

    def send_line(self, language: str, at: RecordPath) -> SentLine | None:
        """Return what lists show of the claim whose page was made just now; None of other pages."""
        kind, claim = map(str, at)
        if kind != "claims" or claim not in self.site.claims:
            return None
        is_listed = self.site.corpus.is_held_up(claim)
        return self._makers[language].send_line(claim) if is_listed else None

    def receive_line(self, language: str, at: RecordPath, line: SentLine) -> None:
        self._makers[language].receive_line(str(at[1]), line)

    def stage(self, change: FolderChange, language: str, made: MadePage) -> StagedPage:
        """Put a page on the disk, and return what the site must know of it."""
        is_changed = change.stage_file(self._file(language, made.path), made.content)
        at = record_at(made.path)
        line = self.send_line(language, at)
        is_exported = self.order.ask.exports and language == self.site.languages[0]
        is_exported &= at in self.site.corpus.facts
        exported = export_record(self.site, at, change, self.easel) if is_exported else None
        return StagedPage(
            made.path, is_changed, made.state, made.trace, made.outline, line, exported
        )

    def _file(self, language: str, path: str) -> str:
        return f"{self.addresses.prefix(language)}{path}{INDEX_PAGE}"

    def page(self, language: str, path: str) -> UnframedPage:
        plan = self.plans(language)[path]
        with self.site.corpus.tracer.trace() as noted:
            page = add_to_head(self.site, plan.make())
        return UnframedPage(page, tuple(noted))

    def frame(self, frames: Frames, made: UnframedPage) -> MadePage | None:
        """Put a page into its frame; None when it has none yet."""
        page = made.page
        given = slots(page, self.addresses)
        shape = shape_of(page, given, frames.marked)
        frame = frames.cut.get(shape)
        if frame is None:
            return None
        own = outline_of_ours(*[given[name] for name in _LOOKED_OVER])
        content = fill_frame(frame, given, page.path)
        return self.finish(made, content, join(self._around(frames, shape), own))

    def finish(self, made: UnframedPage, content: bytes, links: Outline) -> MadePage:
        """Return a page as it is published, with what its site and the next build must know of it."""
        page = made.page
        state = PageState(page.modified, page.listed, page.found_as, page.entry)
        if self.keep_doubtful:
            links = self.keep_doubtful(self._file(page.language, page.path), links)
        return MadePage(page.path, content, state, made.trace, links)

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
        store, root = MemoStore(order.ask.root, order.key, order.tool), order.ask.root
        loaded = load(root, store.read(RECORDS, RecordsState) or RecordsState())
        if loaded.corpus is None:
            raise LastroError("the records changed while the site was built", "build again")
        held = Workshop(order, loaded.corpus)
        set_current(held)
    return held


_frames = lru_cache(maxsize=16)(Frames.read)


def make_pages(
    order: Order, frames: bytes, language: str, paths: Iterable[str]
) -> list[StagedPage | UnframedPage]:
    """Make and stage some pages of one language; those without a frame come back unframed."""
    workshop, cut = current_workshop(order), _frames(frames)
    change = FolderChange(str(order.ask.folder))
    made: list[StagedPage | UnframedPage] = []
    for path in paths:
        unframed = workshop.page(language, path)
        framed = workshop.frame(cut, unframed)
        made.append(workshop.stage(change, language, framed) if framed else unframed)
    return made
