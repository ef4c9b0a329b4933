"""What the commands that reach the network share: the clock, manners, routes of one's own, a bar."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from lastro.capture.fetch.fetcher import Fetcher, user_agent
from lastro.capture.fetched import Route
from lastro.text.messages import sentence

T = TypeVar("T")
_FIELDS = 4
_HIGHEST_PORT = 65_535


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def pause(seconds: float) -> None:
    """Wait; the one place where a command does."""
    time.sleep(seconds)


def fetcher(publisher: str, routes: tuple[Route, ...], *, robots: bool = True) -> Fetcher:
    """Make the fetcher of one run; `robots` is left out for interfaces made for programs."""
    return Fetcher(
        now=now,
        sleep=pause,
        monotonic=time.monotonic,
        routes=routes,
        user_agent=user_agent(publisher),
        robots=robots,
    )


def _route(text: str) -> Route:
    fields = text.split(":")
    ports = fields[1::2]
    if len(fields) != _FIELDS or not all(p.isdigit() and int(p) <= _HIGHEST_PORT for p in ports):
        raise click.BadParameter(
            f"'{text}' is not HOST:PORT:ADDRESS:PORT, as in archive.example.org:80:127.0.0.1:8000"
        )
    return Route(fields[0], int(fields[1]), fields[2], int(fields[3]))


connect_to_option = click.option(
    "--connect-to",
    "routes",
    multiple=True,
    callback=lambda _, __, given: tuple(map(_route, given)),
    metavar="HOST:PORT:ADDRESS:PORT",
    help="Connect to ADDRESS:PORT instead of HOST:PORT, as curl does, without a check of the address. "
    "For a server of your own.",
)


def progress(work: Sequence[T], doing: str, named: Callable[[T], str]) -> Iterator[T]:
    """Yield each piece of work; standard error shows which, how many, how long; on a terminal only."""
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
