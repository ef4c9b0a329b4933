"""The check reads: a tree that may not be written, no network, and every time as it was before."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.reporters import reporters
from tests.changes.test_history import commit, git
from tests.support.little_site import CLAIM, CLAIM_PATH, TODAY, write_files, write_site

WATCHED = """
import os
import sys

tree = os.path.realpath(sys.argv.pop(1))
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = {"os.mkdir", "os.rmdir", "os.remove", "os.rename", "os.link", "os.symlink", "os.chmod",
            "os.chown", "os.utime", "os.truncate", "shutil.rmtree", "shutil.move"}

def inside(path, folder="."):
    if not isinstance(path, (str, bytes, os.PathLike)):
        return False
    place = os.path.realpath(os.path.join(folder, os.fsdecode(path)))
    return (place + os.sep).startswith(tree + os.sep)

def folder_of(event, arguments):
    # a path may be relative to an open folder, whose number then comes last
    number = arguments[-1] if event in ("os.remove", "os.rmdir", "os.mkdir") else -1
    return os.readlink(f"/proc/self/fd/{number}") if number >= 0 else "."

def watch(event, arguments):
    if event.startswith("socket."):
        refuse(event)
    if event == "open" and inside(arguments[0]) and (arguments[2] or 0) & WRITING:
        refuse(f"open {arguments[0]!r}")
    if event in CHANGING and any(
            inside(path, folder_of(event, arguments)) for path in arguments):
        refuse(f"{event} {arguments[0]!r}")

def refuse(what):
    print("refused", what, file=sys.stderr)
    raise PermissionError(what)

sys.addaudithook(watch)
"""
CHECK = "from lastro.commands import main\nmain(['check', *sys.argv[1:]])"
"""The audit sees what a user who may do everything is not refused by the rights of a file."""


def watched(program: str, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-B", "-c", WATCHED + program, str(folder), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def state(root: Path) -> dict[str, tuple[bytes, int, int, int]]:
    """Take bytes, times and rights of every file and folder, git's own included."""
    found = {}
    for path in (root, *root.rglob("*")):
        status = path.lstat()
        held = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (held, status.st_mtime_ns, status.st_ctime_ns, status.st_mode)
    return found


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Path]:
    """Make a repository where an answer was reworded, and take every right to write away."""
    root = write_site(tmp_path / "tree")
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "Publish")
    write_files(root, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "The bylaws said so.")})
    paths = [root, *root.rglob("*")]
    rights = [(path, path.stat().st_mode) for path in paths]
    for path, mode in rights:
        path.chmod(mode & ~0o222)
    yield root
    for path, mode in rights:
        path.chmod(mode)


WAYS: list[tuple[str, tuple[str, ...]]] = [
    (shape, ("--base", "main")) for shape in sorted(reporters())
]
WAYS += [("text", ()), ("text", ("--changed",))]


@pytest.mark.parametrize(("shape", "compared"), WAYS)
def test_the_check_writes_nothing_and_asks_nobody(
    tree: Path, shape: str, compared: tuple[str, ...]
) -> None:
    before = state(tree)
    done = watched(CHECK, tree, "--today", TODAY, "--format", shape, *compared)
    assert done.stderr == ""
    assert done.returncode == ("--base" in compared)
    assert state(tree) == before


@pytest.mark.parametrize(
    "deed",
    [
        "open('x', 'w')",
        "os.open('sources', os.O_WRONLY | os.O_CREAT)",
        "os.rename('/tmp/x', 'sources/x')",
        "os.remove('lastro.yml', dir_fd=os.open('.', 0))",
        "os.utime('lastro.yml')",
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
    ],
)
def test_the_watch_sees_a_deed(tree: Path, deed: str) -> None:
    done = watched(deed, tree)
    assert done.returncode == 1
    assert "refused " in done.stderr
