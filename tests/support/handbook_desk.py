"""Somebody who follows a page of the handbook: what lies on her desk, and how a line of the page is run."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lastro.commands import group
from tests.support.command_line import Lastro
from tests.support.folders import ROOT
from tests.support.little_docs import write_whole_site
from tests.support.little_site import write_files

FILES = {
    "bylaws.txt": "Section 4. The quays shall be closed on Sundays.\n",
    "article.txt": "In Aldera the quays close on Sundays, and the gulls were loud.\n",
    "claims.csv": "claim,label,url\nThe lighthouse is the oldest of the coast.,True,https://c.example.org/1\n",
    "page.html": "<p>Quiet again on Sunday.</p>",
}
"""What people who follow the pages have lying in their clone."""


OF_THE_DAY = {"captures", "init"}
"""Commands whose day is that on which copies were made, or that of an example which is looked at today."""


def sit_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a clone of a small site, as somebody who follows a page does, with a home of her own."""
    published, here, home = tmp_path / "published", tmp_path / "clone", tmp_path / "home"
    write_files(write_whole_site(published), {".gitignore": "build/\n.captures/\n"})
    clone(published, here)
    write_files(here, FILES)
    write_files(home, {".config/fish/config.fish": ""})
    program = home / "bin" / "lastro"
    write_files(home, {"bin/lastro": f'#!/bin/sh\nexec {sys.executable} -m lastro "$@"\n'})
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.chdir(here)
    return here


def clone(published: Path, here: Path) -> None:
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    for words in (
        ["init", "--initial-branch", "main", str(published)],
        ["-C", str(published), "add", "."],
        ["-C", str(published), *author, "commit", "--message", "Publish"],
        ["-C", str(published), "branch", "end-of-life"],
        ["clone", str(published), str(here)],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)


def console_blocks(page: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the blocks of a page: each a list of commands with what is shown of their output."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        shown = re.split(r"^\$ ", block, flags=re.MULTILINE)
        yield [(one.partition("\n")[0], one.partition("\n")[2]) for one in shown if one]


def run(line: str, lastro: Lastro, today: str) -> tuple[int, str]:
    """Run a command as a page shows it; one of Lastro in this process, on a day of its own."""
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        return shell(f"make --dry-run {words[1]}", ROOT)
    if words[0].startswith(".venv/"):
        return shell(line.replace(".venv/bin/python", sys.executable, 1), ROOT)
    if words[0] != "lastro" or set(words) & {"&&", "|", ">>"}:
        return shell(line, Path())
    command, _ = command_of(words[1:])
    dated = words[1] not in OF_THE_DAY and any("--today" in p.opts for p in command.params)
    code, said, complained = lastro(*words[1:], *(("--today", today) if dated else ()))
    return code, said if not code else f"{said}{complained}"


def shell(line: str, where: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-c", line], cwd=where, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout if not done.returncode else f"{done.stdout}{done.stderr}"


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that a command line calls, and the words behind its name."""
    command: click.Command = group
    while isinstance(command, click.Group) and words:
        below = command.get_command(click.Context(command), words[0])
        if below is None:
            break
        command, words = below, words[1:]
    return command, words


def flags_of(command: click.Command) -> set[str]:
    """Return the flags of a command and of those below it."""
    found = {flag for option in command.params for flag in option.opts}
    if not isinstance(command, click.Group):
        return found
    context = click.Context(command)
    below = (command.get_command(context, name) for name in command.list_commands(context))
    return found.union(*(flags_of(one) for one in below if one))
