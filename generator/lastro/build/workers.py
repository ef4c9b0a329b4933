"""Who makes the pages: this process, a pool of processes, or any executor that is handed in.

Pages are asked for in chunks and come back in order, so that a site of any size needs the memory of some
chunks. Anything with `submit` as in `concurrent.futures.Executor` will do; it gets plain values and the
path of the site. A fault in a page comes back as a value: whatever an executor raises is its own.
"""

import os
import resource
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from multiprocessing import get_context

from lastro.build.workshop import MadePage, Order, StagedPage, UnframedPage, make_pages
from lastro.errors import LastroError
from lastro.text.messages import clean

CHUNK = 100
"""Pages that are ordered at once."""
MANY = 500
"""From so many pages on, the work is worth a pool of processes."""
_AHEAD = 3
"""Chunks that wait for each worker."""
MEMORY = 3 * 1024**3
"""Bytes that the processes of a build may hold together, where nobody says how many there are."""
_KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`: getrusage(2)."""
LONGEST_FAULT = 200
"""Characters of what an executor says of its fault."""
PageResult = MadePage | StagedPage | UnframedPage
PageMaker = Callable[[Order, bytes, str, Sequence[str]], Iterator[PageResult]]
"""Makes pages of one language, in their order: order, frames, language, addresses."""


def make_in_process(
    order: Order, frames: bytes, language: str, paths: Sequence[str]
) -> Iterator[PageResult]:
    for chunk in _chunks(paths):
        yield from make_pages(order, frames, language, chunk)


def with_executor(executor: Executor, workers: int, *, helps: bool = False) -> PageMaker:
    """Return what orders chunks from an executor with so many workers.

    With `helps` this process makes a chunk of its own wherever it would wait.
    """

    def order_chunks(
        order: Order, frames: bytes, language: str, paths: Sequence[str]
    ) -> Iterator[PageResult]:
        waiting: deque[Future[Sequence[PageResult] | Exception]] = deque()
        try:
            for chunk in _chunks(paths):
                if helps and sum(not future.done() for future in waiting) > workers:
                    own: Future[Sequence[PageResult] | Exception] = Future()
                    own.set_result(try_make_pages(order, frames, language, chunk))
                    waiting.append(own)
                else:
                    with _named_faults():
                        asked = executor.submit(try_make_pages, order, frames, language, chunk)
                    waiting.append(asked)
                while waiting[0].done() if helps and waiting else len(waiting) > workers * _AHEAD:
                    yield from _delivered(waiting.popleft())
            while waiting:
                yield from _delivered(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()

    return order_chunks


def _delivered(future: Future[Sequence[PageResult] | Exception]) -> Sequence[PageResult]:
    with _named_faults():
        made = future.result()
    if isinstance(made, Exception):
        raise made
    return made


@contextmanager
def _named_faults() -> Iterator[None]:
    """Say in words of ours what an executor raises."""
    try:
        yield
    except Exception as error:
        raise _broken(error) from error


def _broken(error: Exception) -> LastroError:
    if isinstance(error, BrokenExecutor):
        return LastroError(
            "a process that made pages was ended from outside",
            "build again; with fewer at once (`--jobs`) where memory is short",
        )
    return LastroError(
        f"the executor did not make its pages: {clean(f'{type(error).__name__}: {error}', LONGEST_FAULT)}",
        "nothing was published; build again, or without it",
    )


def try_make_pages(
    order: Order, frames: bytes, language: str, paths: Sequence[str]
) -> Sequence[PageResult] | Exception:
    """Make some pages in whatever process this is; a fault is returned, with where it arose."""
    try:
        return make_pages(order, frames, language, paths)
    except Exception as error:  # noqa: BLE001 - raised again by whoever ordered
        error.add_note(traceback.format_exc())
        return error


WorkerPool = Callable[[int], AbstractContextManager[PageMaker]]
"""Says who makes so many pages."""


def in_process(_: int) -> AbstractContextManager[PageMaker]:
    return nullcontext(make_in_process)


def process_pool(jobs: int | None) -> WorkerPool:
    """Let so many processes make the pages, this one among them, where there are many; None is what fits."""

    def hire(pages: int) -> AbstractContextManager[PageMaker]:
        forks = (jobs or _fitting()) - 1
        if not forks or pages < MANY:
            return in_process(pages)
        # what this process knows its forks know as well
        lent = partial(ProcessPoolExecutor, forks, mp_context=get_context("fork"))
        return _lending(lent, forks, helps=True)

    return hire


def _fitting() -> int:
    """Return how many processes there are cores and memory for.

    A fork comes to own a copy of all that it reads, as Python counts references in place: at 100,000
    claims three processes held 4.3 GiB, one 2.4.
    """
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE
    return max(1, min(os.cpu_count() or 1, MEMORY // held - 1))


def executor_pool(lent: Callable[[], AbstractContextManager[Executor]], workers: int) -> WorkerPool:
    """Let an executor with so many workers make the pages, however few; without any, none is lent."""
    return lambda pages: _lending(lent, workers) if pages else in_process(pages)


@contextmanager
def _lending(
    lent: Callable[[], AbstractContextManager[Executor]], workers: int, *, helps: bool = False
) -> Iterator[PageMaker]:
    with lent() as executor:
        yield with_executor(executor, workers, helps=helps)


def _chunks(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    return (paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK))
