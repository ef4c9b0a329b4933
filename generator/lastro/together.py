"""Several files that people own, changed together: all of them, or none.

A rename touches ten records. Broken off in the middle it would leave links that lead nowhere, and
somebody else's afternoon to sort them out. So a journal says what is meant before anything is
touched; the new files are on the disk before the first one takes its place; what they replace
stands beside them until the end. Whatever fails, what was done is undone with renames, which need
no space on the disk. A process that is killed leaves the journal: until the next command that
changes files this way has undone it, nothing is checked or built. Only paths below the root are
ever touched.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from lastro.diagnostics import clean
from lastro.disk import disk
from lastro.errors import LastroError
from lastro.write import BUILD, write_kept

JOURNAL = f"{BUILD}/state/together.json"
VERSION = 1
_NEW, _OLD = ".lastro-new", ".lastro-old"


class Step(Struct, frozen=True):
    """One file below the root: what it holds before and after, None where it is not there."""

    path: str
    before: bytes | None
    after: bytes | None


class Relocation(Struct, frozen=True):
    """One file below the root that gets another place, unread: captures may be large."""

    path: str
    to: str


def change_together(root: Path, steps: Sequence[Step | Relocation]) -> None:
    """Make all the steps in their order, or none.

    Raises LastroError when a file is no longer what it was, or the disk refuses; everything then
    stands as before. The caller holds the lock of the site, and has called `undo_broken_off`.
    """
    for step in steps:
        _require_as_it_was(root, step)
    journal = _Journal(root, _entries(root, steps))
    try:
        journal.write(done=False)
        for step in steps:
            if isinstance(step, Step) and step.after is not None:
                _stage(root / step.path, step.after)
        for step in steps:
            _make(root, step)
        _settle(root, steps)
        journal.write(done=True)
    except BaseException:
        journal.undo()
        raise
    with suppress(LastroError):  # all is done; the next run sweeps what is left beside
        journal.sweep()


def refuse_half_done(root: Path) -> None:
    """Raise LastroError while a change that was killed waits to be undone."""
    found = _standing(root)
    if found and not found[1]:
        raise LastroError(
            "a rename or merge broke off half done",
            "run the same command again: it undoes that first",
        )


def undo_broken_off(root: Path) -> bool:
    """Undo what a killed process left half done, and tell whether there was anything.

    What had come to its end is kept. Raises LastroError when somebody changed a file since.
    """
    found = _standing(root)
    if found is None:
        return False
    journal, is_done = found
    if is_done or all(_is_made(root, entry) for entry in journal.entries):
        journal.sweep()
        return False
    journal.undo()
    return True


class _Entry(Struct, frozen=True):
    """A line of the journal: a file, the hashes of what it holds, where it goes, folders made."""

    path: str
    before: str | None
    after: str | None
    to: str | None
    made: tuple[str, ...]


class _Journal(Struct, frozen=True):
    root: Path
    entries: tuple[_Entry, ...]

    def write(self, *, done: bool) -> None:
        path = self.root / JOURNAL
        lines = [[e.path, e.before, e.after, e.to, list(e.made)] for e in self.entries]
        content = json.dumps({"version": VERSION, "done": done, "files": lines}, indent=0).encode()
        _act(path.parent, lambda: path.parent.mkdir(parents=True, exist_ok=True))
        _act(path, lambda: write_kept(path, content))

    def undo(self) -> None:
        """Put back what stood there; what is done already is no fault, so it can be done again."""
        for entry in reversed(self.entries):
            self._refuse_changed(entry)
        for entry in reversed(self.entries):
            self._undo(entry)
        for entry in self.entries:
            _remove(_beside(self.root / entry.path, _NEW))
        self._remove_folders(entry.made for entry in reversed(self.entries))
        _remove(self.root / JOURNAL)

    def sweep(self) -> None:
        """Remove what was replaced, and folders that are empty now."""
        for entry in self.entries:
            _remove(_beside(self.root / entry.path, _OLD))
        left = (entry for entry in self.entries if entry.after is None)
        self._remove_folders((str(Path(entry.path).parent),) for entry in left)
        _remove(self.root / JOURNAL)

    def _undo(self, entry: _Entry) -> None:
        here = self.root / entry.path
        if entry.to is not None:
            there = self.root / entry.to
            if there.exists() and not here.exists():
                _act(here, lambda: here.parent.mkdir(parents=True, exist_ok=True))
                _act(here, lambda: there.rename(here))
            return
        old = _beside(here, _OLD)
        if old.exists():
            _act(here, lambda: old.replace(here))
        elif entry.before is None:
            _remove(here)

    def _refuse_changed(self, entry: _Entry) -> None:
        here = self.root / entry.path
        replaced = _beside(here, _OLD).exists() or entry.before is None
        if entry.to is None and replaced and _hash(_content(here)) not in {entry.after, None}:
            raise LastroError(
                f"'{clean(entry.path)}' was changed since a rename broke off in it",
                f"put your change aside, or delete {JOURNAL} to keep everything as it is",
            )

    def _remove_folders(self, named: Iterator[tuple[str, ...]]) -> None:
        for folders in named:
            for folder in folders:
                with suppress(OSError):  # something else is in it
                    (self.root / folder).rmdir()


def _entries(root: Path, steps: Sequence[Step | Relocation]) -> tuple[_Entry, ...]:
    known: set[str] = set()
    entries = []
    for step in steps:
        if isinstance(step, Relocation):
            made = _missing(root, step.to, known)
            entries.append(_Entry(step.path, None, None, step.to, made))
        else:
            made = _missing(root, step.path, known)
            entries.append(_Entry(step.path, _hash(step.before), _hash(step.after), None, made))
    return tuple(entries)


def _missing(root: Path, path: str, known: set[str]) -> tuple[str, ...]:
    """Name the folders that have to be made for a path, the deepest first."""
    parents = (parent.as_posix() for parent in Path(path).parents)
    made = tuple(p for p in parents if p not in known and not (root / p).exists())
    known.update(made)
    return made


def _require_as_it_was(root: Path, step: Step | Relocation) -> None:
    _refuse_outside(step.path)
    if isinstance(step, Relocation):
        _refuse_outside(step.to)
        as_it_was = (root / step.path).is_file() and not (root / step.to).exists()
    else:
        as_it_was = _content(root / step.path) == step.before
    if not as_it_was or (root / step.path).is_symlink():
        raise LastroError(f"'{clean(step.path)}' was changed while this ran", "run it again")


def _stage(path: Path, content: bytes) -> None:
    _act(path, lambda: path.parent.mkdir(parents=True, exist_ok=True))
    _act(path, lambda: write_kept(_beside(path, _NEW), content))


def _make(root: Path, step: Step | Relocation) -> None:
    here = root / step.path
    if isinstance(step, Relocation):
        there = root / step.to
        _act(there, lambda: there.parent.mkdir(parents=True, exist_ok=True))
        _act(there, lambda: here.rename(there))
        return
    if step.before is not None:
        _act(here, lambda: here.replace(_beside(here, _OLD)))
    if step.after is not None:
        _act(here, lambda: _beside(here, _NEW).replace(here))


def _settle(root: Path, steps: Sequence[Step | Relocation]) -> None:
    """Wait until the renames are on the disk: what they replaced is removed next."""
    paths = [step.to if isinstance(step, Relocation) else step.path for step in steps]
    for folder in sorted({(root / path).parent for path in paths}):
        if folder.is_dir():
            _act(folder, lambda folder=folder: _sync(folder))  # type: ignore[misc]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    _act(path, lambda: path.unlink(missing_ok=True))


def _act(path: Path, action: Callable[[], object]) -> None:
    """Do one thing to the disk: the only place where this module does."""
    with disk(path):
        action()


def _beside(path: Path, end: str) -> Path:
    return path.with_name(f".{path.name}{end}")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _hash(content: bytes | None) -> str | None:
    return None if content is None else sha256(content).hexdigest()


def _refuse_outside(path: str) -> None:
    if os.path.isabs(path) or ".." in Path(path).parts:  # noqa: PTH117 - a text, no file yet
        raise LastroError(f"'{clean(path)}' lies outside the site", "move it by hand")


def _standing(root: Path) -> tuple[_Journal, bool] | None:
    """Return the journal that a killed process left, and whether it says that all was done."""
    try:
        written = (root / JOURNAL).read_bytes()
    except FileNotFoundError:
        return None
    return _read(root, written)


def _is_made(root: Path, entry: _Entry) -> bool:
    here = root / entry.path
    if entry.to is not None:
        return (root / entry.to).exists() and not here.exists()
    return _hash(_content(here)) == entry.after and not _beside(here, _NEW).exists()


def _read(root: Path, written: bytes) -> tuple[_Journal, bool]:
    try:
        found: Any = json.loads(written)
        entries = tuple(_Entry(p, b, a, t, tuple(m)) for p, b, a, t, m in found["files"])
        for entry in entries:
            for path in (entry.path, entry.to or "", *entry.made):
                _refuse_outside(path)
        return _Journal(root, entries), bool(found["done"]) and found["version"] == VERSION
    except (ValueError, TypeError, KeyError):
        raise LastroError(
            f"'{JOURNAL}' cannot be read: a rename may have broken off",
            "look at the changed records, then delete it",
        ) from None
