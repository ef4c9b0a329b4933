"""The only module that writes output: what changed and nothing else, whole or not at all.

A reader never meets half a page, and a failed build leaves the published tree as it was. Every
changed file is first written beside its place under a name of ours; only when all of them are on
the disk are they renamed, and only then is what no longer belongs there removed. There is no fsync:
the output can be made again (security.md section 6). A file that people own cannot, so one of
those is on the disk before it takes its place.
"""

import errno
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lastro.diagnostics import clean
from lastro.errors import LastroError

BUILD = "build"
MANIFEST = "state/manifest.json"
_STAGE = ".lastro-new"
"""Folder of the files that are on the disk and not yet in their place."""
_HINTS = {
    errno.ENOSPC: "free some space and build again",
    errno.EDQUOT: "free some space and build again",
    errno.EACCES: "check who may write there",
    errno.EPERM: "check who may write there",
    errno.EROFS: "name a folder that can be written",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did to a folder, as paths relative to it, sorted."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@contextmanager
def lock(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep two builds of one site apart: the second waits, and says so through `on_wait`."""
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
    return _write(folder, files, _standing(folder))


def write_into(folder: Path, files: Mapping[str, bytes], root: Path) -> Written:
    """Make a folder outside build/ hold these files; what others keep in it is left alone.

    What an earlier build wrote there, and this one does not, is removed: the manifest in build/
    knows. Raises LastroError for a folder that holds files of others only.
    """
    known = _manifest(root)
    name = str(folder.resolve())
    standing = _standing(folder)
    if standing and name not in known:
        raise LastroError(
            f"'{clean(str(folder))}' holds files that no build wrote",
            "name an empty folder",
        )
    done = _write(folder, files, standing & set(known.get(name, ())))
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
    if not _differs(path, content):
        return
    with kept(path) as file:
        file.write(content)


@contextmanager
def kept(path: Path) -> Iterator[BinaryIO]:
    """Hand out what replaces a file that people own, once it is written to the end.

    Raises LastroError when the disk refuses; what stood there is then unchanged, as it is after
    any other error.
    """
    beside = path.with_name(f".{path.name}{_STAGE}")
    with disk(path):
        beside.unlink(missing_ok=True)  # left by a run that was killed
        try:
            with _opened(beside) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its path with `/`, sorted."""
    with disk(folder):
        return {name: (folder / name).read_bytes() for name in sorted(_standing(folder))}


def _write(folder: Path, files: Mapping[str, bytes], owned: Iterable[str]) -> Written:
    for name in files:
        _refuse_outside(name)
    gone = sorted(set(owned) - set(files))
    changed = sorted(name for name, content in files.items() if _differs(folder / name, content))
    _refuse_blocked(folder, changed, gone)
    stage = folder / _STAGE
    try:
        with disk(folder):
            shutil.rmtree(stage, ignore_errors=True)
            (stage if changed else folder).mkdir(parents=True, exist_ok=True)
        for number, name in enumerate(changed):
            _create(stage / str(number), files[name], folder / name)
        blocking = _in_the_way(gone, changed)
        _remove(folder, blocking)
        for number, name in enumerate(changed):
            with disk(folder / name):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                if (folder / name).is_dir() and not (folder / name).is_symlink():
                    shutil.rmtree(folder / name)  # only empty folders are left in it
                (stage / str(number)).replace(folder / name)
        _remove(folder, [name for name in gone if name not in blocking])
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Written(tuple(changed), tuple(gone))


def _create(path: Path, content: bytes, meant_for: Path) -> None:
    with disk(meant_for), _opened(path) as file:
        file.write(content)


def _opened(path: Path) -> BinaryIO:
    """Open a file that is not there yet, and is no link to one that is."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(path, flags, 0o666), "w+b")


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files, and the folders that they leave empty."""
    for name in names:
        path = folder / name
        with disk(path):
            path.unlink(missing_ok=True)
        for parent in reversed(_parents(name)):
            try:
                (folder / parent).rmdir()
            except OSError:  # something else is still in it
                break


def _standing(folder: Path) -> set[str]:
    """Name all that stands below a folder and is no folder; links are named and not followed."""
    found = set()
    for here, folders, files in os.walk(folder):
        if Path(here) == folder and _STAGE in folders:
            folders.remove(_STAGE)
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in (*files, *links):
            found.add(Path(here, name).relative_to(folder).as_posix())
    return found


def _differs(path: Path, content: bytes) -> bool:
    try:
        status = path.lstat()
        same = stat.S_ISREG(status.st_mode) and status.st_size == len(content)
        return not same or path.read_bytes() != content
    except OSError:
        return True


def _in_the_way(gone: Iterable[str], changed: Iterable[str]) -> list[str]:
    """Find files that stand where a folder is needed, or below what becomes a file."""
    wanted = set(changed)
    folders = {parent for name in wanted for parent in _parents(name)}
    return [name for name in gone if name in folders or wanted.intersection(_parents(name))]


def _parents(name: str) -> list[str]:
    steps = name.split("/")
    return ["/".join(steps[:end]) for end in range(1, len(steps))]


def _refuse_outside(name: str) -> None:
    steps = name.split("/")
    if any(step in {"", ".", "..", _STAGE} for step in steps) or "\\" in name or "\0" in name:
        raise LastroError(f"refused to write '{clean(name)}': not a path below the folder")


def _refuse_blocked(folder: Path, changed: Iterable[str], gone: Iterable[str]) -> None:
    """Refuse what is in the way and not ours to remove, before anything is touched."""
    ours = set(gone)
    for name in changed:
        for parent in _parents(name):
            path = folder / parent
            if (path.is_symlink() or path.is_file()) and parent not in ours:
                raise LastroError(f"'{clean(str(path))}' is no folder", "move it away")
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            below = {f"{name}/{rest}" for rest in _standing(path)}
            if below - ours:
                raise LastroError(f"'{clean(str(path))}' is a folder", "move it away")


def _manifest(root: Path) -> dict[str, list[str]]:
    """Read what was written where; a manifest that cannot be read says nothing."""
    try:
        known = json.loads((root / BUILD / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turn a refusal of the disk into one sentence that names the path."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "")
        said = error.strerror or str(error)
        raise LastroError(f"cannot write '{clean(str(path))}': {said}", hint) from error
