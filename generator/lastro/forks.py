"""Work shared out among processes that know what this one knows, and that hand back bytes.

Ten thousand files keep one core busy while the others idle. A process that is made by a fork needs
no order: it holds the records, the rules and the day already. When it fails, for whatever reason,
there is no answer, and whoever asked does that share as well: so what comes out, errors included, is
what one process finds.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

MANY = 2_000
"""From so many files or records on, the work is worth more than one process."""
LEAST = 1_000
"""Files or records that each process gets at least."""
MOST = 4
"""Processes that read and check where nobody says how many: each holds a part of the site."""
MEMORY = 3 * 1024**3
"""Bytes that the processes of a build may hold together, where nobody says how many there are."""
_KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`: getrusage(2)."""

T = TypeVar("T")


def processes(jobs: int, things: int) -> int:
    """Return how many of so many processes are worth it for a number of files or records."""
    return max(1, min(jobs, things // LEAST)) if things >= MANY else 1


def readers() -> int:
    """Return how many processes read and check where nobody says how many."""
    return min(os.cpu_count() or 1, MOST)


def fitting() -> int:
    """Return how many forks of this process there are cores and memory for.

    A fork comes to own a copy of all that it reads, as Python counts references in place: at 100,000
    claims three processes held 4.3 GiB, one 2.4.
    """
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE
    return max(1, min(os.cpu_count() or 1, MEMORY // held - 1))


@contextmanager
def shared_out(
    work: Callable[[T], bytes], shares: Sequence[T]
) -> Iterator[Iterator[tuple[T, bytes | None]]]:
    """Start a process for each share; meanwhile this one does another.

    What is lent waits for the answers, in the order of the shares: None of a process that failed.
    All processes have ended when the block is left, whatever ends it.
    """
    started: list[_Process[T]] = []
    try:
        for share in shares:
            started.append(_Process(work, share))  # noqa: PERF401 - each is ended, if the next fails
        yield ((process.share, process.answer()) for process in started)
    finally:
        for process in started:
            process.end()


class _Process(Generic[T]):
    """A process that does one share and ends."""

    def __init__(self, work: Callable[[T], bytes], share: T) -> None:
        self.share = share
        self._pipe: int | None = None
        self._id = 0
        reading, writing = os.pipe()
        # Ctrl-C ends this process, which ends the others: they never hear of it
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._id = os.fork()
            if not self._id:  # pragma: no cover - another process, and it is not measured
                _do(work, share, writing)
            self._pipe = reading
        except OSError:  # no more processes may be made
            os.close(reading)
        finally:
            os.close(writing)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def answer(self) -> bytes | None:
        """Wait for what it hands back; None when it did not come to its end."""
        if self._pipe is None:
            return None
        with os.fdopen(self._pipe, "rb", closefd=False) as pipe:
            content = pipe.read()
        return content if self._ended() == 0 else None

    def end(self) -> None:
        """End it, when nobody waited for it."""
        if self._id:
            os.kill(self._id, signal.SIGKILL)
            self._ended()

    def _ended(self) -> int:
        process, self._id = self._id, 0
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
        return os.waitpid(process, 0)[1]


def _do(work: Callable[[T], bytes], share: T, writing: int) -> None:  # pragma: no cover
    """Do a share and end this process, without anything that the first one will do at its end."""
    code = 1
    try:
        answer = work(share)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
        code = 0
    finally:
        os._exit(code)
