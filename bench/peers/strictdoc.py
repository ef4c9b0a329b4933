"""StrictDoc: the records as nodes, a document an article, exported to HTML."""

from itertools import groupby
from operator import attrgetter
from pathlib import Path

from bench.lib.job import Job, pinned, python_of, replace_once, write
from bench.lib.plain_records import Claim, claims, sources
from bench.lib.ready_pages import Ready

NAME = "StrictDoc"
NOTE = "records, not pages: one page an article, links checked; one language"
SLOW = True
_PINS = "strictdoc.txt"
_GRAMMAR = """[DOCUMENT]
TITLE: {title}

[GRAMMAR]
ELEMENTS:
- TAG: {tag}
  FIELDS:
  - TITLE: UID
    TYPE: String
    REQUIRED: True
{fields}  - TITLE: STATEMENT
    TYPE: String
    REQUIRED: True
  RELATIONS:
  - TYPE: Parent
"""
_FIELD = "  - TITLE: DECIDED\n    TYPE: String\n    REQUIRED: True\n"


def install(place: Path) -> str:
    """Install the pinned version into a venv."""
    python_of(place, _PINS)
    return pinned(_PINS, "strictdoc")


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Write a document for each article, and one for all sources."""
    language = next(iter(ready.pages))
    head = _GRAMMAR.format(title="Sources", tag="SOURCE", fields="")
    nodes = (f"\n[SOURCE]\nUID: {s.id}\nSTATEMENT: {s.title}\n" for s in sources(ready.site))
    write(folder / "in" / "sources.sdoc", head + "".join(nodes))
    found = list(claims(ready.site, language))
    for article, those in groupby(found, attrgetter("article")):
        head = _GRAMMAR.format(title=article, tag="CLAIM", fields=_FIELD)
        write(folder / "in" / f"{article}.sdoc", head + "".join(map(_node, those)))

    def change(number: int) -> None:
        claim = found[number + 1]
        replace_once(
            folder / "in" / f"{claim.article}.sdoc", claim.short, f"{claim.short} {number}"
        )

    python = str(place / "bin" / "python")
    words = (python, "-m", "strictdoc.cli.main", "export", ".", "--formats=html",
             "--output-dir", "../out")  # fmt: skip
    return Job(commands=(words,), folder=folder / "in", made=(folder / "out",),
               output=(folder / "out",), change=change)  # fmt: skip


def _node(claim: Claim) -> str:
    passages = "\n\n".join(f"{p.stance}, {p.source}: {p.quote}" for p in claim.evidence)
    linked = "".join(
        f"- TYPE: Parent\n  VALUE: {source}\n"
        for source in dict.fromkeys(p.source for p in claim.evidence)
    )
    return (
        f"\n[CLAIM]\nUID: {claim.id}\nDECIDED: {claim.decided}\nSTATEMENT: >>>\n{claim.text}\n\n"
        f"{claim.short}\n\n{claim.because}\n\n{passages}\n<<<\nRELATIONS:\n{linked}"
    )
