"""Site to pages: Jinja templates, contributors' Markdown, words of each language, charts."""

from collections.abc import Iterator
from importlib import resources

from lastro.artifacts import Artifact
from lastro.render.handbook import handbook
from lastro.render.page_maker import claim_page, footer, fragments, navigation, pages

__all__ = ["assets", "claim_page", "footer", "fragments", "handbook", "navigation", "pages"]


def assets() -> Iterator[Artifact]:
    """Yield the files that every page needs: the style sheet."""
    folder = resources.files("lastro.render") / "assets"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        yield Artifact(f"assets/{path.name}", path.read_bytes())
