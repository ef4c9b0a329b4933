"""What a rule yields: a route into the records, what is wrong there, and what to do."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from lastro.diagnostics.fixes import FixStep
from lastro.places import RecordPath


class Severity(StrEnum):
    """How much a finding weighs: only an error keeps a record from being published."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Related(Struct, frozen=True):
    """Another place that a finding speaks of, and what stands there."""

    route: RecordPath
    message: str


class Finding(Struct, frozen=True, kw_only=True):
    """What a rule yields: a route into a record, what is wrong, and what to do.

    `on_key` puts the place on the key instead of its value. `part` narrows it to the first
    occurrence of a piece of the value. `details` are lines for the long form: label and text.
    `edits` say how the record would be without the fault, where that needs no person.
    """

    route: RecordPath
    message: str
    hint: str = ""
    on_key: bool = False
    part: str = ""
    related: tuple[Related, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    edits: tuple[FixStep, ...] = ()


Findings: TypeAlias = Iterator[Finding]
"""What a check yields."""
