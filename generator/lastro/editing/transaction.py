"""Several files that people own, changed together: all of them, or none.

All that is to stand there is written beside the files first: a full disk is known before one is touched.
Whatever fails later is undone from memory. A process that is killed leaves some files new and others old:
git shows it, the check names what does not fit, and the same command, run again, ends it. No file of the
site is read as an instruction, no link is followed, and only records, lastro.yml and locks are written.
"""

import os
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from msgspec import Struct

from lastro.errors import LastroError
from lastro.loading.workspace import refuse_change
from lastro.locks.evidence import EVIDENCE
from lastro.locks.translations import TRANSLATIONS
from lastro.model.kinds import SETTINGS
from lastro.system.atomic import open_replacement, sync_folder, write_kept
from lastro.system.disk_errors import disk
from lastro.text.messages import clean

_FOLDERS = frozenset({"claims", "sources"})
_FILES = frozenset({SETTINGS, EVIDENCE, TRANSLATIONS})


class FileEdit(Struct, frozen=True):
    """One file below the root, by its path with `/`: what it holds before and after."""

    path: str
    before: bytes
    after: bytes


class Move(Struct, frozen=True):
    """A record or the folder of an article, by its path with `/`, and where it goes."""

    path: str
    to: str


def commit(root: Path, edits: Sequence[FileEdit], move: Move | None = None) -> None:
    """Make all edits in their order and then the move, or nothing.

    Raises LastroError when a file is no longer what it was, a link lies on the way, or the disk
    refuses; everything then stands as before. The caller holds the lock of the site.
    """
    _require_as_it_was(root, edits, move)
    try:
        with ExitStack() as stack:
            for edit in reversed(edits):  # what is opened last takes its place first
                with disk(root / edit.path):
                    file = stack.enter_context(open_replacement(root / edit.path))
                    file.write(edit.after)
                    file.flush()
        if move:
            _rename(root / move.path, root / move.to)
    except BaseException:
        _undo(root, edits, move)
        raise


def refuse_links(root: Path, path: str) -> None:
    """Raise LastroError for a path that is none of a record or lock, or that a link lies on."""
    steps = path.split("/")
    is_record = len(steps) > 1 and steps[0] in _FOLDERS and not {"", ".", "..", ".git"} & {*steps}
    if not (is_record or path in _FILES):
        raise LastroError(f"'{clean(path)}' is no place of a record", "move it by hand")
    for number in range(1, len(steps) + 1):
        here = "/".join(steps[:number])
        if (root / here).is_symlink():
            message = f"'{clean(here)}' is a symbolic link"
            raise LastroError(message, "put the file or folder itself there")


def _require_as_it_was(root: Path, edits: Sequence[FileEdit], move: Move | None) -> None:
    for path in (*(edit.path for edit in edits), *((move.path, move.to) if move else ())):
        refuse_links(root, path)
    for edit in edits:
        if _content(root / edit.path) != edit.before:
            raise refuse_change(edit.path)
    if move and is_taken(root / move.to):
        raise LastroError(f"'{clean(move.to)}' is there already", "choose another, or move it away")


def is_taken(place: Path) -> bool:
    """Tell whether something stands in a place; an empty folder is nothing, as for git."""
    if place.is_symlink() or not place.is_dir():
        return os.path.lexists(place)
    return any(place.iterdir())


def _undo(root: Path, edits: Sequence[FileEdit], move: Move | None) -> None:
    if move and not (root / move.path).exists():
        _rename(root / move.to, root / move.path)
    for edit in edits:
        if edit.after != edit.before and _content(root / edit.path) == edit.after:
            write_kept(root / edit.path, edit.before)


def _rename(here: Path, there: Path) -> None:
    with disk(here):
        here.rename(there)
        for folder in {here.parent, there.parent}:
            sync_folder(folder)


def _content(path: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return None
