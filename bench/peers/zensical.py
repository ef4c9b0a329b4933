"""Zensical: the pages and configuration of MkDocs, read by the next tool of Material's makers."""

from pathlib import Path

from bench.lib.job import Job, pinned, python_of
from bench.lib.ready_pages import Ready
from bench.peers.mkdocs import changing, lay_out_pages

NAME = "Zensical"
NOTE = "its search reads every page"
SLOW = False
_PINS = "zensical.txt"


def install(place: Path) -> str:
    """Install the pinned version into a venv."""
    python_of(place, _PINS)
    return pinned(_PINS, "zensical")


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Write what MkDocs reads."""
    commands = [
        (str(place / "bin" / "zensical"), "build", "-f", f"mkdocs.{tag}.yml")
        for tag in lay_out_pages(ready, folder)
    ]
    sites = tuple(folder / "site" / tag for tag in ready.pages)
    return Job(commands=tuple(commands), folder=folder, output=sites,
               made=(folder / "site", folder / ".cache"), change=changing(ready, folder))  # fmt: skip
