"""The first half of a build: what is asked for, the records loaded and checked, the pages planned.

Nothing is made yet but what the engine reads, so MkDocs itself can run between the halves.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time_ns

from msgspec import Struct

from lastro.build.choose import PublishedFolder
from lastro.build.engine import Engine, Progress
from lastro.build.pictures import require_drawer
from lastro.build.pieces import MemoNodes
from lastro.build.state import PagesState
from lastro.build.workshop import Order, Request, Workshop, set_current
from lastro.checks.runner import recheck
from lastro.diagnostics.report import Report
from lastro.errors import LastroError
from lastro.loading.docs import DOCS
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE
from lastro.locks.translations import TRANSLATIONS
from lastro.memo.store import PAGES, MemoStore
from lastro.memo.trace import digest
from lastro.model.catalogue import OWN as WORDS
from lastro.model.kinds import SETTINGS
from lastro.model.settings import CARDS
from lastro.publish.links import MOST_TOLD
from lastro.publish.mkdocs.config import CONFIG, read_settings
from lastro.render.environment import OWN, environment
from lastro.render.pages.every import STYLES
from lastro.rules.examples import example_pages
from lastro.rules.fields import language_unknown
from lastro.site.addresses import shares_files
from lastro.site.due import Due
from lastro.system.exchange import list_files

RECORDS = ("claims", "sources")
BESIDE = (DOCS, WORDS, OWN, STYLES, SETTINGS, CONFIG, TRANSLATIONS, EVIDENCE)
WATCHED = (*RECORDS, *BESIDE)
"""The folders and files of a site that people edit."""
Stamps = dict[str, tuple[int, int, int]]
"""By the path of a file when it changed, its size and its number on the disk."""
Seen = tuple[frozenset[str], Stamps]


class RecordsChangedError(LastroError):
    """Somebody saved a record, or another file of the site, while the site was built."""


class Prepared(Struct, frozen=True, kw_only=True):
    """All that is known of a site before its pages are made."""

    ask: Request
    report: Report
    memory: MemoStore
    """What earlier builds found out; of one that keeps nothing, nothing."""
    loaded: Workspace
    told: Progress
    """Hears of progress."""
    seen: Seen
    """The names of record files, and the stamps of all other files, before any was read."""
    workshop: Workshop
    made_by: str
    """Names all beside records that decides what pages are."""
    before: PagesState
    nodes: MemoNodes
    published: PublishedFolder
    engine: Engine


def prepare(ask: Request, memory: MemoStore, progress: Progress) -> Prepared | Report:
    """Load and check the records, derive the site, plan its pages, and stage what the engine reads.

    Returns the report alone when errors stand in the way.
    """
    progress("reading and checking the records")
    now = time_ns()
    seen = _look(ask.root)
    # what every other way to build is compared with believes nothing of what they left
    known = MemoStore(ask.root, None, "") if ask.engine_only else memory
    checked = recheck(ask.root, ask.today, known, now, in_order=False)
    loaded, report = checked.loaded, checked.report
    if loaded.corpus is None or (report.failed and not ask.despite_errors):
        return report
    require_words(loaded)
    if ask.exports and loaded.corpus.settings.exports.serves(CARDS):
        require_drawer()
    loaded.records.clear()  # the tables of the corpus hold those that are still needed
    own = loaded.corpus.settings
    settings = read_settings(ask.root, own.publisher, ask.site_url, own.engine)

    def find_due() -> tuple[Due, ...]:
        return nodes.list_due()  # no page is made before there are nodes

    order = Order(
        ask=ask,
        url=settings.site_url,
        is_sound=not report.failed,
        key=memory.key,
        tool=memory.tool,
        moment=now,
    )
    workshop = Workshop(order, loaded.corpus, find_due)
    set_current(workshop)
    for tag in workshop.site.languages:
        _require_claims(workshop, tag)
    made_by = _made_by(workshop, loaded)
    found = known.read(state_of(ask.folder), PagesState)
    before = found if found and found.made_by == made_by else PagesState()
    nodes = MemoNodes(workshop.site, before)
    engine = Engine(workshop, settings, nodes, before, progress)
    if ask.engine_only:
        nodes.compute_rest()  # a page shows what is due
        engine.render_all()
    return Prepared(
        ask=ask,
        report=report,
        memory=memory,
        loaded=loaded,
        told=progress,
        seen=seen,
        workshop=workshop,
        made_by=made_by,
        before=before,
        nodes=nodes,
        published=PublishedFolder(ask.folder, before, workshop.addresses.prefix),
        engine=engine,
    )


def require_words(loaded: Workspace) -> None:
    """Refuse a language that no catalogue speaks, before a page is made in it."""
    for found in language_unknown.check(loaded.corpus.settings) if loaded.corpus else ():
        raise LastroError(f"{loaded.place(found.route)}: {found.message}", found.hint)


def _require_claims(workshop: Workshop, language: str) -> None:
    """Count the pages of claims against the records, so that none is lost on the way."""
    site, planned = workshop.site, workshop.plans(language)
    left_out = site.left_out if site.draft else ()
    wanted = [claim for claim in site.corpus.claims if claim not in left_out]
    if lost := [claim for claim in wanted if f"claims/{claim}/" not in planned]:
        listed = ", ".join(lost[:MOST_TOLD])
        found = len(wanted) - len(lost)
        raise LastroError(
            f"{len(wanted)} claims and {found} claim pages in {language}: {listed}",
            "this is a fault of ours: report it",
        )


def _made_by(workshop: Workshop, loaded: Workspace) -> str:
    site, addresses = workshop.site, workshop.addresses
    pages = ((page.name, page.stat()) for page in example_pages(loaded.root))
    examples = [(name, status.st_mtime_ns, status.st_size) for name, status in pages]
    shown = addresses.site_url, addresses.names, site.draft, site.left_out
    templates = sorted(environment().own.items())
    # which texts of lastro.yml are older than what they translate shows on pages of any record
    locked = site.corpus.translations.items()
    scale = sorted((key, repr(entry)) for key, entry in locked if key.startswith(f"{SETTINGS}/"))
    return digest(
        repr(
            (*shown, shares_files(site), loaded.settings_digest, scale, examples, templates)
        ).encode()
    )


def state_of(folder: Path) -> str:
    return f"{PAGES}-{folder.name}"


def forget_pages(prepared: Prepared) -> None:
    """Make sure that the records are still those that were read, then drop the state of the pages.

    From here on files change. A build that is killed now may leave pages whose words were withdrawn
    and stand in no record any more; without a state the next build trusts none of them.
    """
    root, files = prepared.ask.root, prepared.loaded.files
    is_same = all(_stamp(f"{root}/{path}") == kept.stamp for path, kept in files.items())
    if not is_same or _look(root) != prepared.seen:
        raise RecordsChangedError("the records changed while the site was built", "build again")
    # in this order: a refusal must leave what is remembered of an untouched site
    prepared.memory.forget(state_of(prepared.ask.folder))


def fingerprint(root: Path) -> Stamps:
    """Return the stamp of every file that the site is made of; it differs when one of them changed."""
    return _stamps(root, WATCHED)


def _look(root: Path) -> Seen:
    """Name the files of records, whose stamps `load` notes, and stamp all others."""
    names = (f"{name}/{path}" for name in RECORDS for path in _list(f"{root}/{name}"))
    return frozenset(names), _stamps(root, BESIDE)


def _list(folder: str) -> Iterator[str]:
    """Name the files below a folder but for hidden ones, which editors write beside those they save."""
    names = list_files(folder)
    return (name for name in names if "/." not in f"/{name}" and not name.endswith("~"))


def _stamp(path: str) -> tuple[int, int, int] | None:
    """Stamp one file; None for a folder, and for what is not there."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    is_folder = stat.S_ISDIR(status.st_mode)
    return None if is_folder else (status.st_mtime_ns, status.st_size, status.st_ino)


def _stamps(root: Path, names: Sequence[str]) -> Stamps:
    """Stamp files, and those below folders; what a link leads to is none of them."""
    paths = [f"{root}/{name}" for name in names]
    folders = (path for path in paths if not Path(path).is_symlink())
    below = (f"{folder}/{name}" for folder in folders for name in _list(folder))
    found = ((path, _stamp(path)) for path in (*paths, *below))
    return {path: stamp for path, stamp in found if stamp}
