"""Eleventy: ready pages in Lastro's own frame, as a layout of plain JavaScript."""

import json
import shutil
import subprocess
from pathlib import Path

from bench.lib.job import PEERS, Job, front_matter, write
from bench.lib.ready_pages import Frame, Ready
from bench.peers.mkdocs import changing

NAME = "Eleventy"
NOTE = "no search, no check of links; every page is built again"
SLOW = False
_LOCK = "package-lock.json"
_SETTINGS = """module.exports = (config) => {{
  config.addPassthroughCopy("{tag}/assets");
  return {{
    dir: {{ input: "{tag}", output: "site/{tag}", includes: "../layouts" }},
    markdownTemplateEngine: false,
  }};
}};
"""
_SLOTS = {
    "title": "data.title",
    "description": "data.description",
    "contents": "data.contents",
    "body": "data.content",
    "": '""',
}


def install(place: Path) -> str:
    """Install what the lock names with npm."""
    if not (npm := shutil.which("npm")):
        raise LookupError("npm is not there: apt-get install npm")
    lock = (PEERS / "eleventy" / _LOCK).read_text(encoding="utf-8")
    ready = place / "ready"
    if not ready.exists() or ready.read_text(encoding="utf-8") != lock:
        place.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", _LOCK):
            shutil.copy(PEERS / "eleventy" / name, place)
        words = [npm, "ci", "--prefix", str(place), "--ignore-scripts", "--no-audit", "--no-fund"]
        if subprocess.run(words, stdout=subprocess.DEVNULL, check=False).returncode:
            raise LookupError("it could not be installed")
        ready.write_text(lock, encoding="utf-8")
    return str(json.loads(lock)["packages"]["node_modules/@11ty/eleventy"]["version"])


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Write one input folder and one configuration a language."""
    program = str(place.resolve() / "node_modules" / ".bin" / "eleventy")
    for tag, pages in ready.pages.items():
        for page in pages:
            head = front_matter(
                title=page.title,
                description=page.description,
                contents=page.contents,
                layout=f"{tag}.11ty.cjs",
            )
            write(folder / tag / page.path, head + page.body)
        write(folder / "layouts" / f"{tag}.11ty.cjs", _layout(ready.frames[tag]))
        write(folder / f"eleventy.{tag}.cjs", _SETTINGS.format(tag=tag))
        shutil.copytree(ready.assets, folder / tag / "assets", dirs_exist_ok=True)
    commands = [(program, "--quiet", f"--config=eleventy.{tag}.cjs") for tag in ready.pages]
    sites = tuple(folder / "site" / tag for tag in ready.pages)
    return Job(commands=tuple(commands), folder=folder, made=(folder / "site",), output=sites,
               change=changing(ready, folder))  # fmt: skip


def _layout(frame: Frame) -> str:
    joined = " + ".join(f"{json.dumps(piece)} + {_SLOTS[slot]}" for piece, slot in frame.pieces)
    return f"exports.render = (data) => {joined};\n"
