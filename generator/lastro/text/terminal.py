"""Lines that a terminal and a CI log take as text and nothing else.

A record comes from a stranger and its words end up in the log of a workflow, which reads some
lines as commands. Escapes and cuts are `clean`'s work; this looks at whole lines, once they are
put together. Source: the runner of GitHub Actions, `ActionCommand.cs`: `::` counts at the start
of a line after any white space, `##[` counts anywhere in it.
"""

import re

from lastro.text.messages import clean

LONGEST_MESSAGE = 2_000
"""Messages cut the values that they quote; this only stops what is out of all proportion."""
_LEADING = re.compile(r"^(\s*):(?=:)")


def sentence(text: str) -> str:
    """Make a message, a hint or a path safe to print, on one line."""
    return clean(text, LONGEST_MESSAGE)


def inert(line: str) -> str:
    """Break up what a log would read as a workflow command."""
    return _LEADING.sub(r"\1\\x3a", line).replace("##[", "#\\x23[")
