"""A site made in full: rendered, given to the engine, put together and verified."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from lastro.artifacts import Artifact
from lastro.build.language import edition
from lastro.build.result import Progress, require_words
from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import Report
from lastro.errors import LastroError
from lastro.loading.docs.files import DOCS
from lastro.loading.load import load
from lastro.publish.changed_links import MOST_TOLD, require_none
from lastro.publish.lean_search import finish
from lastro.publish.links import find_broken, outlines
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.config import EngineSettings, read_settings
from lastro.publish.mkdocs.files import engine_tree, write_language
from lastro.publish.mkdocs.stage import Edition, Staged, stage
from lastro.publish.outline import Outline
from lastro.publish.pagefind import MOST_LEAN
from lastro.render.pages.every import fragments, pages
from lastro.render.pages.handbook import handbook
from lastro.render.static_files import assets
from lastro.rules.examples import read_examples
from lastro.rules.registry import rules
from lastro.site.derive import Site, derive

CLAIM_PAGES = ("claim", "withdrawn")
"""Kinds of the page of a claim, and of the tombstone of a withdrawn one."""


class PreparedSite(Struct, frozen=True, kw_only=True):
    """A site on the way to the engine."""

    report: Report
    corpus: Corpus
    site: Site
    staged: tuple[Staged, ...]
    addresses: Addresses
    settings: EngineSettings
    draft: bool


def prepare(
    root: Path,
    today: date,
    *,
    draft: bool = False,
    despite_errors: bool | None = None,
    site_url: str = "",
    most_lean: int = MOST_LEAN,
    progress: Progress = lambda _: None,
) -> PreparedSite | Report:
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
    return PreparedSite(
        report=report,
        corpus=loaded.corpus,
        site=site,
        staged=stage(editions, needed, settings.site_url, draft=draft, indexed=indexed),
        addresses=Addresses(settings.site_url, names),
        settings=settings,
        draft=draft,
    )


def write_stage(root: Path, prepared: PreparedSite) -> None:
    """Write what the engine reads: pages and configuration of each language."""
    for staged in prepared.staged:
        write_language(root, staged, prepared.staged, prepared.settings, staged.artifacts)


def engine(
    root: Path,
    prepared: PreparedSite,
    staged: Staged,
    artifacts: Iterable[Artifact],
    progress: Progress,
) -> dict[str, bytes]:
    """Let MkDocs make one language of a prepared site."""
    progress(f"building the pages in {staged.language}")
    write_language(root, staged, prepared.staged, prepared.settings, artifacts)
    return engine_tree(root, staged)


def assemble(
    prepared: PreparedSite,
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
    require_none(find_broken(outlined, files, prepared.settings.site_url))
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


def _require_claims(prepared: PreparedSite, outlined: Mapping[str, Outline]) -> None:
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
