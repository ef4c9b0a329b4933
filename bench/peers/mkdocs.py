"""MkDocs with Material for MkDocs, plain: ready pages, its own search, records not in `nav`."""

import json
import sys
from importlib.metadata import version
from pathlib import Path

from bench.lib.job import Job, front_matter, replace_once, write
from bench.lib.ready_pages import Page, Ready

NAME = "MkDocs + Material"
NOTE = "its search reads every page; no incremental build"
SLOW = False
_NAV = {
    "index.md",
    *(f"{kind}/index.md" for kind in ("articles", "claims", "sources")),
    *(f"{page}.md" for page in ("corrections", "method", "about")),
}


def install(place: Path) -> str:
    """Name the versions that Lastro itself brings."""
    del place
    return f"{version('mkdocs')}, Material {version('mkdocs-material')}"


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Write the pages and one configuration a language."""
    del place
    commands = [
        (sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", f"mkdocs.{tag}.yml")
        for tag in lay_out_pages(ready, folder)
    ]
    sites = tuple(folder / "site" / tag for tag in ready.pages)
    return Job(commands=tuple(commands), folder=folder, made=(folder / "site",), output=sites)


def lay_out_pages(ready: Ready, folder: Path) -> list[str]:
    """Write pages and configurations, which Zensical reads too; return the languages."""
    for tag, pages in ready.pages.items():
        for page in pages:
            write(folder / tag / page.path, page_text(page))
        settings = {
            "site_name": "Lastro",
            "site_url": "https://example.org/",
            "docs_dir": tag,
            "site_dir": f"site/{tag}",
            "theme": {"name": "material", "language": tag, "font": False},
            "plugins": ["search"],
            "nav": [{p.title: p.path} for p in pages if p.path in _NAV],
            "validation": {"nav": {"omitted_files": "ignore"}, "links": {"not_found": "ignore"}},
        }
        write(folder / f"mkdocs.{tag}.yml", json.dumps(settings, ensure_ascii=False))
    return list(ready.pages)


def page_text(page: Page) -> str:
    """Return a page as any tool with YAML heads reads it."""
    return front_matter(title=page.title, description=page.description) + page.body


def changing(ready: Ready, folder: Path, below: str = "{}") -> "Changing":
    """Return what changes the page of one claim."""
    return Changing(ready, folder, below)


class Changing:
    """Changes the page of another claim each time: another word at its foot."""

    def __init__(self, ready: Ready, folder: Path, below: str) -> None:
        self._first, pages = next(iter(ready.pages.items()))
        self._paths = [
            p.path for p in pages if p.path.startswith("claims/") and "/claim-" in p.path
        ]
        self._folder = folder
        self._below = below

    def __call__(self, number: int) -> None:
        """Change the page of this number."""
        path = self._folder / self._below.format(self._first) / self._paths[number + 1]
        replace_once(path, "</section></div>", f"Changed {number}.</section></div>")
