"""One language during a build: what it shows, the engine's input and output, and the pages to make."""

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from lastro.artifacts import Page
from lastro.build.state import LanguageState, PageState
from lastro.publish.frames import pages_in_navigation
from lastro.publish.lean_search import SEARCH
from lastro.publish.mkdocs.docs import read_docs
from lastro.publish.mkdocs.stage import SECOND, Edition, Staged
from lastro.publish.sitemap import SITEMAP
from lastro.publish.stamp import paths_linked_from_docs
from lastro.render.pages.every import footer, navigation
from lastro.render.pages.plan import Plan
from lastro.render.words.catalogue import words

INDEX_PAGE = "index.html"


class Language(Struct):
    """What one build knows of one language."""

    staged: Staged
    key: str
    before: LanguageState
    frames: bytes = b""
    tree: Mapping[str, bytes] | None = None
    """The engine's own files by path; None where those of the last build stand."""
    dirty: list[str] = msgspec.field(default_factory=list)
    last: list[str] = msgspec.field(default_factory=list)
    """Pages that are made after all others, since they show what the others bring to light."""
    pages: dict[str, PageState] = msgspec.field(default_factory=dict)

    @property
    def index(self) -> bytes | None:
        """The engine's own search index."""
        return self.before.index if self.tree is None else self.tree.get(SEARCH)

    @property
    def others(self) -> list[str]:
        """Paths of the engine's own files, without those that we write anew: search index and sitemap."""
        made = self.before.others if self.tree is None else self.tree
        return [path for path in made if path not in {SEARCH, SITEMAP, f"{SITEMAP}.gz"}]

    def file(self, path: str) -> str:
        """Return the file of a page below the site."""
        return f"{self.staged.prefix}{path}{INDEX_PAGE}"


def edition(
    root: Path,
    language: str,
    parts: Mapping[str, str],
    *,
    pages: tuple[Page, ...] = (),
    planned: tuple[str, ...] = (),
    named: Collection[str] = (),
) -> Edition:
    """Return what a language shows, `parts` being what hand-written pages may show of the data.

    `named` are files below docs/ that lastro.yml lists.
    Raises LastroError when a hand-written page cannot be read.
    """
    return Edition(
        language=language,
        name=str(words(language)("language_name")),
        pages=pages,
        docs=read_docs(root, language, parts, named),
        sections=navigation(language),
        footer=footer(language),
        planned=planned,
    )


def sample_paths(staged: Staged, planned: Mapping[str, Plan]) -> list[str]:
    """Choose one page of every shape, as far as a shape is known before its page is made."""
    wanted = [
        p for p in (*pages_in_navigation(staged), *paths_linked_from_docs(staged)) if p in planned
    ]
    found: dict[tuple[str, int, str, bool, bool], str] = {}
    for path, plan in planned.items():
        steps = path.split("/")
        # a list names the pages beside it in its head, the first page of a long one as well
        which = f"{path}{SECOND}" in planned, "page" in steps[1:]
        found.setdefault((steps[0], len(steps), plan.state, *which), path)
    return list(dict.fromkeys((*wanted, *found.values())))
