"""What commands that reach the network share: the option for a server of one's own, the fetcher."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import rich_click as click

from lastro.capture.fetch import Fetcher, Route, user_agent
from lastro.diagnostics import quoted
from lastro.settings import Settings

Verb = TypeVar("Verb", bound=Callable[..., Any])
_ROUTE = re.compile(
    r"(?P<host>[^:\s]+):(?P<port>\d+):(?P<to>\[[^\]\s]+\]|[^:\s]+):(?P<to_port>\d+)"
)
_HIGHEST_PORT = 65_535


def connect_option(verb: Verb) -> Verb:
    """Add `--connect-to`; its value is a tuple of routes."""
    return click.option(
        "--connect-to",
        "routes",
        multiple=True,
        callback=_routes,
        metavar="HOST:PORT:ADDRESS:PORT",
        help="Reach HOST:PORT at ADDRESS:PORT instead, as curl does; for a server of your own.",
    )(verb)


def pause(seconds: float) -> None:
    """Wait; the one place where a command does."""
    time.sleep(seconds)


def fetcher(settings: Settings, routes: tuple[Route, ...], *, robots: bool) -> Fetcher:
    """Make what fetches, with the clock of this machine and the name of the site's publisher.

    Raises LastroError when the packages for it are not installed.
    """
    return Fetcher(
        now=lambda: datetime.now(UTC),
        sleep=pause,
        monotonic=time.monotonic,
        routes=routes,
        user_agent=user_agent(settings.publisher.url),
        robots=robots,
    )


def _routes(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[Route, ...]:
    return tuple(map(_route, values))


def _route(value: str) -> Route:
    found = _ROUTE.fullmatch(value)
    if found is None or max(int(found["port"]), int(found["to_port"])) > _HIGHEST_PORT:
        raise click.BadParameter(f"{quoted(value)} is not HOST:PORT:ADDRESS:PORT")
    address = found["to"].strip("[]")
    return Route(found["host"], int(found["port"]), address, int(found["to_port"]))
