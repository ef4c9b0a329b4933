"""Options that several verbs have, so that one word means one thing in all of them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial, reduce
from typing import Any, TypeVar

import click

from lastro.text.dates import NotADateError, whole_day

Verb = TypeVar("Verb", bound=Callable[..., Any])
flag = partial(click.option, is_flag=True)
"""An option that takes no value."""


def together(*options: Callable[[Verb], Verb]) -> Callable[[Verb], Verb]:
    return lambda verb: reduce(lambda done, option: option(done), reversed(options), verb)


def a_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read the whole day that an option names; None when it is left out."""
    return _read_day(context, parameter, value) if value else None


def _read_day(_: click.Context, __: click.Parameter, value: str | None) -> date:
    try:
        return datetime.now().astimezone().date() if value is None else whole_day(value)
    except NotADateError as error:
        raise click.BadParameter(f"{error}: {error.hint}") from None


today_option = click.option(
    "--today",
    callback=_read_day,
    metavar="DATE",
    help="The day to judge by, such as 2026-04-27. Default: today.",
)
dry_run_option = flag("--dry-run", help="Say what would change and what is left; write nothing.")
