"""Patterns that are compiled when they are first used.

A run uses few of the patterns that its modules hold, and compiling them all took longer than
finding out that nothing changed.
"""

import re
from typing import Any, AnyStr, cast


def late(source: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[AnyStr]:
    """Return what acts as the compiled pattern, for calls of its methods.

    A source that is no pattern raises `re.error` at the first use.
    """
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


class _Late:
    """Takes each method from the compiled pattern once; later calls go straight to it."""

    def __init__(self, source: str | bytes, flags: re.RegexFlag) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found
