"""The straight line from records to a site: load, check, derive, render, engine, verify, write.

Every byte is made before the first one is published, so a build that fails at any stage leaves the
earlier site as it was.
"""

import stat
from contextlib import suppress
from datetime import date
from pathlib import Path

from lastro.build.incremental import Memory, build_since
from lastro.build.result import SITE, BuildResult, Progress
from lastro.build.whole_site import assemble, engine, prepare
from lastro.build.workers import WorkerPool, in_process
from lastro.diagnostics.report import Report
from lastro.errors import LastroError
from lastro.loading.docs.files import DOCS
from lastro.locks.evidence import EVIDENCE
from lastro.locks.translations import TRANSLATIONS
from lastro.memo.store import PAGES, MemoStore
from lastro.model.kinds import SETTINGS
from lastro.publish.mkdocs.config import CONFIG
from lastro.publish.pagefind import MOST_LEAN, search
from lastro.publish.stamp import make_trees
from lastro.system.exchange import list_files
from lastro.system.lock import lock
from lastro.system.output import BUILD, write_tree

DRAFT = "draft"
"""Folder of drafts: a draft never replaces the published site."""
PREVIEW = "preview"
WATCHED = ("claims", "sources", DOCS, SETTINGS, CONFIG, TRANSLATIONS, EVIDENCE)
"""The folders and files of a site that people edit."""


def build(
    root: Path,
    today: date,
    *,
    draft: bool = False,
    despite_errors: bool | None = None,
    into: str = "",
    site_url: str = "",
    engine_only: bool = False,
    publish_search: bool = False,
    most_lean: int = MOST_LEAN,
    memory: Memory | None = None,
    workers: WorkerPool = in_process,
    progress: Progress = lambda _: None,
) -> BuildResult:
    """Build the site of a root into build/site, a draft into build/draft, or `into` one beside them.

    With `engine_only`, every page goes through MkDocs instead of being stamped: the same bytes.
    With a `memory`, the published site is made again only where it changed: the same bytes too.
    `hire` says who makes the pages, by their number.

    Stops after the check when an error stands, unless `despite_errors`, which drafts imply.
    `site_url` replaces the one of mkdocs.yml. With more than `most_lean` claims, search has an
    index of its own, which `publish_search` makes again. Raises LastroError when the surroundings
    fail, or when the built site lacks a page or holds a link that leads nowhere.
    """
    into = into or (DRAFT if draft else SITE)
    folder = root / BUILD / into
    remembers = memory and into == SITE and not (despite_errors or engine_only)
    with lock(root, lambda: progress("waiting for another build to end")):
        if memory and remembers:
            rebuilt = build_since(
                root,
                today,
                memory,
                site_url=site_url,
                publish=publish_search,
                most_lean=most_lean,
                workers=workers,
                progress=progress,
            )
            if isinstance(rebuilt, BuildResult):
                return rebuilt
            progress(rebuilt.message)
        before = fingerprint(root)
        prepared = prepare(
            root,
            today,
            draft=draft,
            despite_errors=despite_errors,
            site_url=site_url,
            most_lean=most_lean,
            progress=progress,
        )
        if isinstance(prepared, Report):
            return BuildResult(report=prepared, folder=folder)
        found = search(root, prepared.staged, publish=publish_search)
        trees, warning = make_trees(
            prepared.staged,
            lambda staged, artifacts: engine(root, prepared, staged, artifacts, progress),
            sections_too=not prepared.settings.ours,
            engine_only=engine_only,
        )
        progress("following every link")
        files = assemble(prepared, trees, found.files())
        if fingerprint(root) != before:
            raise LastroError("the records changed while the site was built", "build again")
        progress("writing what changed")
        if into == SITE:
            MemoStore(root, None, "").forget(PAGES)
        written = write_tree(folder, files, prepared.corpus.settings.site.keep)
        found.vouch()
    return BuildResult(
        report=prepared.report,
        folder=folder,
        languages=prepared.site.languages,
        pages=sum(len(staged.addresses) for staged in prepared.staged),
        claims=len(prepared.site.claims),
        left_out=prepared.site.left_out,
        search=found.state,
        written=written,
        warning=warning,
    )


def fingerprint(root: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file that the site is made of; it differs when one of them changed."""
    named = [root / name for name in WATCHED]
    folders = (folder for folder in named if not folder.is_symlink())
    below = (folder / name for folder in folders for name in list_files(str(folder)))
    found = {}
    for path in (*named, *below):
        with suppress(OSError):  # gone since the folder was read
            status = path.lstat()
            if not stat.S_ISDIR(status.st_mode):
                found[str(path)] = (status.st_size, status.st_mtime_ns)
    return found
