"""How long each stage of a build takes, told to whoever asks.

A build that is slow should say where. Stages that take turns are added up; time in processes that
have ended counts for the stage in which they end. Seconds of the clock on the wall and of CPUs; of
rendering and stamping both are of CPUs, added up over all processes.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Stopwatch:
    """Adds up what each stage takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, tuple[float, float]] = {}
        """By stage: on the wall, of CPUs."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done inside for a stage."""
        wall, cpu = time.perf_counter(), _cpu()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - wall, _cpu() - cpu)

    def add(self, name: str, wall: float, cpu: float) -> None:
        """Count some seconds for a stage."""
        before = self.seconds.get(name, (0.0, 0.0))
        self.seconds[name] = before[0] + wall, before[1] + cpu


class Timed(Iterator[T], Generic[T]):
    """Things as they are made, and how long making them took."""

    def __init__(self, things: Iterator[T]) -> None:
        self._things = things
        self._wall = self._cpu = 0.0

    def __next__(self) -> T:
        wall, cpu = time.perf_counter(), _cpu()
        try:
            return next(self._things)
        finally:
            self._wall += time.perf_counter() - wall
            self._cpu += _cpu() - cpu

    @property
    def spent_on_others(self) -> tuple[float, float]:
        """What to add to the time of whoever took the things, so that it counts its own work."""
        return -self._wall, -self._cpu


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
