"""A tool laid out and ready to be measured."""

import json
import subprocess
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.lib.ready_pages import Ready

PEERS = Path(__file__).parents[1] / "peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How a tool is asked, and what a run from nothing starts without."""

    commands: tuple[tuple[str, ...], ...]
    folder: Path
    made: tuple[Path, ...]
    """What is put aside before a run from nothing: output and everything kept from run to run."""
    output: tuple[Path, ...]
    """What readers get."""
    change: Callable[[int], None] | None = None
    """Change one record or page; another one for each number. None where there is no such case."""


class Peer(Protocol):
    """What each module of peers/ offers."""

    __name__: str
    NAME: str
    NOTE: str
    """What a reader of the table has to know about the comparison."""
    SLOW: bool
    """Measured once, however many rounds are asked for."""

    def install(self, place: Path) -> str:
        """Install into a folder of its own, unless it is there, and return the version.

        Raises LookupError, with the reason, where the tool cannot be had.
        """
        ...

    def lay_out(self, ready: Ready, folder: Path, place: Path) -> Job:
        """Write the pages or records into a folder in the form that the tool reads."""
        ...


def python_of(place: Path, pins: str) -> Path:
    """Return the Python of a venv that holds exactly what a file of peers/ pins."""
    wanted = (PEERS / pins).read_text(encoding="utf-8")
    ready = place / "ready"
    python = place / "bin" / "python"
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        venv.create(place, with_pip=True, clear=True)
        options = ["-qq", "--disable-pip-version-check", "--no-deps"]
        pip = [str(python), "-m", "pip", "install", *options, "-r", str(PEERS / pins)]
        if subprocess.run(pip, check=False).returncode:
            raise LookupError("it could not be installed")
        ready.write_text(wanted, encoding="utf-8")
    return python


def pinned(pins: str, package: str) -> str:
    """Return the version of a package that a file of peers/ pins."""
    for line in (PEERS / pins).read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition("==")
        if name.lower() == package:
            return version
    raise LookupError(f"{pins} does not pin {package}")


def front_matter(**values: str) -> str:
    """Return a head of one YAML string a line."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    return f"---\n{''.join(lines)}---\n"


def write(file: Path, text: str) -> None:
    """Write a file, and its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def replace_once(file: Path, words: str, instead: str) -> None:
    """Change words that a file must hold.

    Raises ValueError when it does not.
    """
    text = file.read_text(encoding="utf-8")
    if words not in text:
        raise ValueError(f"{file} does not hold {words!r}")
    file.write_text(text.replace(words, instead, 1), encoding="utf-8")
