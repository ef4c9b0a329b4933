"""The straight line from records to a site: load, check, derive, render, engine, verify, write.

A site is decided in full before anything of it is published: a build that fails at any stage
leaves the earlier site as it was.
"""

import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct

from lastro.artifacts import Artifact
from lastro.build_since import Memory, build_since
from lastro.built import SITE, Built, Progress, require_words
from lastro.checks import rules, run
from lastro.clock import Clock
from lastro.corpus import Corpus
from lastro.crew import Hire, here
from lastro.diagnostics import Report
from lastro.editions import edition
from lastro.engine import CONFIG, EngineSettings, read_settings
from lastro.engine_files import engine_tree, write_language
from lastro.errors import LastroError
from lastro.evidence_lock import EVIDENCE
from lastro.exchange import standing
from lastro.finishing import finish
from lastro.handwritten import DOCS
from lastro.links import broken, outlines
from lastro.load import SETTINGS, load
from lastro.outlines import Outline
from lastro.published_links import MOST_TOLD, require_none
from lastro.render import assets, fragments, handbook, pages
from lastro.rule_examples import read_examples
from lastro.searching import MOST_LEAN, search
from lastro.site import Site, derive
from lastro.staging import Addresses, Edition, Staged, stage
from lastro.stamping import made_trees
from lastro.state_store import PAGES, Store
from lastro.translations_lock import TRANSLATIONS
from lastro.write import BUILD, lock, write_tree

DRAFT = "draft"
"""Where a draft goes: never over the site that is published."""
PREVIEW = "preview"
CLAIM_PAGES = ("claim", "withdrawn")
"""Kinds of the page of a claim, and of the tombstone of a withdrawn one."""
WATCHED = ("claims", "sources", DOCS, SETTINGS, CONFIG, TRANSLATIONS, EVIDENCE)
"""What a site is made of: folders and files that people edit."""


class Prepared(Struct, frozen=True, kw_only=True):
    """A site on the way to the engine."""

    report: Report
    corpus: Corpus
    site: Site
    staged: tuple[Staged, ...]
    addresses: Addresses
    settings: EngineSettings
    draft: bool


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
    hire: Hire = here,
    clock: Clock | None = None,
    progress: Progress = lambda _: None,
) -> Built:
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
                hire=hire,
                clock=clock or Clock(),
                progress=progress,
            )
            if isinstance(rebuilt, Built):
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
            return Built(report=prepared, folder=folder)
        found = search(root, prepared.staged, publish=publish_search)
        trees, warning = made_trees(
            prepared.staged,
            lambda staged, artifacts: _engine(root, prepared, staged, artifacts, progress),
            sections_too=not prepared.settings.ours,
            engine_only=engine_only,
        )
        progress("following every link")
        files = assemble(prepared, trees, found.files())
        if fingerprint(root) != before:
            raise LastroError("the records changed while the site was built", "build again")
        progress("writing what changed")
        if into == SITE:
            Store(root, None, "").forget(PAGES)
        written = write_tree(folder, files, prepared.corpus.settings.site.keep)
        found.vouch()
    return Built(
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


def prepare(
    root: Path,
    today: date,
    *,
    draft: bool = False,
    despite_errors: bool | None = None,
    site_url: str = "",
    most_lean: int = MOST_LEAN,
    progress: Progress = lambda _: None,
) -> Prepared | Report:
    """Read, check, derive and render a site, up to what the engine reads.

    Returns the report alone when errors stand in the way.
    """
    progress("reading and checking the records")
    loaded = load(root)
    report = run(loaded, today)
    goes_on = draft if despite_errors is None else despite_errors
    if loaded.corpus is None or (report.failed and not goes_on):
        return report
    require_words(loaded)
    settings = read_settings(root, site_url)
    progress("rendering the pages")
    site = derive(loaded.corpus, today, draft=draft, url=settings.site_url)
    indexed = len(site.claims) > most_lean
    needed = tuple(assets(indexed=indexed))
    editions = tuple(_edition(root, site, tag, indexed=indexed) for tag in site.languages)
    names = {edition.language: edition.name for edition in editions}
    return Prepared(
        report=report,
        corpus=loaded.corpus,
        site=site,
        staged=stage(editions, needed, settings.site_url, draft=draft, indexed=indexed),
        addresses=Addresses(settings.site_url, names),
        settings=settings,
        draft=draft,
    )


def write_stage(root: Path, prepared: Prepared) -> None:
    """Write what the engine reads: pages and configuration of each language."""
    for staged in prepared.staged:
        write_language(root, staged, prepared.staged, prepared.settings, staged.artifacts)


def _engine(
    root: Path,
    prepared: Prepared,
    staged: Staged,
    artifacts: Iterable[Artifact],
    progress: Progress,
) -> dict[str, bytes]:
    progress(f"building the pages in {staged.language}")
    write_language(root, staged, prepared.staged, prepared.settings, artifacts)
    return engine_tree(root, staged)


def assemble(
    prepared: Prepared,
    trees: Mapping[str, Mapping[str, bytes]],
    index: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Finish and merge the trees of all languages, the first one at the root, and verify them.

    `index` holds the files of the search index, by their paths below the site.

    Raises LastroError when a claim has no page or a link leads nowhere.
    """
    files: dict[str, bytes] = dict(index)
    for staged in prepared.staged:
        tree = finish(trees[staged.language], staged, prepared.addresses, draft=prepared.draft)
        for path, content in tree.items():
            if (whole := staged.prefix + path) in files:
                raise LastroError(
                    f"two files want the address '{whole}'", f"rename the one in {DOCS}/"
                )
            files[whole] = content
    outlined = outlines(files)
    _require_claims(prepared, outlined)
    require_none(broken(outlined, files, prepared.settings.site_url))
    return files


def _edition(root: Path, site: Site, language: str, *, indexed: bool) -> Edition:
    rule_pages = handbook(language, rules().values(), read_examples(root))
    parts = fragments(site, language) | {"handbook": rule_pages}
    return edition(
        root,
        language,
        parts,
        pages=tuple(pages(site, language, indexed=indexed)),
        named=site.corpus.settings.site.files,
    )


def _require_claims(prepared: Prepared, outlined: Mapping[str, Outline]) -> None:
    """Count the claim pages in the built site against the records, so that none is lost on the way."""
    known = set(prepared.corpus.claims)
    wanted = known - set(prepared.site.left_out) if prepared.draft else known
    for staged in prepared.staged:
        found = set(_claim_pages(outlined, f"{staged.prefix}claims/"))
        if odd := sorted(wanted ^ found):
            listed = ", ".join(odd[:MOST_TOLD])
            raise LastroError(
                f"{len(wanted)} claims and {len(found)} claim pages in {staged.language}: {listed}",
                "this is a fault of ours: report it",
            )


def _claim_pages(outlined: Mapping[str, Outline], folder: str) -> Iterator[str]:
    for path, page in outlined.items():
        if page.kind in CLAIM_PAGES and path.startswith(folder) and path.endswith("/index.html"):
            claim = path.removeprefix(folder).removesuffix("/index.html")
            if "/" not in claim:
                yield claim


def fingerprint(root: Path) -> dict[str, tuple[int, int]]:
    """Note size and time of every file that the site is made of: another one, another site."""
    named = [root / name for name in WATCHED]
    folders = (folder for folder in named if not folder.is_symlink())
    below = (folder / name for folder in folders for name in standing(str(folder)))
    found = {}
    for path in (*named, *below):
        with suppress(OSError):  # gone since the folder was read
            status = path.lstat()
            if not stat.S_ISDIR(status.st_mode):
                found[str(path)] = (status.st_size, status.st_mtime_ns)
    return found
