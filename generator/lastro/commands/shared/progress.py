"""A bar on long work: on a terminal only, and never where a program reads."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from lastro.text.messages import sentence

T = TypeVar("T")


def progress(work: Sequence[T], doing: str, named: Callable[[T], str]) -> Iterator[T]:
    """Yield each piece of work; standard error shows which one it is, how many, how long still."""
    console = Console(stderr=True)
    if len(work) < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one piece needs no bar
        yield from work
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task(doing, total=len(work))
        for one in work:
            bar.update(task, description=Text(f"{doing} {sentence(named(one))}").plain)
            yield one
            bar.advance(task)
