"""Doorstop: the records as items, validated; it writes no pages here."""

import shutil
import subprocess
from pathlib import Path

import yaml

from bench.lib.job import Job, pinned, python_of, write
from bench.lib.plain_records import claims, sources
from bench.lib.ready_pages import Ready

NAME = "Doorstop, validate"
NOTE = "an item a record; levels, reviews and children not looked at; one language"
SLOW = True
_PINS = "doorstop.txt"


def install(place: Path) -> str:
    """Install the pinned version into a venv."""
    python_of(place, _PINS)
    return pinned(_PINS, "doorstop")


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Write two documents of items into a repository."""
    subprocess.run([shutil.which("git") or "git", "init", "--quiet", str(folder)], check=True)
    numbers = {}
    _document(folder / "sources", {"prefix": "SRC"})
    for number, source in enumerate(sources(ready.site), 1):
        numbers[source.id] = f"SRC{number:06}"
        _item(folder / "sources" / f"SRC{number:06}.yml", source.title, [], number)
    _document(folder / "claims", {"prefix": "CLM", "parent": "SRC"})
    for number, claim in enumerate(claims(ready.site, next(iter(ready.pages))), 1):
        linked = list(dict.fromkeys(numbers[p.source] for p in claim.evidence))
        texts = [claim.text, claim.short, claim.because, *(p.quote for p in claim.evidence)]
        _item(folder / "claims" / f"CLM{number:06}.yml", "\n\n".join(texts), linked, number)
    python = str(place / "bin" / "python")
    words = (python, "-m", "doorstop.cli.main", "-F", "-W", "-L", "-C")
    return Job(commands=(words,), folder=folder, made=(), output=())


def _document(folder: Path, settings: dict[str, str]) -> None:
    whole = {"digits": 6, "itemformat": "yaml", "sep": "", **settings}
    write(folder / ".doorstop.yml", yaml.safe_dump({"settings": whole}))


def _item(file: Path, text: str, linked: list[str], number: int) -> None:
    item = {"active": True, "derived": False, "header": "", "level": f"1.{number}",
            "links": linked, "normative": True, "ref": "", "reviewed": None, "text": text}  # fmt: skip
    write(file, yaml.safe_dump(item))
