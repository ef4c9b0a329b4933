"""A rename or merge that is killed, or refused by the disk, at any moment: the same again ends it.

Kills are real: a child ends itself before the nth thing that it would change on the disk.
"""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lastro.capture.store.store import CaptureStore
from lastro.commands import main
from lastro.commands.doctor.own_store import captures_in
from tests.support.linked_site import (
    DIGEST,
    DIGEST_PATH,
    TODAY,
    files_of,
    is_derived,
    lock_all,
    write_linked,
)
from tests.support.little_site import write_files
from tests.support.little_store import keep

READ = "read: {on: 2026-01-20, by: Ana Prado, as: original, extent: whole}\n"
DIGEST_URL = "https://blog.example.org/digest"
MOVES = {
    "source": ("rename", "source", "harbour-bylaws", "bylaws-2025", "--today", TODAY),
    "claim": ("rename", "claim", "quays-closed", "quays-on-sundays", "--today", TODAY),
    "article": ("rename", "article", "harbour", "quays-2026", "--today", TODAY),
    "article to an earlier name": ("rename", "article", "harbour", "bay", "--today", TODAY),
    "merge of sources": (
        "merge",
        "source",
        "bylaws-digest",
        "into",
        "harbour-bylaws",
        "--today",
        TODAY,
    ),
    "merge of claims": ("merge", "claim", "gates-locked", "into", "quays-closed", "--today", TODAY),
}
LEAST = {"source": 45, "claim": 12, "article": 25, "merge of sources": 18, "merge of claims": 1}
LEAST["article to an earlier name"] = LEAST["article"]
"""Fewer things than each move does to the disk."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MOST = 200
"""More things than one move does to the disk."""
EVERY = int(os.environ.get("LASTRO_EVERY", "3"))
"""Of how many moments one is tried; `make torture` tries each."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site in a repository, with captures of what is merged too."""
    root = write_linked(tmp_path_factory.mktemp("sound"))
    digest = DIGEST.replace("derived_from:\n- harbour-bylaws\n", "").replace("read: unread\n", READ)
    write_files(
        root,
        {
            DIGEST_PATH: digest,
            "claims/harbour/.notes": "mine",
            ".gitignore": "/.captures\n/build/\n",
        },
    )
    keep(
        CaptureStore(root / ".captures"),
        "source:bylaws-digest",
        "All.",
        url="https://port.example.org/bylaws",
        seconds=9,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        lock_all()
        for move in MOVES.values():  # what children need is imported once
            with suppress(SystemExit):
                main([*move, "--dry-run"])
    git(root, "init", "--quiet", "--template=")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "a")
    return root


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True)


def copied(sound: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(sound, folder, symlinks=True))


def contents(root: Path) -> dict[str, bytes]:
    """Read all that people own, captures and what a killed run left beside too."""
    return {name: text for name, text in files_of(root).items() if not name.startswith(".git/")}


def run(
    root: Path,
    move: tuple[str, ...],
    at: int = 0,
    stop: Callable[[], object] = list,
    seen: Path | None = None,
) -> int:
    """Make a move in a child and stop it before the nth thing; return its exit, minus a signal."""
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, details: tuple[object, ...]) -> None:
            nonlocal count
            if changes_site(event, details, seen or root):
                count += 1
                if count == at:
                    stop()

        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.chdir(root)
        code = 70
        try:
            sys.addaudithook(watch)
            main(move)
        except SystemExit as ended:
            code = int(str(ended.code or 0))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def changes_site(event: str, details: tuple[object, ...], root: Path) -> bool:
    """Tell whether something is about to change a file that people own."""
    writes = event == "open" and bool(int(str(details[2] or 0)) & WRITES)
    if not (writes or event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"}):
        return False
    if isinstance(details[0], int) or (event == "os.mkdir" and Path(str(details[0])).is_dir()):
        return False  # a pipe, or nothing new
    name = os.path.relpath(str(details[0]), root)
    return not name.startswith("..") and not is_derived(name)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", MOVES)
def test_a_killed_move_is_ended_by_the_same_again_also_after_git_restored_what_it_knows(
    sound: Path, tmp_path: Path, name: str
) -> None:
    move = MOVES[name]
    whole = copied(sound, tmp_path / "whole")
    assert run(whole, move) == 0
    left = 0
    for number in range(1, MOST, EVERY):
        root = copied(sound, tmp_path / "site")
        if run(root, move, number, killed) == 0:
            break
        left += contents(root) not in (contents(sound), contents(whole))
        if number % 2:
            git(root, "restore", ".")
        assert run(root, move) == 0, number
        assert contents(root) == contents(whole), number
    assert number > LEAST[name]
    assert left >= LEAST[name] // 2 // EVERY


@pytest.mark.parametrize("stop", [full, interrupted])
@pytest.mark.parametrize("name", ["source", "article"])
def test_a_move_that_fails_leaves_all_as_it_was_or_is_done(
    sound: Path, tmp_path: Path, name: str, stop: Callable[[], object]
) -> None:
    move, before = MOVES[name], contents(sound)
    whole = copied(sound, tmp_path / "whole")
    assert run(whole, move) == 0
    after, undone = contents(whole), 0
    for number in range(1, MOST, EVERY + 1):
        root = copied(sound, tmp_path / "site")
        if run(root, move, number, stop) == 0:
            break
        standing = contents(root)
        undone += standing == before
        assert standing == before or standing.items() >= after.items(), number
        assert run(root, move) == 0, number
        assert contents(root) == after, number
    assert undone > LEAST[name] // 2 // (EVERY + 1)


def test_a_store_that_is_moved_out_of_the_clone_is_whole_after_any_kill(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    move, site = ("doctor", "--fix"), tmp_path / "site"
    held = moment_files(sound / ".captures")
    for number in range(1, MOST, EVERY):
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        root = copied(sound, site)
        if run(root, move, number, killed, tmp_path) == 0:
            break
        stores = [*(tmp_path / "data/lastro/captures").glob("*"), site / ".captures"]
        whole = {
            name
            for store in stores
            for name, text in moment_files(store).items()
            if held[name] == text
        }
        assert whole == set(held), number
        assert run(root, move) == 0, number
        assert (
            moment_files(
                stores[0]
                if len(stores) > 1
                else next((tmp_path / "data/lastro/captures").glob("*"))
            )
            == held
        ), number
        assert not (site / ".captures").exists(), number
    assert number > 3 * len(held)


def moment_files(store: Path) -> dict[str, bytes]:
    """Read the files of captures in a store, by their path in it."""
    return {p.relative_to(store).as_posix(): p.read_bytes() for p in captures_in(store)}
