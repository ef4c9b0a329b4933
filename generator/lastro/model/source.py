"""Sources as they are recorded, and how each was read."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from lastro.model import values
from lastro.model.base import Kept, Kind, Record
from lastro.model.reader_text import Text


class Read(Record):
    """How we saw a source, shown to readers."""

    on: values.Day
    """The day it was read."""
    by: values.Line
    """Who read it."""
    how: Annotated[Literal["original", "archive", "reprint"], Field(alias="as")]
    """In its own place, in an archive's copy, or in a re-publication."""
    extent: Literal["whole", "excerpt"]
    """How much of it was read."""
    reprint: values.KnownUrl = None
    """Where the re-publication stands, or `unknown`."""

    @model_validator(mode="before")
    @classmethod
    def _reprint_named(cls, value: object) -> object:
        if isinstance(value, dict) and value.get("as") == "reprint" and "reprint" not in value:
            message = "read in a reprint, but `reprint` does not say where"
            raise values.rule_error(
                "field-missing", message, "add its address, or `reprint: unknown`"
            )
        return value


class Source(Kept):
    """A work we rely on."""

    FOLDER: ClassVar[str] = "sources"
    FROM_PATH: ClassVar[tuple[str, ...]] = ("id",)

    id: values.SourceId
    """The file name."""
    title: values.KnownLine
    """As printed, or `unknown`."""
    publisher: values.KnownLine
    """Who published it, or `unknown`."""
    published: values.KnownDate
    """When, or `unknown`."""
    lang: values.KnownLanguage
    """Its language, or `unknown`."""
    url: values.Url | None = None
    """Its public address: canonical, no trackers, no credentials."""
    doi: values.Line | None = None
    """Its DOI."""
    isbn: values.Line | None = None
    """Its ISBN."""
    authors: tuple[values.Line, ...] = ()
    """Names as printed."""
    kind: Kind
    """`primary` is the record or the actor itself, also where it was read in a reprint."""
    type: Literal[
        "filing", "law", "dataset", "statement", "press-release", "paper", "news", "blog",
        "interview", "social-post", "image", "audio", "video", "other",
    ]  # fmt: skip
    """What it is."""
    origin: values.Slug
    """Who or what its information first came from; sources with one origin count once."""
    derived_from: tuple[values.Line, ...] = ()
    """Ids of the sources it re-tells."""
    parties: tuple[values.Line, ...] = ()
    """Names for whom this source speaks."""
    archived: tuple[values.Url, ...] = ()
    """Archive addresses."""
    removed: values.Date | None = None
    """Since when it can no longer be found at its address, as far as we know."""
    read: Annotated[
        Read | None,
        BeforeValidator(
            lambda value: None if value == "unread" else value,
            json_schema_input_type=Read | Literal["unread"],
        ),
        values.OrWord("unread", "where nobody has opened it"),
    ]
    """How we saw it, or `unread`: known, not opened, and so never evidence."""
    note: Text | None = None
    """What a reader must know of it."""

    @model_validator(mode="after")
    def _addressed(self) -> "Source":
        if not (self.url or self.doi or self.isbn):
            message = "nothing says where to find this source"
            hint = "add one of url, doi, isbn; of a print the page of a library or of a scan"
            raise values.rule_error("source-without-address", message, hint)
        return self


PLACES = {
    "filing": "p. 12",
    "law": "art. 5",
    "paper": "p. 12",
    "dataset": "table 4",
    "audio": "12:30",
    "video": "12:30",
}
"""Types of works too long to search, each with how a place in it is written."""
