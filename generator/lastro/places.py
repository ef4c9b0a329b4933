"""Where a thing stands: in a record (a route of keys) and in a file (line and column).

Rules speak of records and never count lines; the located tree turns a route into a place once,
for the report. Lines and columns start at 1; columns count code points, as editors do.
"""

from collections.abc import Callable

from msgspec import Struct

Step = str | int
"""A key of a map or an index of a list."""

RecordPath = tuple[Step, ...]
"""The route to a value: `("claims", "azure-api", "evidence", 0, "source")`."""


KINDS = {"claim": "claims", "source": "sources", "article": "articles"}
"""What a command line and a lock call a kind of record, and what routes do."""
_NAMES = {folder: kind for kind, folder in KINDS.items()} | {"ratings": "rating"}


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


class Place:
    """A span of one file, its path relative to the root of the site, with `/`.

    Most findings are only counted, and finding a span costs ten times what finding the fault did: so a function
    may be given, which is asked for it once. `on_key` and `part` say what it looks for at the route. Two places
    are equal, and in order, by path, span and route.
    """

    __slots__ = ("_span", "on_key", "part", "path", "route")

    def __init__(
        self,
        path: str,
        span: Span | Callable[[], Span] = START,
        route: RecordPath = (),
        *,
        on_key: bool = False,
        part: str = "",
    ) -> None:
        self.path, self.route, self.on_key, self.part = path, route, on_key, part
        self._span = span

    @property
    def span(self) -> Span:
        """The stretch of the file."""
        if not isinstance(self._span, Span):
            self._span = self._span()
        return self._span

    @property
    def is_found(self) -> bool:
        """Tell whether the span is known already."""
        return isinstance(self._span, Span)

    @property
    def _key(self) -> tuple[str, Span, RecordPath]:
        return self.path, self.span, self.route

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __lt__(self, other: "Place") -> bool:
        return self._key < other._key

    def __str__(self) -> str:
        return f"{self.path}:{self.span.line}:{self.span.column}"

    def __repr__(self) -> str:
        return f"Place({self.path!r}, {self.span!r}, {self.route!r})"
