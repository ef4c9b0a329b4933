"""Options that several verbs have, so that one word means one thing in all of them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import rich_click as click

from lastro.text.dates import NotADateError, whole_day

Verb = TypeVar("Verb", bound=Callable[..., Any])


def today_option(verb: Verb) -> Verb:
    """Add `--today`; its value is the day of the calendar when it is left out."""
    return click.option(
        "--today",
        callback=_day,
        metavar="DATE",
        help="The day to judge by, such as 2026-04-27. Default: today.",
    )(verb)


def a_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read the whole day that an option names; None when it is left out."""
    return _day(context, parameter, value) if value else None


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date:
    """Read a whole day, written as in records."""
    try:
        return datetime.now().astimezone().date() if value is None else whole_day(value)
    except NotADateError as error:
        raise click.BadParameter(f"{error}: {error.hint}") from None
