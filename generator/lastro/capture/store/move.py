"""Captures of a source or article that has another id now.

Only the folder, and the one word of each `.json` that says whose capture it is, follow the record. git does
not bring a capture back: so each stands whole in its new place before a record changes, and leaves the old
one afterwards. A process may be killed at any moment; the same run again ends what it began.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lastro.capture.store.capture import Capture
from lastro.capture.store.store import SAID, TEXT, WARC, CaptureStore, content_of, write_whole


@dataclass(frozen=True, slots=True)
class CaptureMoves:
    """The captures of one source or article that become those of another."""

    store: CaptureStore
    of: str = ""
    to: str = ""
    moving: tuple[Capture, ...] = ()
    copied: frozenset[Capture] = frozenset()
    """Those of `moving` that stand in the new place too: a run before this one was killed."""
    left: tuple[Capture, ...] = ()
    """Those that stay: not wanted, or the other record has another one of the same second."""

    def copy(self) -> None:
        """Let each stand in both places; raises LastroError when the disk refuses."""
        if self.moving:
            with self.store.alone():
                for capture in self.moving:
                    write_whole(self.store.place(self.to), dict(self._files(capture)))

    def undo(self) -> None:
        if self.moving:
            with self.store.alone():
                self.store.remove(self.to, (one for one in self.moving if one not in self.copied))

    def leave(self) -> None:
        """Remove from the old place what stands in the new one, byte for byte."""
        if self.of and self.store.place(self.of).is_dir():
            with self.store.alone():
                stands = (
                    one
                    for one in self.moving
                    if all(path.read_bytes() == content for path, content in self._files(one))
                )
                self.store.remove(self.of, stands)

    def _files(self, capture: Capture) -> Iterator[tuple[Path, bytes]]:
        """Yield its files as they will be; what is said of it last, without which it does not count."""
        there = replace(capture, of=self.to)
        for end in (WARC, TEXT):
            yield self.store.path(there, end), content_of(str(self.store.path(capture, end)))
        yield self.store.path(there, SAID), there.written


def capture_moves(
    store: CaptureStore, of: str, to: str, wanted: Callable[[Capture], bool] = lambda _: True
) -> CaptureMoves:
    """Plan the moves of all captures of one record; raises LastroError when they cannot be read."""
    taken = {capture.name: capture for capture in store.all(to)}
    captures = store.all(of)
    moving = tuple(
        one
        for one in captures
        if wanted(one) and taken.get(one.name) in (None, replace(one, of=to))
    )
    return CaptureMoves(
        store,
        of,
        to,
        moving,
        frozenset(capture for capture in moving if capture.name in taken),
        tuple(capture for capture in captures if capture not in moving),
    )
