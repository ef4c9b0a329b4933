"""sphinx-needs: the records as needs, a page a record, in the plainest theme."""

from pathlib import Path

from bench.lib.job import Job, pinned, python_of, replace_once, write
from bench.lib.plain_records import Claim, claims, sources
from bench.lib.ready_pages import Ready

NAME = "sphinx-needs"
NOTE = "records, not pages: a page a record, links checked; one language"
SLOW = True
_PINS = "sphinx-needs.txt"
_SETTINGS = """extensions = ["sphinx_needs"]
html_theme = "basic"
needs_types = [
    {"directive": "claim", "title": "Claim", "prefix": "", "color": "#fff", "style": "node"},
    {"directive": "source", "title": "Source", "prefix": "", "color": "#fff", "style": "node"},
]
needs_id_regex = "^[a-z0-9-]+$"
needs_id_required = True
needs_fields = {"decided": {"nullable": True, "schema": {"type": "string", "format": "date"}}}
needs_links = {"rests_on": {"incoming": "carries", "outgoing": "rests on"}}
"""


def install(place: Path) -> str:
    """Install the pinned version into a venv."""
    python_of(place, _PINS)
    return pinned(_PINS, "sphinx-needs")


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Write a file for each record."""
    language = next(iter(ready.pages))
    found = list(claims(ready.site, language))
    write(folder / "in" / "conf.py", _SETTINGS)
    write(folder / "in" / "index.rst", _titled("Records", ".. toctree::\n   :glob:\n\n   */*\n"))
    for source in sources(ready.site):
        body = f".. source:: {source.title}\n   :id: {source.id}\n\n   {source.url}\n"
        write(folder / "in" / "sources" / f"{source.id}.rst", _titled(source.title, body))
    for claim in found:
        write(folder / "in" / "claims" / f"{claim.id}.rst", _titled(claim.text, _need(claim)))

    def change(number: int) -> None:
        claim = found[number + 1]
        file = folder / "in" / "claims" / f"{claim.id}.rst"
        replace_once(file, claim.short, f"{claim.short} {number}")

    python = str(place / "bin" / "python")
    words = (python, "-m", "sphinx", "-q", "-b", "html", ".", "../out")
    return Job(commands=(words,), folder=folder / "in", made=(folder / "out",),
               output=(folder / "out",), change=change)  # fmt: skip


def _titled(title: str, body: str) -> str:
    return f"{title}\n{'=' * len(title)}\n\n{body}"


def _need(claim: Claim) -> str:
    linked = ", ".join(dict.fromkeys(p.source for p in claim.evidence))
    texts = [claim.short, claim.because, *(f"{p.stance}: {p.quote}" for p in claim.evidence)]
    body = "\n\n".join(f"   {text}" for text in texts)
    return (
        f".. claim:: {claim.text}\n   :id: {claim.id}\n   :decided: {claim.decided}\n"
        f"   :rests_on: {linked}\n\n{body}\n"
    )
