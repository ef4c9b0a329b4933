"""The only module that writes output: what changed and nothing else, whole or not at all.

A reader never meets half a page, and a failed build leaves the published tree as it was (`exchange`). Output
is not synced to the disk, as it can be made again; a file that people own is on the disk before it takes its
place. A lock keeps two builds of one site apart.
"""

import fcntl
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from lastro.errors import LastroError
from lastro.system.atomic import write_kept
from lastro.system.disk_errors import disk
from lastro.system.exchange import STAGE, FolderChange, list_files, refuse_outside, sweep
from lastro.system.git import refuse_tracked
from lastro.text.messages import clean

BUILD = "build"
STATE = "state"
"""Folder of build/ with what earlier runs found out."""
STEPS = ("pages", "engine", "search", "cards", STATE)
"""Folders of build/ that are steps on the way, not places for a site."""


class StagedFile(NamedTuple):
    """A file that another process has staged, unless it stood there with the same bytes."""

    name: str
    is_changed: bool


class WriteResult(Struct, frozen=True):
    """What a write did to a folder, as paths relative to it, sorted."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def refuse_links(build: Path) -> None:
    """Refuse a build folder that leads elsewhere: what no build wrote is removed there."""
    deeper = (build.glob(f"{step}/{rest}") for step in STEPS for rest in ("*", "*/*"))
    for path in chain((build,), build.glob("*"), *deeper):
        if path.is_symlink() and path.is_dir():
            link = clean(str(path))
            message = f"'{link}' is a link to another folder, which a build would empty"
            raise LastroError(message, "remove the link")


def write_tree(folder: Path, files: Mapping[str, bytes]) -> WriteResult:
    """Make a folder of ours hold these files only; raises LastroError and then changes nothing."""
    for name in files:
        refuse_outside(name)
    return write_some(folder, files.items(), list_files(str(folder)) - files.keys())


def is_kept(name: str, keep: Collection[str]) -> bool:
    """Tell whether a path is one of others that a site keeps, or lies below one."""
    return any(name == kept or name.startswith(f"{kept}/") for kept in keep)


def refuse_kept(keep: Collection[str], ours: Iterable[str]) -> None:
    """Raise LastroError when a site is to keep what it holds itself: nothing would leave it."""
    found = next((name for name in ours if is_kept(name, keep)), None) if keep else None
    if found is not None:
        message = f"site.keep in lastro.yml names '{clean(found)}', which the site itself holds"
        raise LastroError(message, "name only what others put there")


def write_some(
    folder: Path, changed: Iterable[tuple[str, bytes] | StagedFile], gone: Collection[str] = ()
) -> WriteResult:
    """Change some files of a folder of ours and remove others; the rest stays as it is.

    Each file is on the disk before the next one is asked for, in a folder beside this one. What
    stands with the same bytes is not touched, and what comes again is not removed. Raises
    LastroError when the disk refuses or a path comes twice; what stood there is then unchanged.
    """
    sweep(f"{folder}/{STAGE}")  # where former versions put what was not yet in its place
    change = FolderChange(str(folder))
    sweep(change.stage)
    try:
        with disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
        for name in gone:
            refuse_outside(name)
        seen = _stage(change, changed)
        removed = sorted(set(gone) - seen)
        change.decide(removed)
    except BaseException:
        sweep(change.stage)
        raise
    change.do()
    return WriteResult(tuple(sorted(change.names)), tuple(removed))


def _stage(change: FolderChange, files: Iterable[tuple[str, bytes] | StagedFile]) -> set[str]:
    """Write what differs beside its place, and return all paths that were seen."""
    seen: set[str] = set()
    for file in files:
        name = file[0]
        refuse_outside(name)
        if name in seen:
            raise LastroError(f"two files want the place of '{clean(name)}'")
        seen.add(name)
        is_changed = file.is_changed if isinstance(file, StagedFile) else change.stage_file(*file)
        if is_changed:
            change.names.append(name)
    return seen


def write_file(path: Path, content: bytes) -> None:
    with disk(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_kept(path, content, synced=False)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its path with `/`, sorted."""
    with disk(folder):
        return {name: (folder / name).read_bytes() for name in sorted(list_files(str(folder)))}


@contextmanager
def lock(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep two builds of one site apart; raises LastroError where git tracks build/."""
    refuse_tracked(root, [BUILD])
    refuse_links(root / BUILD)
    with hold_lock(root / BUILD / ".lock", on_wait):
        yield


@contextmanager
def hold_lock(path: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep two processes apart that lock one file: the second waits, and tells `on_wait` first."""
    with disk(path):
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
