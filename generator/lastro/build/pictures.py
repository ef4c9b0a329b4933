"""Share cards become pictures: each is drawn once, and again only when its drawing changes.

A card takes as long as fifty pages, and most changes of a record do not show on it. What was drawn
is kept sealed: nobody else can put a picture in its place.
"""

import importlib
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from lastro.artifacts import Artifact, Drawing
from lastro.errors import LastroError
from lastro.memo.store import SealedFolder
from lastro.memo.trace import digest
from lastro.system.output import BUILD

PICTURES = "cards"
"""Folder of build/ with the pictures of the last builds."""
_DRAWER = "resvg_py"


class Easel:
    """Draws the cards of one site."""

    def __init__(self, root: Path, key: bytes | None, tool: str) -> None:
        self._kept = SealedFolder(root / BUILD / PICTURES, key, tool)

    def finish(self, file: Artifact) -> bytes:
        """Return the content of a file as it is published."""
        if not isinstance(file, Drawing):
            return file.content
        name, drawing = file.path.replace("/", "."), digest(file.content)
        known = self._kept.read(name, tuple[str, bytes])
        if known and known[0] == drawing:
            return known[1]
        picture = draw(file.content.decode())
        self._kept.write(name, (drawing, picture))
        return picture


def draw(svg: str) -> bytes:
    """Draw a PNG with the fonts of the package, whatever fonts the computer has."""
    fonts = str(resources.files("lastro.render") / "fonts")
    drawer = importlib.import_module(_DRAWER)
    return bytes(drawer.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_dirs=[fonts]))


def require_drawer() -> None:
    """Raise LastroError when the package that draws is not installed."""
    if find_spec(_DRAWER) is None:
        message = (
            "'exports.cards' in lastro.yml asks for share cards, and what draws them is missing"
        )
        raise LastroError(message, 'pip install "lastro[cards]", or set it to off')
