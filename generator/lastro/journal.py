"""Many files of one folder change together, or the next run ends what was begun.

A file is written beside its place as it comes, under a name of ours, so no more than one is held
in memory. Once all are on the disk, a journal says what is to be renamed and removed; then that is
done, and the journal goes. A run that is killed before the journal stands has changed nothing, and
what it left is dropped; one that is killed later has decided all, and the next run does the rest.
There is no fsync: the output can be made again.
"""

import json
import os
import shutil
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lastro.diagnostics import clean
from lastro.disk import NEW, disk, refusal
from lastro.errors import LastroError

STAGE = ".lastro-new"
"""Folder of the files that are on the disk and not yet in their place."""
_JOURNAL = "journal"
_WHOLE = 2
"""How many steps need a journal: one is whole by itself."""
_OUTSIDE = {"", ".", "..", STAGE}


def settle(folder: Path) -> bool:
    """Finish or drop what a killed run left in a folder; tell whether there was a rest to do.

    Raises LastroError when the disk refuses; the journal then stands.
    """
    stage = f"{folder}/{STAGE}"
    left = _read(f"{stage}/{_JOURNAL}")
    if left is None:
        shutil.rmtree(stage, ignore_errors=True)
        return False
    _apply(str(folder), *left)
    return True


def _read(path: str) -> tuple[list[str], list[str]] | None:
    """Read a journal; one that a power cut tore says nothing."""
    try:
        left = json.loads(Path(path).read_bytes())
        for name in (*left["changed"], *left["gone"]):
            refuse_outside(name)
    except (OSError, ValueError, KeyError, TypeError, LastroError):
        return None
    return left["changed"], left["gone"]


@dataclass(slots=True)
class Change:
    """What is to change in one folder, on the disk and not yet in its place."""

    folder: str
    names: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    real: dict[str, bool] = field(default_factory=lambda: {"": True})
    """Whether each folder below stands and is none that a link leads to."""

    def add(self, name: str, content: bytes) -> None:
        """Write one file beside its place."""
        try:
            if not self.names:
                os.makedirs(f"{self.folder}/{STAGE}", exist_ok=True)
            handle = os.open(f"{self.folder}/{STAGE}/{len(self.names)}", NEW, 0o666)
            try:
                left = memoryview(content)
                while left:
                    left = left[os.write(handle, left) :]
            finally:
                os.close(handle)
        except OSError as error:
            raise refusal(error, f"{self.folder}/{name}") from error
        self.names.append(name)

    def differs(self, name: str, content: bytes) -> bool:
        """Tell whether a file does not hold these bytes, or is no plain file of this folder."""
        if not self.is_real(name.rpartition("/")[0]):
            return True
        return differs(f"{self.folder}/{name}", content)

    def is_real(self, below: str) -> bool:
        """Tell whether a folder stands below, with no link on the way to it."""
        if (known := self.real.get(below)) is not None:
            return known
        try:
            there = stat.S_ISDIR(os.lstat(f"{self.folder}/{below}").st_mode)
        except OSError:
            there = False
        self.real[below] = there and self.is_real(below.rpartition("/")[0])
        return self.real[below]

    def decide(self, gone: Sequence[str]) -> None:
        """Write down what is to be done; from here on, it is done.

        Raises LastroError before anything is touched when something else is in the way.
        """
        self.gone = [name for name in gone if self.is_real(name.rpartition("/")[0])]
        refuse_blocked(self.folder, self.names, self.gone)
        if len(self.names) + len(self.gone) < _WHOLE:
            return
        stage = f"{self.folder}/{STAGE}"
        with disk(self.folder):
            os.makedirs(stage, exist_ok=True)
            with os.fdopen(os.open(f"{stage}/{_JOURNAL}.new", NEW, 0o666), "wb") as file:
                file.write(json.dumps({"changed": self.names, "gone": self.gone}).encode())
            os.replace(f"{stage}/{_JOURNAL}.new", f"{stage}/{_JOURNAL}")

    def do(self) -> None:
        """Put all files in their places, and remove those that are gone."""
        try:
            _apply(self.folder, self.names, self.gone)
        except LastroError:
            if len(self.names) + len(self.gone) < _WHOLE:
                self.drop()
            raise

    def drop(self) -> None:
        """Leave everything as it was."""
        shutil.rmtree(f"{self.folder}/{STAGE}", ignore_errors=True)


def differs(path: str, content: bytes) -> bool:
    """Tell whether a path is no plain file with these bytes; a link is none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return True
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size != len(content):
            return True
        return os.read(handle, len(content) + 1) != content
    except OSError:
        return True
    finally:
        os.close(handle)


def standing(folder: str) -> set[str]:
    """Name all that stands below a folder and is no folder; links are named and not followed."""
    found = set()
    left = [""]
    while left:
        below = left.pop()
        try:
            with os.scandir(f"{folder}/{below}") as there:
                entries = list(there)
        except OSError:
            continue
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                found.add(below + entry.name)
            elif below or entry.name != STAGE:
                left.append(f"{below}{entry.name}/")
    return found


def parents(name: str) -> list[str]:
    """Return the folders that a path leads through, the first one first."""
    steps = name.split("/")
    return ["/".join(steps[:end]) for end in range(1, len(steps))]


def refuse_outside(name: str) -> None:
    """Raise LastroError for a path that leads out of its folder, or into ours."""
    steps = name.split("/")
    if not _OUTSIDE.isdisjoint(steps) or "\\" in name or "\0" in name:
        raise LastroError(f"refused to write '{clean(name)}': not a path below the folder")


def refuse_blocked(folder: str, changed: Iterable[str], gone: Iterable[str]) -> None:
    """Refuse what is in the way and not ours to remove, before anything is touched."""
    ours = set(gone)
    seen: set[str] = set()
    for name in changed:
        for parent in parents(name):
            if parent not in seen and parent not in ours and _is_no_folder(f"{folder}/{parent}"):
                raise LastroError(f"'{clean(f'{folder}/{parent}')}' is no folder", "move it away")
            seen.add(parent)
        path = f"{folder}/{name}"
        if _is_folder(path) and {f"{name}/{rest}" for rest in standing(path)} - ours:
            raise LastroError(f"'{clean(path)}' is a folder", "move it away")


def _is_no_folder(path: str) -> bool:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return stat.S_ISLNK(mode) or stat.S_ISREG(mode)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _apply(folder: str, changed: Sequence[str], gone: Sequence[str]) -> None:
    """Rename and remove; what an earlier run has done already is left as it is."""
    stage = f"{folder}/{STAGE}"
    blocking = _in_the_way(gone, changed)
    _remove(folder, blocking)
    for number, name in enumerate(changed):
        try:
            _place(f"{stage}/{number}", f"{folder}/{name}")
        except OSError as error:
            raise refusal(error, f"{folder}/{name}") from error
    _remove(folder, [name for name in gone if name not in blocking])
    with disk(stage):
        Path(stage, _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(stage, ignore_errors=True)


def _place(staged: str, path: str) -> None:
    try:
        os.replace(staged, path)
    except FileNotFoundError:
        if os.path.lexists(staged):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.replace(staged, path)
    except IsADirectoryError:
        shutil.rmtree(path)  # only empty folders are left in it
        os.replace(staged, path)


def _remove(folder: str, names: Iterable[str]) -> None:
    """Remove files, and the folders that they leave empty."""
    for name in names:
        try:
            os.unlink(f"{folder}/{name}")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            pass  # an earlier run removed it, and something else may stand there by now
        except OSError as error:
            raise refusal(error, f"{folder}/{name}") from error
        for parent in reversed(parents(name)):
            try:
                os.rmdir(f"{folder}/{parent}")
            except OSError:  # something else is still in it
                break


def _in_the_way(gone: Iterable[str], changed: Iterable[str]) -> set[str]:
    """Find files that stand where a folder is needed, or below what becomes a file."""
    wanted = set(changed)
    folders = {parent for name in wanted for parent in parents(name)}
    return {name for name in gone if name in folders or not wanted.isdisjoint(parents(name))}
