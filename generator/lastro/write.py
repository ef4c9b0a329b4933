"""The only module that writes output: what changed and nothing else, whole or not at all.

A reader never meets half a page, and a failed build leaves the published tree as it was: how, says
`journal`. Output is not synced to the disk, as it can be made again. A file
that people own cannot, so one of those is on the disk before it takes its place.
"""

import fcntl
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from lastro.diagnostics import clean
from lastro.disk import NEW, disk
from lastro.errors import LastroError
from lastro.journal import STAGE, Change, differs, refuse_outside, settle, standing
from lastro.tracked import refuse_tracked

BUILD = "build"
MANIFEST = "state/manifest.json"


class Written(Struct, frozen=True):
    """What a write did to a folder, as paths relative to it, sorted."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@contextmanager
def lock(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep two builds of one site apart: the second waits, and says so through `on_wait`.

    Raises LastroError where git tracks build/: what a branch brings would be taken for ours.
    """
    refuse_tracked(root, [BUILD])
    with locked(root / BUILD / ".lock", on_wait):
        yield


@contextmanager
def locked(path: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
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


def write_tree(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Make a folder of ours hold these files and no others.

    Raises LastroError when the disk refuses; what stood there is then unchanged.
    """
    settle(folder)
    return _write(folder, files, standing(str(folder)))


def write_some(
    folder: Path, changed: Iterable[tuple[str, bytes]], gone: Collection[str] = ()
) -> Written:
    """Change some files of a folder of ours and remove others; the rest stays as it is.

    Each file is on the disk before the next one is asked for. What stands with the same bytes is
    not touched, and what comes again is not removed. Raises LastroError when the disk refuses or
    a path comes twice; what stood there is then unchanged.
    """
    settle(folder)
    change = Change(str(folder))
    try:
        with disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
        for name in gone:
            refuse_outside(name)
        seen = _stage(change, changed)
        removed = sorted(set(gone) - seen)
        change.decide(removed)
    except BaseException:
        change.drop()
        raise
    change.do()
    return Written(tuple(sorted(change.names)), tuple(removed))


def _stage(change: Change, files: Iterable[tuple[str, bytes]]) -> set[str]:
    """Write what differs beside its place, and return all paths that were seen."""
    seen: set[str] = set()
    for name, content in files:
        refuse_outside(name)
        if name in seen:
            raise LastroError(f"two files want the place of '{clean(name)}'")
        seen.add(name)
        if change.differs(name, content):
            change.add(name, content)
    return seen


def write_into(folder: Path, files: Mapping[str, bytes], root: Path) -> Written:
    """Make a folder outside build/ hold these files; what others keep in it is left alone.

    What an earlier build wrote there, and this one does not, is removed: the manifest in build/
    knows. Raises LastroError for a folder that holds files of others only.
    """
    known = _manifest(root)
    name = str(folder.resolve())
    settle(folder)
    there = standing(str(folder))
    if there and name not in known:
        raise LastroError(
            f"'{clean(str(folder))}' holds files that no build wrote",
            "name an empty folder",
        )
    done = _write(folder, files, there & set(known.get(name, ())))
    known[name] = sorted(files)
    text = json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True)
    write_file(root / BUILD / MANIFEST, text.encode())
    return done


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole, if its bytes differ."""
    _write(path.parent, {path.name: content}, ())


def write_kept(path: Path, content: bytes) -> None:
    """Replace one file that people own, if its bytes differ: a power cut leaves the old or the new.

    Raises LastroError when the disk refuses; what stood there is then unchanged.
    """
    if not differs(str(path), content):
        return
    with kept(path) as file:
        file.write(content)


@contextmanager
def kept(path: Path, *, synced: bool = True) -> Iterator[BinaryIO]:
    """Hand out what replaces a file that people own, once it is written to the end.

    Of a file that can be made again, nobody need wait until it is on the disk. Raises LastroError when the disk refuses; what stood there is then unchanged, as it is after
    any other error.
    """
    beside = path.with_name(f".{path.name}{STAGE}")
    with disk(path):
        beside.unlink(missing_ok=True)  # left by a run that was killed
        try:
            with _opened(beside) as file:
                yield file
                file.flush()
                if synced:
                    os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        if not synced:
            return
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its path with `/`, sorted."""
    with disk(folder):
        return {name: (folder / name).read_bytes() for name in sorted(standing(str(folder)))}


def _write(folder: Path, files: Mapping[str, bytes], owned: Iterable[str]) -> Written:
    for name in files:
        refuse_outside(name)
    return write_some(folder, files.items(), set(owned) - files.keys())


def _opened(path: Path) -> BinaryIO:
    """Open a file that is not there yet, and is no link to one that is."""
    return os.fdopen(os.open(path, NEW, 0o666), "w+b")


def _manifest(root: Path) -> dict[str, list[str]]:
    """Read what was written where; a manifest that cannot be read says nothing."""
    try:
        known = json.loads((root / BUILD / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
