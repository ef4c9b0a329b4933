"""How long each stage of a build takes, told to whoever asks.

A build that is slow should say where. Stages that take turns are added up; time in processes that
have ended counts for the stage in which they end. Seconds of the clock on the wall and of CPUs.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

STAGES = ("load", "check", "derive", "frame", "render", "stamp", "links", "write", "search")


class Clock:
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


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
