"""Locks that keep two processes apart."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lastro.system.disk_errors import disk
from lastro.system.output import BUILD, refuse_links
from lastro.system.tracked import refuse_tracked


@contextmanager
def lock(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep two builds of one site apart: the second waits, and says so through `on_wait`.

    Raises LastroError where git tracks build/: what a branch brings would be taken for ours.
    """
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
