"""One language on its way: what the engine reads and made, and which pages are to be made."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from lastro.build.state import LanguageState, PageState
from lastro.publish.frames import pages_in_navigation
from lastro.publish.lean_search import SEARCH
from lastro.publish.mkdocs.stage import SECOND, Staged
from lastro.publish.sitemap import SITEMAP
from lastro.publish.stamp import paths_linked_from_docs
from lastro.render.pages.plan import Plan

INDEX_PAGE = "index.html"


class Language(Struct):
    """One language on its way: what the engine reads and made, and which pages are to be made."""

    staged: Staged
    key: str
    before: LanguageState
    frames: bytes = b""
    tree: Mapping[str, bytes] | None = None
    """What else the engine made; None where that of the last build stands."""
    dirty: list[str] = msgspec.field(default_factory=list)
    last: list[str] = msgspec.field(default_factory=list)
    """Pages that are made after all others, from what is found out beside these."""
    pages: dict[str, PageState] = msgspec.field(default_factory=dict)

    @property
    def index(self) -> bytes | None:
        """The engine's own search index."""
        return self.before.index if self.tree is None else self.tree.get(SEARCH)

    @property
    def others(self) -> list[str]:
        """Paths of what else the engine made, but for what is made anew of it."""
        made = self.before.others if self.tree is None else self.tree
        return [path for path in made if path not in {SEARCH, SITEMAP, f"{SITEMAP}.gz"}]

    def file(self, path: str) -> str:
        """Return the file of a page below the site."""
        return f"{self.staged.prefix}{path}{INDEX_PAGE}"


def sample_paths(staged: Staged, planned: Mapping[str, Plan]) -> list[str]:
    """Choose generated pages of every shape that can be told without making them."""
    wanted = [
        p for p in (*pages_in_navigation(staged), *paths_linked_from_docs(staged)) if p in planned
    ]
    found: dict[tuple[str, int, str, bool, bool], str] = {}
    for path, plan in planned.items():
        steps = path.split("/")
        # a list names the pages beside it in its head, the first page of a long one as well
        which = f"{path}{SECOND}" in planned, "page" in steps[1:]
        found.setdefault((steps[0], len(steps), plan.left, *which), path)
    return list(dict.fromkeys((*wanted, *found.values())))
