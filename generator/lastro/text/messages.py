"""Words of messages: what a stranger wrote, made safe to print, and what was probably meant.

A record comes from a stranger and its words end up in the log of a workflow, which reads some lines
as commands. Source: the runner of GitHub Actions, `ActionCommand.cs`: `::` counts at the start of a
line after any white space, `##[` counts anywhere in it.
"""

import re
from collections.abc import Iterable

LONGEST_VALUE = 120
LONGEST_MESSAGE = 2_000
"""Messages cut the values that they quote; this only stops what is out of all proportion."""
_LEADING_COMMAND = re.compile(r"^(\s*)::")


def clean(value: str, longest: int = LONGEST_VALUE) -> str:
    """Make a value safe to print: it moves no cursor, forges no workflow command, and is cut."""
    shown = value
    if not value.isprintable():
        shown = "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in value
        )
    if ":" in shown or "#" in shown:
        shown = _LEADING_COMMAND.sub(r"\1:\\x3a", shown).replace("##[", "\\x23#[")
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def sentence(text: str) -> str:
    """Make a message, a hint or a path safe to print, on one line."""
    return clean(text, LONGEST_MESSAGE)


def inert(line: str) -> str:
    """Break up what a log would read as a workflow command in a line that is put together."""
    return _LEADING_COMMAND.sub(r"\1\\x3a:", line).replace("##[", "#\\x23[")


def in_quotes(value: object) -> str:
    """Quote a value of a record for a message, safe and at most 120 characters."""
    return f"'{clean(str(value))}'"


def nearest(value: str, known: Iterable[str]) -> str:
    """Find what was probably meant, or an empty string: "did you mean"."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only a slip needs it
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    candidates = sorted(set(known) - {value})
    if not candidates:
        return ""
    meant = max(candidates, key=lambda c: fuzz.ratio(value.casefold(), c.casefold()))
    slips = DamerauLevenshtein.distance(value.casefold(), meant.casefold())
    return meant if slips <= max(1, min(3, len(value) // 3)) else ""


def did_you_mean(value: str, known: Iterable[str], otherwise: str = "") -> str:
    near = nearest(value, known)
    return f"did you mean '{near}'?" if near else otherwise


def suggestion_in(hint: str) -> str:
    found = re.match(r"did you mean '(.*?)'\?", hint)
    return found[1] if found else ""
