"""Executors for tests, as a program hands them in."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from distributed import LocalCluster


def threads() -> Executor:
    """Return threads of this process."""
    return ThreadPoolExecutor(3)


@contextmanager
def dask() -> Iterator[Executor]:
    """Lend the executor of a Dask cluster of two processes that only this computer reaches."""
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            worker_dashboard_address=None,
        ) as cluster,
        cluster.get_client() as client,
    ):
        yield client.get_executor()


class Mortal(ProcessPoolExecutor):
    """A pool whose workers are killed at their first work."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let the worker end instead of working."""
        del fn, args, kwargs
        return super().submit(os._exit, 9)


def mortal() -> Executor:
    """Return a pool that will break."""
    return Mortal(1)


class Unreachable(ThreadPoolExecutor):
    """An executor whose machines cannot be reached."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Refuse any work."""
        del fn, args, kwargs
        raise TimeoutError("no worker\x1b[31m within 10 s")


def unreachable() -> Executor:
    """Return an executor that takes no work."""
    return Unreachable(1)


class Counting(ThreadPoolExecutor):
    """One thread that notes how many chunks wait, finished or not, whenever one is added."""

    waiting: int = 0
    most: int = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take work; it counts until its result was asked for."""
        future = super().submit(fn, *args, **kwargs)
        type(self).waiting += 1
        type(self).most = max(self.most, self.waiting)
        result = future.result

        def asked(timeout: float | None = None) -> Any:
            type(self).waiting -= 1
            return result(timeout)

        future.result = asked  # type: ignore[method-assign]
        return future
