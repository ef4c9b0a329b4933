"""What was said, who said it and where: the part of a claim's record that is about the world, not about us.

A reader judges a verdict by whose words it is about. So exact words, a paraphrase, a translation and
a picture without words are told apart, and each has the place where it can be looked up.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, model_validator

from lastro.model import values
from lastro.model.base import Record
from lastro.model.reader_text import Text


class Claimant(Record):
    """Who made the claim."""

    name: values.TellingLine
    """As the public knows them; of somebody unknown what is known, such as "a chat group"."""
    kind: Literal["person", "organization", "publication", "anonymous"]
    """What they are."""
    same_as: values.Url | None = None
    """An address that identifies them, such as Wikidata's."""
    office: Text | None = None
    """The office that they held when they said it."""


class Appearance(Record):
    """Another place where the claim was made, and how long it could be seen there."""

    url: values.Url
    """Its address."""
    publisher: values.Line | None = None
    """Who published it there."""
    first_seen: values.Date
    """When it was first seen there."""
    last_seen: values.Date | None = None
    """When it was last seen there."""
    removed: values.Date | None = None
    """Since when it is gone from there."""
    archived: tuple[values.Url, ...] = ()
    """Archive addresses of it."""


class Original(Record):
    """The wording that the words of the article translate, and the source that holds it."""

    words: values.Line
    """The words in the other language, letter for letter."""
    lang: values.Language
    """Their language."""
    source: Annotated[values.SourceId, AfterValidator(str)]
    """The id of the source, which is its file name."""
    where: values.Line | None = None
    """Page, item or time code."""


class Media(Record):
    """A picture, a video or a sound that makes the claim. Source of the words: schema.org/MediaReview."""

    kind: Literal["image", "video", "audio"]
    """What it is."""
    description: Text
    """What it shows or lets hear, for readers who do not have it before them."""
    url: values.Url | None = None
    """An address where it can be seen or heard."""
    sha256: values.Sha256 | None = None
    """The hash of the file that was looked at, in hexadecimal digits."""
    authenticity: (
        Literal["decontextualized", "edited", "original", "satire", "staged", "transformed"] | None
    ) = None
    """What was done to it."""


_OR_MEDIA = values.OrWord("media", "for a picture, a video or a sound without words")
_OF_WORDS = ("wording", "before", "after", "also", "translation")


class Said(Record):
    """The exact words of the claim in the article, or the picture or sound that makes it."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["on"],
            "anyOf": [{"required": ["words", "lang"]}, {"required": ["media"]}],
        }
    )

    on: values.KnownBroadDate
    """When it was said: also a decade 201X, a season 2026-21, an interval 2025-01/2025-03."""
    words: Annotated[values.Line | None, _OR_MEDIA]
    """The words, letter for letter; a picture or a sound without words has `media` instead."""
    lang: values.Language | None
    """Their language."""
    wording: Literal["quoted", "paraphrase"] | None = None
    """Whether the article quotes these words, or says in its own what a party said."""
    before: values.Line | None = None
    """The words of the article right before them, shown and not marked."""
    after: values.Line | None = None
    """The words of the article right after them, shown and not marked."""
    where: values.Line | None = None
    """Page, item or time code."""
    also: tuple[values.Line, ...] = ()
    """The same claim in other words of the article."""
    translation: Text | None = None
    """Our translation of the words, by language."""
    original: Original | None = None
    """The original wording, where the words of the article translate it."""
    media: Media | None = None
    """The picture, video or sound that makes the claim."""

    @model_validator(mode="before")
    @classmethod
    def _worded(cls, value: object) -> object:
        if not isinstance(value, dict) or "media" not in value or "words" in value:
            return value
        if stray := next((key for key in _OF_WORDS if key in value), None):
            message = f"'{stray}' stands here without 'words'"
            raise values.rule_error(
                "field-missing", message, "add the `words` of the article, or delete it"
            )
        return {"words": None, "lang": None, **value}
