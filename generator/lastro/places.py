"""Where a thing stands: in a record (a route of keys) and in a file (line and column).

Rules speak of records and never count lines; the located tree turns a route into a place once,
for the report. Lines and columns start at 1; columns count code points, as editors do.
"""

from dataclasses import dataclass

Step = str | int
"""A key of a map or an index of a list."""

RecordPath = tuple[Step, ...]
"""The route to a value: `("claims", "azure-api", "evidence", 0, "source")`."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
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
