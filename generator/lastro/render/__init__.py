"""Site to pages: Jinja templates, contributors' Markdown, words of each language, charts."""

from collections.abc import Iterator
from importlib import resources

from lastro.artifacts import Artifact
from lastro.render.handbook import handbook
from lastro.render.page_maker import claim_page, footer, fragments, navigation, pages, plans
from lastro.render.search_page import SCRIPT

__all__ = [
    "assets",
    "claim_page",
    "footer",
    "fragments",
    "handbook",
    "navigation",
    "pages",
    "plans",
]


def assets(*, indexed: bool = False) -> Iterator[Artifact]:
    """Yield the files that pages need: the style sheet, and the script of a search by index."""
    folder = resources.files("lastro.render") / "assets"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if indexed or path.name != SCRIPT:
            yield Artifact(f"assets/{path.name}", path.read_bytes())
