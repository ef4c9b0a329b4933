"""Faults of the surroundings: one sentence and a hint, never a traceback.

Data that is wrong becomes a `Diagnostic` and the run goes on; a missing folder or a full disk
stops the run here, and what was published stays whole.
"""

from collections.abc import Sequence
from enum import IntEnum


class Exit(IntEnum):
    """What the process says when it ends; the highest that applies wins."""

    OK = 0
    FINDINGS = 1
    SURROUNDINGS = 2
    OUR_FAULT = 3


class LastroError(Exception):
    """The surroundings do not allow the work. Ends the command with exit 2.

    `message` is one lower-case sentence that says what is; `hint` says what to do; `listed` are
    the things it counts, each to be shown on a line of its own.
    """

    def __init__(self, message: str, hint: str = "", listed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.listed = tuple(listed)

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, line by line, for those who print it in a place of their own."""
        told = (self.message, *(f"  {one}" for one in self.listed), self.hint)
        return tuple(line for line in told if line)
