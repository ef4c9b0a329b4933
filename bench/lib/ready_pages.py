"""The pages of a built site, ready-made, so that a peer has only to put them into its frame.

Peers are measured on what Lastro itself hands to MkDocs. Title, description, contents list and body
of every page are given to them: reading, checking and deriving records stays Lastro's own work.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

BODY = '<div class="lastro '
_FENCE = "---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of one language."""

    path: str
    """Below the folder of the language, ending in .md."""
    title: str
    description: str
    contents: str
    """The list of headings as ready HTML, which stands outside of the body."""
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a body: `pieces` lie between title, description, contents and body.

    Every page gets the frame of a claim, so that a peer writes about as many bytes as Lastro.
    """

    pieces: tuple[tuple[str, str], ...]
    """Each piece and the name of the slot that follows it; the last one has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A site of records, and what was made of it: one list of pages and one frame a language."""

    site: Path
    pages: dict[str, tuple[Page, ...]]
    frames: dict[str, Frame]
    assets: Path


def ready(site: Path, languages: tuple[str, ...]) -> Ready:
    """Read the pages and frames that a build left below a site."""
    made = site / "build" / "site"
    pages = {tag: _pages(site / "build" / "pages" / tag) for tag in languages}
    roots = {tag: made / tag if n else made for n, tag in enumerate(languages)}
    frames = {tag: _frame(roots[tag], pages[tag]) for tag in languages}
    return Ready(site=site, pages=pages, frames=frames, assets=made / "assets")


def read_page(path: str, text: str) -> Page:
    """Take a staged file apart: front matter of one JSON pair a line, then the body."""
    _, front, body = text.split(_FENCE, 2)
    pairs = json.loads("{" + ",".join(line for line in front.splitlines() if line) + "}")
    heading = re.search(r"^# (.*)$|<h1[^>]*>(.*?)</h1>", body, re.MULTILINE)
    named = next((part for part in heading.groups() if part), path) if heading else path
    return Page(
        path=path,
        title=pairs.get("title", named),
        description=pairs.get("description", ""),
        contents=pairs.get("contents", ""),
        body=body,
    )


def _pages(folder: Path) -> tuple[Page, ...]:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.md")}
    return tuple(read_page(name, files[name].read_text(encoding="utf-8")) for name in sorted(files))


def _frame(root: Path, pages: tuple[Page, ...]) -> Frame:
    """Cut the finished page of the first claim where its own words begin and end."""
    page = next(p for p in pages if re.fullmatch(r"claims/[^/]+/index\.md", p.path))
    html = (root / page.path).with_suffix(".html").read_text(encoding="utf-8")
    slots = [
        (html.index("<title>") + len("<title>"), html.index("</title>"), "title"),
        *_span(html, '<meta name="description" content="', '">', "description"),
        *((at, at + len(page.contents), "contents") for at in [html.find(page.contents)] if at > 0),
        (html.index(BODY), html.index("\n", html.index(BODY)), "body"),
    ]
    pieces, start = [], 0
    for begin, end, slot in sorted(slots):
        pieces.append((html[start:begin], slot))
        start = end
    return Frame(pieces=(*pieces, (html[start:], "")))


def _span(html: str, lead: str, close: str, slot: str) -> list[tuple[int, int, str]]:
    at = html.find(lead)
    begin = at + len(lead)
    return [] if at < 0 else [(begin, html.index(close, begin), slot)]
