"""Who makes the pages: this process, a pool of processes, or any executor that is handed in.

Pages are asked for in chunks and come back in order, a few chunks ahead of what is written, so that
a site of any size needs the memory of some chunks. Anything with `submit` as in
`concurrent.futures.Executor` will do; what it runs gets plain values and the path of the site.

A fault in a page comes back as a value. So whatever an executor raises is its own: a worker that
was killed, a machine that cannot be reached.
"""

import os
import resource
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from multiprocessing import get_context

from lastro.build.workshop import MadePage, Order, Unframed, make_pages
from lastro.errors import LastroError
from lastro.text.messages import clean

CHUNK = 100
"""Pages that are ordered at once."""
MANY = 2_000
"""From so many pages on, the work is worth a pool of processes."""
_AHEAD = 3
"""Chunks that wait for each worker."""
MEMORY = 3 * 1024**3
"""Bytes that the processes of a build may hold together, where nobody says how many there are."""
_KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`: getrusage(2)."""
LONGEST_FAULT = 200
"""Characters of what an executor says of its fault."""
Made = MadePage | Unframed
Crew = Callable[[Order, bytes, str, Sequence[str]], Iterator[Made]]
"""Makes pages of one language, in their order: order, frames, language, addresses."""


def alone(order: Order, frames: bytes, language: str, paths: Sequence[str]) -> Iterator[Made]:
    """Make pages in this process."""
    for chunk in _chunks(paths):
        yield from make_pages(order, frames, language, chunk)


def with_executor(executor: Executor, workers: int) -> Crew:
    """Return a crew that orders chunks from an executor with so many workers."""

    def crew(order: Order, frames: bytes, language: str, paths: Sequence[str]) -> Iterator[Made]:
        waiting: deque[Future[list[Made] | Exception]] = deque()
        try:
            for chunk in _chunks(paths):
                waiting.append(_ordered(executor, order, frames, language, chunk))
                if len(waiting) > workers * _AHEAD:
                    yield from _delivered(waiting.popleft())
            while waiting:
                yield from _delivered(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()

    return crew


def _ordered(
    executor: Executor, order: Order, frames: bytes, language: str, paths: list[str]
) -> Future[list[Made] | Exception]:
    try:
        return executor.submit(make_or_tell, order, frames, language, paths)
    except Exception as error:
        raise _broken(error) from error


def _delivered(future: Future[list[Made] | Exception]) -> list[Made]:
    try:
        made = future.result()
    except Exception as error:
        raise _broken(error) from error
    if isinstance(made, Exception):
        raise made
    return made


def _broken(error: Exception) -> LastroError:
    if isinstance(error, BrokenExecutor):
        return LastroError(
            "a process that made pages was ended from outside",
            "build again; with fewer at once (`--jobs`) where memory is short",
        )
    return LastroError(
        f"the executor did not make its pages: {clean(f'{type(error).__name__}: {error}', LONGEST_FAULT)}",
        "nothing was published; build again, or without `--executor`",
    )


def make_or_tell(
    order: Order, frames: bytes, language: str, paths: list[str]
) -> list[Made] | Exception:
    """Make some pages in whatever process this is; a fault is returned, with where it arose."""
    try:
        return make_pages(order, frames, language, paths)
    except Exception as error:  # noqa: BLE001 - raised again by whoever ordered
        error.add_note(traceback.format_exc())
        return error


Hire = Callable[[int], AbstractContextManager[Crew]]
"""Says who makes so many pages."""


def here(_: int) -> AbstractContextManager[Crew]:
    """Let this process make all pages."""
    return nullcontext(alone)


def hire_processes(jobs: int | None) -> Hire:
    """Let so many processes make the pages, where there are many to make; None is what fits."""

    def hire(pages: int) -> AbstractContextManager[Crew]:
        count = jobs or _fitting()
        return pool(count) if count > 1 and pages >= MANY else here(pages)

    return hire


def _fitting() -> int:
    """Return how many forks of this process there are cores and memory for.

    A fork comes to own a copy of all that it reads, as Python counts references in place: at 100,000
    claims three processes held 4.3 GiB, one 2.4.
    """
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE
    return max(1, min(os.cpu_count() or 1, MEMORY // held - 1))


def hire_executor(lent: Callable[[], AbstractContextManager[Executor]], workers: int) -> Hire:
    """Let an executor with so many workers make the pages, however few; without any, none is lent."""
    return lambda pages: _lending(lent, workers) if pages else here(pages)


@contextmanager
def _lending(lent: Callable[[], AbstractContextManager[Executor]], workers: int) -> Iterator[Crew]:
    with lent() as executor:
        yield with_executor(executor, workers)


@contextmanager
def pool(jobs: int) -> Iterator[Crew]:
    """Lend a pool of processes that know what this one knows, and end it."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as executor:
        yield with_executor(executor, jobs)


def _chunks(paths: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
