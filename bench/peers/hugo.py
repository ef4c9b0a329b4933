"""Hugo: ready pages in Lastro's own frame, so that it writes about as many bytes."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from bench.lib.job import Job, front_matter, write
from bench.lib.ready_pages import Frame, Ready
from bench.peers.mkdocs import changing

NAME = "Hugo"
NOTE = "no search, no check of links"
SLOW = False
_SLOTS = {
    "title": "{{ .Title }}",
    "description": "{{ .Description }}",
    "contents": "{{ .Params.contents | safeHTML }}",
    "body": "{{ .Content }}",
    "": "",
}


def install(place: Path) -> str:
    """Look for the program, which comes with the system."""
    del place
    if not (program := shutil.which("hugo")):
        raise LookupError("it is not there: apt-get install hugo")
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"v([\d.]+)", said)
    return found[1] if found else said.strip()


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Write one Hugo site a language."""
    del place
    program = shutil.which("hugo") or "hugo"
    for tag, pages in ready.pages.items():
        names = {page.path for page in pages}
        holding = {name.rsplit("/", 2)[0] for name in names if name.count("/") > 1}
        for page in pages:
            head = front_matter(
                title=page.title, description=page.description, contents=page.contents
            )
            write(folder / tag / "content" / _name(page.path, holding), head + page.body)
        settings = {
            "baseURL": "https://example.org/",
            "disableKinds": ["taxonomy", "term", "RSS"],
            "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        }
        write(folder / tag / "config.json", json.dumps(settings))
        for layout in ("index", "_default/list", "_default/single"):
            write(folder / tag / "layouts" / f"{layout}.html", _layout(ready.frames[tag]))
        shutil.copytree(ready.assets, folder / tag / "static" / "assets")
    commands = [(program, "--quiet", "--source", tag) for tag in ready.pages]
    made = [folder / tag / name for tag in ready.pages for name in ("public", "resources")]
    sites = tuple(folder / tag / "public" for tag in ready.pages)
    return Job(commands=tuple(commands), folder=folder, made=tuple(made), output=sites,
               change=changing(ready, folder, "{}/content"))  # fmt: skip


def _name(path: str, holding: set[str]) -> str:
    """Name a page that has others below it as Hugo wants: else it would take them for its own."""
    parent, _, name = path.rpartition("/")
    if name == "index.md" and (not parent or parent in holding):
        return f"{parent}/_{name}".lstrip("/")
    return path


def _layout(frame: Frame) -> str:
    return "".join(f"{piece}{_SLOTS[slot]}" for piece, slot in frame.pieces)
