"""What records have in common: the frozen base, waivers, withdrawals, quotes and corrections.

A record knows nothing of files, YAML, pages, git or today. The sentence under each field is also
its text in the JSON Schema and so in the editor.
"""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from lastro.model.reader_text import Text
from lastro.model.values import Day, Holds, Line, Slug, rule_error
from lastro.places import RecordPath

Stance = Literal["supports", "refutes", "context"]
Nature = Literal["fact", "statement", "quotation", "forecast", "definition", "hearsay", "satire", "missing-context"]  # fmt: skip
Kind = Literal["primary", "secondary", "tertiary"]
Volatility = Literal["fixed", "slow", "fast"]


class Record(BaseModel):
    """Frozen, closed to unknown keys, and built by keyword only.

    Validators are built when the first record is read, and the sentences under the fields are read
    when somebody asks for them: at the start of each command both would take longer than a small
    site.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    FROM_PATH: ClassVar[tuple[str, ...]] = ()
    """Fields that come from the file's place, never from its text."""
    KIND: ClassVar[str] = ""
    """What messages call such a record; the name of its type when empty."""


class Waiver(Record):
    """A reasoned, dated exception to one rule, shown to readers."""

    rule: Line
    """Name of the rule that is waived here."""
    reason: Text
    """Why; readers see it."""
    until: Day
    """The day the exception ends, at most a year away."""


class Withdrawal(Record):
    """Why a record is no longer held up. Its page stays as a tombstone."""

    on: Day
    """The day it was withdrawn."""
    reason: Text
    """Why; readers see it."""
    see: Slug | None = None
    """The id of what replaces it."""


class Kept(Record):
    """What every record of its own file may carry."""

    withdrawn: Withdrawal | None = None
    """Set when the record is withdrawn; it is never deleted."""
    former_ids: tuple[Slug, ...] = ()
    """Retired ids; each leads here and is never given again."""
    waivers: tuple[Waiver, ...] = ()
    """Exceptions to rules, each with its reason and end."""

    FOLDER: ClassVar[str] = ""
    """What routes call the records of this type."""

    @property
    def at(self) -> RecordPath:
        return self.FOLDER, vars(self)["id"]


class Quote(Record):
    """Exact words, told apart by what stands around them (W3C TextQuoteSelector)."""

    exact: Line
    """The words, letter for letter."""
    prefix: Line | None = None
    """Words right before them, where they occur twice."""
    suffix: Line | None = None
    """Words right after them, where they occur twice."""


def as_list(value: object) -> object:
    """Read a list whose only item is written without the list."""
    return value if isinstance(value, list | tuple) else [value]


class Told(Record):
    """What readers were told before a correction: whatever of it changed."""

    rating: Line | None = None
    """The rating, a step of the scale of lastro.yml."""
    holds: Holds | None = None
    """The window."""
    short: Text | None = None
    """The answer in one sentence."""

    @model_validator(mode="after")
    def _something(self) -> "Told":
        if self.rating is None and self.holds is None and self.short is None:
            hint = "write what readers were told before: `rating`, `holds` or `short`"
            raise rule_error("field-missing", "'was' is empty", hint)
        return self


class Correction(Record):
    """A dated, public change to a published review. Entries are only ever added."""

    on: Day
    """The day of the change."""
    what: Text
    """What changed, for readers."""
    was: Told | None = None
    """What readers were told before; pages show it beside what they are told now."""
