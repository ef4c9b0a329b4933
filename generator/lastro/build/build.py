"""The straight line from records to a site: load, check, derive, choose, make, write, remember.

Every byte is made before the first one is published, so a build that fails at any stage leaves the
earlier site as it was. A build without a memory is one whose memory is empty.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from lastro.build.assemble import Assembly
from lastro.build.choose import Explanation, explain, find_page
from lastro.build.engine import Progress
from lastro.build.prepare import Prepared, prepare, state_of
from lastro.build.workers import WorkerPool, in_process
from lastro.build.workshop import Request
from lastro.diagnostics.report import Report
from lastro.memo.store import MemoStore
from lastro.model.settings import Settings
from lastro.publish.frames import CannotStampError
from lastro.publish.search import MOST_AT_ONCE, State
from lastro.system.output import BUILD, WriteResult, lock

SITE = "site"
"""Folder of build/ with the published site."""
DRAFT = "draft"
"""Folder of drafts: a draft never replaces the published site."""
PREVIEW = "preview"
_EXAMPLE = re.compile(r"[@./]example(?:\.(?:com|net|org))?(?:[:/]|$)|\.(?:test|invalid)(?:[:/]|$)")


class BuildResult(Struct, frozen=True, kw_only=True):
    """What a build did. `written` is None when errors kept the site from being built."""

    report: Report
    folder: Path
    languages: tuple[str, ...] = ()
    pages: int = 0
    claims: int = 0
    left_out: tuple[str, ...] = ()
    """Claims that a draft cannot show."""
    search: State = "current"
    """Whether the search index is of these records."""
    written: WriteResult | None = None
    is_engine_behind: bool = False
    """Whether MkDocs has to run again, which this build left to the next one."""
    warning: str = ""
    """Why every page went through the engine, although they could have been stamped."""
    placeholders: tuple[tuple[str, str], ...] = ()
    """Addresses that reach nobody: where each is set, and what stands there."""
    explanation: Explanation | None = None
    """Why the page that was asked about was made."""


def build(
    root: Path,
    today: date,
    *,
    draft: bool = False,
    despite_errors: bool | None = None,
    into: str = "",
    site_url: str = "",
    engine_only: bool = False,
    engine_later: bool = False,
    publish_search: bool = False,
    most_at_once: int = MOST_AT_ONCE,
    explained: str | None = None,
    memory: MemoStore | None = None,
    workers: WorkerPool = in_process,
    progress: Progress = lambda _: None,
) -> BuildResult:
    """Build the site of a root into build/site, a draft into build/draft, or `into` one beside them.

    With a `memory`, only what changed since the last build into the same folder is made again; with
    `engine_only` MkDocs makes every page, to the same bytes, and nothing is remembered; with `engine_later`
    its files wait for the next build. `workers` make the pages; `explained` is a page of which the result says
    why it was made. Stops after the check when an error stands, unless `despite_errors`, which drafts imply.
    Beyond `most_at_once` claims a search index that is there waits for `publish_search`. Raises LastroError
    when the surroundings fail, or the built site lacks a page or holds a link that leads nowhere.
    """
    ask = Request(
        root=root,
        today=today,
        folder=root / BUILD / (into or (DRAFT if draft else SITE)),
        draft=draft,
        despite_errors=draft if despite_errors is None else despite_errors,
        site_url=site_url,
        engine_only=engine_only,
        engine_later=engine_later,
        exports=not (draft or engine_later),
        publish_search=publish_search,
        most_at_once=most_at_once,
        explained=explained,
    )
    memory = memory or MemoStore(root, None, "")
    with lock(root, lambda: progress("waiting for another build to end")):
        try:
            return _build(ask, memory, workers, progress)
        except CannotStampError as error:
            progress(error.message)
            built = _build(replace(ask, engine_only=True), memory, workers, progress)
            return replace(built, warning=error.message)


def _build(ask: Request, memory: MemoStore, workers: WorkerPool, progress: Progress) -> BuildResult:
    prepared = prepare(ask, memory, progress)
    if isinstance(prepared, Report):
        return BuildResult(report=prepared, folder=ask.folder)
    if ask.engine_only:
        return publish(prepared, prepared.engine.make_all())
    prepared.engine.make_frames(prepared.published)
    return publish(prepared, workers)


def publish(prepared: Prepared, workers: WorkerPool) -> BuildResult:
    """Make what changed of a site whose frames are there, put it in place, and remember it."""
    ask, site = prepared.ask, prepared.workshop.site
    page = (
        find_page(prepared.engine.languages, ask.explained) if ask.explained is not None else None
    )
    assembly = Assembly(prepared)
    written = assembly.write(workers)
    if not ask.engine_only:
        prepared.memory.write(state_of(ask.folder), assembly.state())
    return BuildResult(
        report=prepared.report,
        folder=ask.folder,
        languages=site.languages,
        pages=sum(len(one.staged.addresses) for one in prepared.engine.languages),
        claims=len(site.claims),
        left_out=site.left_out,
        search=assembly.search,
        written=written,
        placeholders=tuple(_find_placeholders(site.settings, prepared.engine.settings.site_url)),
        is_engine_behind=any(one.is_behind for one in prepared.engine.languages),
        explanation=explain(*page, prepared.nodes.keys) if page else None,
    )


def _find_placeholders(settings: Settings, site_url: str) -> Iterator[tuple[str, str]]:
    """Yield addresses in names that RFC 2606 keeps for examples."""
    publisher = settings.publisher
    set_at = {
        "site_url of mkdocs.yml": site_url,
        "repository of lastro.yml": settings.repository,
        "publisher.url of lastro.yml": publisher.url,
        "publisher.contact of lastro.yml": publisher.contact,
    }
    for where, what in set_at.items():
        if what and _EXAMPLE.search(what):
            yield where, what
