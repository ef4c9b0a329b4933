"""The files that every page needs beside it: the style sheet and the script of the search."""

from collections.abc import Iterator
from importlib import resources

from lastro.artifacts import Artifact
from lastro.render.pages.search import SCRIPT


def assets(*, indexed: bool = False) -> Iterator[Artifact]:
    """Yield the files that pages need: the style sheet, and the script of a search by index."""
    folder = resources.files("lastro.render") / "assets"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if indexed or path.name != SCRIPT:
            yield Artifact(f"assets/{path.name}", path.read_bytes())
