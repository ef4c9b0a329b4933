"""Files that people own, replaced whole: a power cut leaves the old one or the new one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lastro.system.disk_errors import NEW, disk
from lastro.system.exchange import STAGE, differs


def write_kept(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Replace a file that people own if its bytes differ, or raise LastroError and keep it."""
    if not differs(str(path), content):
        return
    with open_replacement(path, synced=synced) as file:
        file.write(content)


@contextmanager
def open_replacement(path: Path, *, synced: bool = True) -> Iterator[BinaryIO]:
    """Hand out what replaces a file that people own, once it is written to the end.

    Of a file that can be made again, nobody need wait until it is on the disk. Raises LastroError
    when the disk refuses; what stood there is then unchanged, as it is after any other error.
    """
    beside = path.with_name(f".{path.name}{STAGE}")
    with disk(path):
        beside.unlink(missing_ok=True)  # left by a run that was killed
        try:
            with os.fdopen(os.open(beside, NEW, 0o666), "w+b") as file:
                yield file
                file.flush()
                if synced:
                    os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        if synced:
            sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
