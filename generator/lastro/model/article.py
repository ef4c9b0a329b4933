"""Articles as they are recorded, and what was checked in each."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from lastro.model.base import Kept, Record
from lastro.model.reader_text import Text
from lastro.model.values import (
    ArticleId,
    KnownDate,
    KnownLine,
    KnownUrl,
    Language,
    Line,
    Url,
    rule_error,
)


class Statement(Record):
    """One checkable statement of the article: checked, or left out and why."""

    claim: Line | None = None
    """Id of the claim that checks it."""
    left_out: Line | None = None
    """The statement in the article's words, short."""
    because: Text | None = None
    """Why it was left out."""

    @model_validator(mode="after")
    def _one_of_two(self) -> "Statement":
        if (self.claim is None) == (self.left_out is None):
            hint = 'write `claim: <id>`, or `left_out: "…"` with `because`'
            raise rule_error("field-missing", "a statement is either checked or left out", hint)
        if self.left_out is not None and self.because is None:
            hint = "say in `because` why readers do not get an answer here"
            raise rule_error("coverage-left-out-unexplained", "left out without a reason", hint)
        return self


class Article(Kept):
    """The publication under check, and the map of what was checked in it."""

    FROM_PATH: ClassVar[tuple[str, ...]] = ("id",)

    id: ArticleId
    """The name of the folder."""
    title: Line
    """As printed."""
    lang: Language
    """Language of the article."""
    publisher: KnownLine
    """Who published it, or `unknown`."""
    url: KnownUrl
    """Where, or `unknown`."""
    published: KnownDate
    """When, or `unknown`."""
    archived: tuple[Url, ...] = ()
    """Archive addresses of the article."""
    credited_to: Line | None = None
    """Source id or name that the text credits."""
    why: Text
    """Why this article was chosen."""
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]
    """Its checkable statements in article order: the coverage map."""
    notes: tuple[Text, ...] = ()
    """Remarks on the article as a whole."""
