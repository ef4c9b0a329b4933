"""Build the published site, making again only the pages whose trace changed since the last build.

The bytes are those of a build without a memory.
"""

import os
from datetime import date
from pathlib import Path

from msgspec import Struct

from lastro.build.pieces import MemoNodes
from lastro.build.rebuild import Rebuild
from lastro.build.result import SITE, BuildResult, Progress
from lastro.build.state import PagesState
from lastro.build.workers import WorkerPool
from lastro.build.workshop import Order, Workshop, set_current
from lastro.checks.recheck import recheck
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.memo.digest import digest
from lastro.memo.store import PAGES, MemoStore
from lastro.publish.frames import CannotStampError
from lastro.publish.mkdocs.config import read_settings
from lastro.render.pages.handbook import handbook
from lastro.render.words.catalogue import words
from lastro.rules.examples import example_pages, read_examples
from lastro.rules.registry import rules
from lastro.site.derive import derive
from lastro.site.due import Due
from lastro.system.output import BUILD


class Memory(Struct, frozen=True):
    """The state files of a site, and the moment when this build starts, in nanoseconds since 1970."""

    store: MemoStore
    now: int


def build_since(
    root: Path,
    today: date,
    memory: Memory,
    *,
    site_url: str,
    publish: bool,
    most_lean: int,
    workers: WorkerPool,
    progress: Progress,
) -> BuildResult | CannotStampError:
    """Build what changed of the published site.

    Returns the error, instead of raising it, when the theme cannot be stamped: the caller then sends
    every page through the engine.
    """
    folder = root / BUILD / SITE
    progress("reading and checking the records")
    checked = recheck(root, today, memory.store, memory.now, in_order=False)
    corpus = checked.loaded.corpus
    checked.loaded.records.clear()  # the tables of the corpus hold those that are still needed
    if corpus is None or checked.report.failed:
        return BuildResult(report=checked.report, folder=folder)
    settings = read_settings(root, site_url)

    def find_due() -> tuple[Due, ...]:
        return pieces.list_due()  # no page is made before there are pieces

    site = derive(corpus, today, url=settings.site_url, sound=True, find_due=find_due)
    order = Order(
        root,
        today,
        settings.site_url,
        len(site.claims) > most_lean,
        memory.store.key,
        memory.store.tool,
        (settings.site_url, tuple((t, str(words(t)("language_name"))) for t in site.languages)),
        memory.now,
    )
    workshop = Workshop(order, site)
    set_current(workshop)
    for tag in site.languages:
        workshop.plans(tag)
    of_records = checked.loaded.settings_digest, _examples(root)
    made_by = digest(repr((order.url, order.indexed, order.addresses, *of_records)).encode())
    before = memory.store.read(PAGES, PagesState) or PagesState.empty()
    before = before if before.made_by == made_by else PagesState.empty()
    pieces = MemoNodes(
        site, before, lambda tag: handbook(tag, rules().values(), read_examples(root))
    )
    rebuild = Rebuild(
        folder,
        workshop,
        settings,
        before=before,
        pieces=pieces,
        last_look=lambda: _last_look(checked.loaded, memory.store),
        told=progress,
    )
    try:
        written = rebuild.run(workers, publish=publish)
    except CannotStampError as error:
        return error
    rebuild.search.vouch()
    memory.store.write(PAGES, rebuild.state(made_by))
    return BuildResult(
        report=checked.report,
        folder=folder,
        languages=site.languages,
        pages=sum(len(one.staged.addresses) for one in rebuild.languages),
        claims=len(site.claims),
        search=rebuild.search.state,
        written=written,
    )


def _last_look(loaded: Workspace, store: MemoStore) -> None:
    """Make sure that the records are still those that were read, then drop the state of the pages.

    From here on files change. A build that is killed now may leave pages whose words were withdrawn
    and stand in no record any more; without a state the next build trusts none of them.
    """
    _require_same(loaded)
    store.forget(
        PAGES
    )  # in this order: a refusal must leave what is remembered of an untouched site


def _require_same(loaded: Workspace) -> None:
    """Refuse to publish pages of records that were changed while the pages were made."""
    root = str(loaded.root)
    for path, kept in loaded.files.items():
        try:
            found = os.lstat(f"{root}/{path}")
            stamp = found.st_mtime_ns, found.st_size, found.st_ino
        except OSError:
            stamp = 0, 0, 0
        if stamp != kept.stamp:
            raise LastroError("the records changed while the site was built", "build again")


def _examples(root: Path) -> list[tuple[str, int, int]]:
    """Return name, time and size of the rule examples, which the handbook shows."""
    pages = ((page.name, page.stat()) for page in example_pages(root))
    return [(name, status.st_mtime_ns, status.st_size) for name, status in pages]
