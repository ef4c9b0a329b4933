"""Captures of a source or article that has another id now: each file gets another place.

What was captured stays what it was: only the folder, and the one word of each `.json` that says
whose capture it is, follow the record.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lastro.capture.store import Capture, Store
from lastro.capture.store_files import SAID, TEXT, WARC
from lastro.together import Relocation, Step


@dataclass(frozen=True, slots=True)
class CaptureMoves:
    """The steps that give captures another owner, and how many there are."""

    steps: tuple[Step | Relocation, ...] = ()
    moved: int = 0
    left: tuple[Capture, ...] = ()
    """Those that stay: not wanted, or the other record has one of the same second."""


def capture_moves(
    store: Store, root: Path, of: str, to: str, wanted: Callable[[Capture], bool]
) -> CaptureMoves:
    """Plan the steps for all captures of one source or article, paths relative to the root.

    Raises LastroError when the store cannot be read.
    """
    taken = {capture.name for capture in store.all(to)}
    captures = store.all(of)
    moving = [capture for capture in captures if capture.name not in taken and wanted(capture)]
    steps = tuple(step for capture in moving for step in _steps(store, root, capture, to))
    left = tuple(capture for capture in captures if capture not in moving)
    return CaptureMoves(steps, len(moving), left)


def _steps(store: Store, root: Path, capture: Capture, to: str) -> Iterator[Step | Relocation]:
    """Yield what says of it first and last: a capture whose `.json` is not there does not count."""
    there = replace(capture, of=to)
    yield Step(_path(store, root, capture, SAID), capture.written, None)
    for end in (WARC, TEXT):
        yield Relocation(_path(store, root, capture, end), _path(store, root, there, end))
    yield Step(_path(store, root, there, SAID), None, there.written)


def _path(store: Store, root: Path, capture: Capture, end: str) -> str:
    return store.path(capture, end).relative_to(root).as_posix()
