"""Many files of one folder change together, after all of them are on the disk.

A file is written beside the folder as it comes, so no more than one is held in memory, and nothing half
done lies where a site is uploaded from. A run that ends before all take their places has changed nothing;
one that ends in the midst leaves whole files, some old and some new: whoever remembers what stood there
forgets it before. Nothing on the disk says what to finish. There is no fsync: output can be made again.
"""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b

import msgspec
from msgspec import Struct

from lastro.errors import LastroError
from lastro.system.disk_errors import NEW, refusal
from lastro.text.messages import clean

STAGE = ".lastro-new"
"""Ends the names of files and folders that are on the disk and not yet in their place."""
_OUTSIDE = {"", ".", ".."}


def sweep(path: str) -> None:
    """Remove what a killed run left, or somebody put there; a link is not followed."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError:  # a folder
        shutil.rmtree(path, ignore_errors=True)


class FolderChange(Struct):
    """What is to change in one folder, on the disk and not yet in its place.

    Several processes may stage files of one change, each with a value of its own; the one that
    began it names them all in `names`.
    """

    folder: str
    names: list[str] = []
    gone: list[str] = []
    real: dict[str, bool] = msgspec.field(default_factory=lambda: {"": True})
    """Whether each folder below stands and is none that a link leads to."""

    @property
    def stage(self) -> str:
        """Folder beside it, on the same file system, of what is not yet in its place."""
        above, _, name = self.folder.rpartition("/")
        return f"{above}/.{name}{STAGE}"

    def stage_file(self, name: str, content: bytes) -> bool:
        """Write one file beside its place; tell whether it was needed: not for the bytes that stand."""
        if self.is_real(name.rpartition("/")[0]) and not differs(f"{self.folder}/{name}", content):
            return False
        try:
            handle = self._open(self._staged(name))
            try:
                left = memoryview(content)
                while left:
                    left = left[os.write(handle, left) :]
            finally:
                os.close(handle)
        except OSError as error:
            raise refusal(error, f"{self.folder}/{name}") from error
        return True

    def _open(self, path: str) -> int:
        with suppress(FileNotFoundError, FileExistsError):
            return os.open(path, NEW, 0o666)
        with suppress(FileExistsError):
            os.mkdir(self.stage)
        with suppress(FileNotFoundError):
            os.unlink(path)  # whoever staged it before was ended, and its order given anew
        return os.open(path, NEW, 0o666)

    def _staged(self, name: str) -> str:
        """Return the path at which a file waits: one for each name, in whatever process."""
        return f"{self.stage}/{blake2b(name.encode(), digest_size=16).hexdigest()}"

    def is_real(self, below: str) -> bool:
        """Tell whether a folder stands below, with no link on the way to it."""
        if (known := self.real.get(below)) is not None:
            return known
        there = stat.S_ISDIR(_mode(f"{self.folder}/{below}"))
        self.real[below] = there and self.is_real(below.rpartition("/")[0])
        return self.real[below]

    def decide(self, gone: Sequence[str]) -> None:
        """Make room for all, or raise LastroError before anything is touched."""
        self.gone = [name for name in gone if self.is_real(name.rpartition("/")[0])]
        refuse_blocked(self.folder, self.names, self.gone)
        made: list[str] = []
        try:
            self._make_folders(made)
        except OSError as error:
            for path in reversed(made):
                with suppress(OSError):
                    os.rmdir(path)
            raise refusal(error, self.folder) from error

    def _make_folders(self, made: list[str]) -> None:
        """Make the folders that are lacking, but for those in whose place a file still stands."""
        there: set[str] = set()
        for name in self.names:
            for parent in parents(name):
                if parent in there:
                    continue
                path = f"{self.folder}/{parent}"
                try:
                    os.mkdir(path)
                    made.append(path)
                except FileExistsError:
                    if not stat.S_ISDIR(_mode(path)):
                        break
                there.add(parent)

    def do(self) -> None:
        try:
            blocking = _in_the_way(self.gone, self.names)
            _remove_with_empty_folders(self.folder, blocking)
            for name in self.names:
                try:
                    _place(self._staged(name), f"{self.folder}/{name}")
                except OSError as error:
                    raise refusal(error, f"{self.folder}/{name}") from error
            _remove_with_empty_folders(
                self.folder, [name for name in self.gone if name not in blocking]
            )
        finally:
            sweep(self.stage)


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


def walk(folder: str) -> Iterator[tuple[str, bool]]:
    """Name what is no folder below one, and tell whether it is a link, which is not followed."""
    left = [""]
    while left:
        below = left.pop()
        try:
            with os.scandir(f"{folder}/{below}") as there:
                entries = list(there)
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                left.append(f"{below}{entry.name}/")
            else:
                yield below + entry.name, entry.is_symlink()


def list_files(folder: str) -> set[str]:
    return {name for name, _ in walk(folder)}


def parents(name: str) -> list[str]:
    """Return the folders that a path leads through, the first one first."""
    steps = name.split("/")
    return ["/".join(steps[:end]) for end in range(1, len(steps))]


def refuse_outside(name: str) -> None:
    """Raise LastroError for a path that leads out of its folder."""
    steps = name.split("/")
    if not _OUTSIDE.isdisjoint(steps) or "\\" in name or "\0" in name:
        raise LastroError(f"refused to write '{clean(name)}': not a path below the folder")


def refuse_blocked(folder: str, changed: Iterable[str], gone: Iterable[str]) -> None:
    """Refuse what is in the way and not ours to remove, before anything is touched."""
    ours = set(gone)
    seen: set[str] = set()
    for name in changed:
        for parent in parents(name):
            mode = 0 if parent in seen or parent in ours else _mode(f"{folder}/{parent}")
            if stat.S_ISLNK(mode) or stat.S_ISREG(mode):
                raise LastroError(f"'{clean(f'{folder}/{parent}')}' is no folder", "move it away")
            seen.add(parent)
        path = f"{folder}/{name}"
        if stat.S_ISDIR(_mode(path)) and {f"{name}/{rest}" for rest in list_files(path)} - ours:
            raise LastroError(f"'{clean(path)}' is a folder", "move it away")


def _mode(path: str) -> int:
    """Return what kind of thing stands at a path, a link being one; 0 where nothing does."""
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


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


def _remove_with_empty_folders(folder: str, names: Iterable[str]) -> None:
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
