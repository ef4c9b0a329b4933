"""Where a thing stands: in a record (a route of keys) and in a file (line and column).

Rules speak of records and never count lines; the located tree turns a route into a place once,
for the report. Lines and columns start at 1; columns count code points, as editors do.
"""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

Step = str | int
"""A key of a map or an index of a list."""

RecordPath = tuple[Step, ...]
"""The route to a value: `("claims", "azure-api", "evidence", 0, "source")`."""


KINDS = {"claim": "claims", "source": "sources", "article": "articles"}
"""What a command line and a lock call a kind of record, and what routes do."""
_NAMES = {folder: kind for kind, folder in KINDS.items()}


def name_of(record: RecordPath) -> str | None:
    """Name the record of a route, such as `claim:quays-closed`; None where a route is in none."""
    kind = _NAMES.get(str(record[0])) if record else None
    return f"{kind}:{record[1]}" if kind else None


def record_of(key: str) -> RecordPath:
    """Return the record of a key in evidence.lock or translations.lock."""
    kind, _, record_id = key.partition("/")[0].partition(":")
    return KINDS.get(kind, kind), record_id


class Span(Struct, frozen=True, order=True):
    """A stretch of a file, its end excluded."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def last_line(self) -> int:
        """The last line of which it holds something: it may end before the first character of one."""
        return max(self.line, self.end_line - (self.end_column == 1))


START = Span(1, 1, 1, 1)
"""The first character: the place of what concerns a whole file."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of one file, its path relative to the root of the site, with `/`."""

    path: str
    span: Span = START
    steps: RecordPath = ()

    def __str__(self) -> str:
        return f"{self.path}:{self.span.line}:{self.span.column}"


class LatePlace(Place):
    """A place whose span is found when somebody asks: most findings of a site are only counted."""

    __slots__ = ("_find", "on_key", "part")

    _find: Span | Callable[[], Span]
    on_key: bool
    part: str

    def __init__(
        self,
        path: str,
        span: Span | Callable[[], Span] = START,
        steps: RecordPath = (),
        *,
        on_key: bool = False,
        part: str = "",
    ) -> None:
        object.__setattr__(self, "on_key", on_key)
        object.__setattr__(self, "part", part)
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "steps", steps)
        object.__setattr__(self, "_find", span)

    @property
    def span(self) -> Span:
        """The span, found once."""
        found = self._find
        if not isinstance(found, Span):
            found = found()
            object.__setattr__(self, "_find", found)
        return found

    @property
    def is_found(self) -> bool:
        """Tell whether somebody asked already."""
        return isinstance(self._find, Span)

    def _now(self) -> Place:
        return Place(self.path, self.span, self.steps)

    def __eq__(self, other: object) -> bool:
        other = other._now() if isinstance(other, LatePlace) else other
        return self._now() == other

    def __hash__(self) -> int:
        return hash(self._now())

    def __lt__(self, other: Place) -> bool:
        other = other._now() if isinstance(other, LatePlace) else other
        return self._now() < other

    def __gt__(self, other: Place) -> bool:
        other = other._now() if isinstance(other, LatePlace) else other
        return self._now() > other

    def __reduce__(self) -> tuple[type[Place], tuple[str, Span, RecordPath]]:
        return Place, (self.path, self.span, self.steps)
