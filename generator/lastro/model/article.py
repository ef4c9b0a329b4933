"""Articles as they are recorded, and what was checked in each."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from lastro.model import values
from lastro.model.base import Kept, Record
from lastro.model.reader_text import Text


class Statement(Record):
    """One checkable statement of the article: checked, the repetition of a claim, or left out and why."""

    claim: values.Line | None = None
    """Id of the claim that checks it."""
    repeats: values.Line | None = None
    """Id of the claim that it repeats in other words."""
    left_out: values.Line | None = None
    """The statement in the article's words, short."""
    words: values.Line | None = None
    """The words that repeat the claim, letter for letter."""
    translation: Text | None = None
    """Our translation of what was left out or repeats, by language."""
    place: Literal["headline", "lead", "bullet", "caption", "body"] | None = None
    """Where in the article it stands."""
    differs: Text | None = None
    """What this wording hardens or drops of the claim that it repeats."""
    rating: values.Line | None = None
    """A rating of this wording, where it differs; the evidence of the claim must carry it."""
    because: Text | None = None
    """Why it was left out."""

    @model_validator(mode="after")
    def _one_of_three(self) -> "Statement":
        if [self.claim, self.repeats, self.left_out].count(None) != len(("two", "others")):
            hint = 'write `claim: <id>`, `repeats: <id>` with `words`, or `left_out: "…"` with `because`'
            message = "a statement is either checked, the repetition of a claim, or left out"
            raise values.rule_error("field-missing", message, hint)
        if self.left_out is not None and self.because is None:
            hint = "say in `because` why readers do not get an answer here"
            raise values.rule_error(
                "coverage-left-out-unexplained", "left out without a reason", hint
            )
        if self.repeats is not None and self.words is None:
            message = "it repeats a claim, and nothing says in which words"
            hint = "copy them from the article into `words`"
        elif self.repeats is None and (self.words or self.differs or self.rating):
            message = "`words`, `differs` and `rating` are about the repetition of a claim"
            hint = "name that claim in `repeats`, or delete them"
        elif self.claim is not None and self.translation is not None:
            message = "`translation` is of words that stand in this row, and a claim has its own"
            hint = "translate them in the `said` of the claim"
        elif self.rating is not None and self.differs is None:
            message = (
                "a rating of its own, and nothing says how this wording differs from the claim"
            )
            hint = "say it in `differs`, or delete `rating`"
        else:
            return self
        raise values.rule_error("field-missing", message, hint)


class Article(Kept):
    """The publication under check, and the map of what was checked in it."""

    FOLDER: ClassVar[str] = "articles"
    FROM_PATH: ClassVar[tuple[str, ...]] = ("id",)

    id: values.ArticleId
    """The name of the folder."""
    title: values.TellingLine
    """As printed; without one, what it is: a forwarded message."""
    translation: Text | None = None
    """Our translation of the title, by language."""
    lang: values.Language
    """Language of the article."""
    publisher: values.KnownLine
    """Who published it, or `unknown`."""
    url: values.KnownUrl
    """Where, or `unknown`."""
    published: values.KnownDate
    """When, or `unknown`."""
    archived: tuple[values.Url, ...] = ()
    """Archive addresses of the article."""
    credited_to: values.Line | None = None
    """Source id or name that the text credits."""
    why: Text
    """Why this article was chosen."""
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]
    """Its checkable statements in article order: the coverage map."""
    notes: tuple[Text, ...] = ()
    """Remarks on the article as a whole."""
