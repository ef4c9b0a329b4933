"""What a build leaves for the next one: pages, what each looked up, and what is due.

A page is made again when a key that it looked up is worth something else now (`lastro.memo.trace`). What one
record adds to the list of what is due changes with that record and what it reaches: so each part is kept
with what it was made from.
"""

from typing import Any

import msgspec

from lastro.memo.trace_log import Numbers, TraceLog
from lastro.places import RecordPath

INDEX_PAGE = "index.html"
FileStamp = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes."""


class PageState(msgspec.Struct, array_like=True):
    """One published page."""

    modified: str
    listed: bool
    found_as: tuple[str, str]
    """Heading and text by which search finds it; both empty where it does not."""
    entry: str
    """What search shows of it."""
    trace: Numbers = b""
    stamp: FileStamp = (0, 0)


class NodeState(msgspec.Struct, array_like=True):
    """A value that is worked out from records and kept: what it is, and what it was made from."""

    value: Any
    trace: Numbers


class LanguageState(msgspec.Struct, array_like=True):
    """The pages of one language, and what the engine made for it."""

    engine: str = ""
    """Names what the engine was given; empty when its result must not be used again."""
    frames: bytes = b""
    search: str = ""
    """Names the entries of its search index."""
    others: dict[str, FileStamp] = {}
    """What else the engine made, by its path below the language's root."""
    pages: dict[str, PageState] = {}


class PagesState(msgspec.Struct, array_like=True):
    """All that a build leaves for the next one."""

    made_by: str = ""
    """Names all beside records that decides what pages are."""
    log: TraceLog = msgspec.field(default_factory=TraceLog)
    pieces: dict[str, NodeState] = {}
    languages: dict[str, LanguageState] = {}
    common: dict[str, FileStamp] = {}
    """Sitemaps, indexes and the like, by their paths below the site."""


def record_at(path: str) -> RecordPath:
    """Return kind and id of the record whose page stands at an address; of a list, of no record."""
    kind, _, rest = path.partition("/")
    return kind, rest.rstrip("/")
