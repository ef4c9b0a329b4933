"""Claims as they are recorded: who said what, the evidence, and the reviews with their windows."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticKnownError
from pydantic_core.core_schema import ValidationInfo

from lastro.model import values
from lastro.model.base import Correction, Kept, Nature, Quote, Record, Stance, Volatility, as_list
from lastro.model.reader_text import Text
from lastro.model.said import Appearance, Claimant, Said
from lastro.model.source import Source
from lastro.text.dates import Edtf, Period


def _as_quote(value: object) -> object:
    """Read a quote that is written as words alone."""
    return {"exact": value} if isinstance(value, str) else value


class Evidence(Record):
    """One passage of one source, and which way it points.

    Evidence carries no rating: weighing passages against each other is the review's work.
    """

    source: Annotated[values.SourceId, AfterValidator(str)]
    """The id of the source, which is its file name."""
    stance: Stance
    """Which way the passage points. Context alone never carries a rating."""
    quote: Annotated[
        Quote | None, BeforeValidator(_as_quote, json_schema_input_type=str | Quote)
    ] = None
    """The words themselves. Leave out for a table, a chart or an absence, and say so in `note`."""
    lang: values.Language | None = None
    """Language of the quote; the source's when left out."""
    translation: Text | None = None
    """Our translation of the quote, by language."""
    where: values.Line | None = None
    """Page, item or timecode."""
    speaks_of: values.Span | None = None
    """Day or window whose state the passage shows; the day of publication when left out."""
    origin: values.Slug | None = None
    """Where this passage's information came from, when the source draws on several."""
    note: Text | None = None
    """What a reader must know to weigh the passage."""
    named: Annotated[values.Slug | None, Field(alias="id")] = None
    """Needed only when one source is cited twice; the source's id when left out."""

    @property
    def id(self) -> str:
        """What `[@…]` cites."""
        return self.named or self.source


class Override(Record):
    """A rating published although the evidence does not permit it, shown in full."""

    reason: Text
    """Why; readers see it."""
    by: Annotated[tuple[values.Line, ...], Field(min_length=1)]
    """Two names."""

    @model_validator(mode="before")
    @classmethod
    def _reasoned(cls, value: object) -> object:
        lacking = [key for key in ("reason", "by") if isinstance(value, dict) and key not in value]
        if lacking:
            named = " and no ".join(f"`{key}`" for key in lacking)
            message = f"this override has no {named}"
            hint = "readers see the reason in full: write it in `reason`, and two names in `by`"
            raise values.rule_error("override-without-reason", message, hint)
        return value


class Review(Record):
    """Our assessment for one window of time."""

    rating: values.Line
    """A step of the scale of lastro.yml."""
    holds: values.Holds
    """The window: first day included, end day excluded, `..` for an open end."""
    decided: values.Day
    """The day we decided."""
    by: Annotated[tuple[values.Line, ...], Field(min_length=1)]
    """Who decided."""
    looked_until: values.Day | None = None
    """Day up to which later changes were looked for; only in the review without an end."""
    short: Text
    """The answer in one sentence that stands alone, at most 200 characters."""
    because: Text
    """Why, in Markdown; `[@evidence-id]` cites."""
    override: Override | None = None
    """Set when the rating stands against the evidence."""


class Event(Record):
    """A dated fact that moved the claim."""

    on: values.Date
    """When it happened."""
    what: Text
    """What happened, in one sentence."""
    sources: Annotated[tuple[values.Line, ...], Field(min_length=1)]
    """Ids of the sources that show it."""


class Relation(Record):
    """A link to another claim."""

    claim: values.Line
    """Id of the other claim."""
    how: Annotated[Literal["part-of", "repeats", "contradicts", "see-also"], Field(alias="as")]
    """What this claim is to the other."""


class Reply(Record):
    """Whether the claimant was asked, and the answer. Absent reads "not asked"."""

    asked: values.Day | None = None
    """The day we asked."""
    on: values.Day | None = None
    """The day they answered."""
    words: values.Line | None = None
    """Their answer, letter for letter."""
    lang: values.Language | None = None
    """Its language."""
    source: values.Line | None = None
    """Id of the source that holds it."""


def _require_unless_open(value: object, info: ValidationInfo) -> object:
    if not value and info.data.get("opened", "") is None:
        raise PydanticKnownError("missing")
    return value


def _refuse_while_open(value: object, info: ValidationInfo) -> object:
    """Refuse a field of a verdict while the claim is open; beside `reviews`, that one alone."""
    name, data = info.field_name, info.data
    if value and data.get("opened") and (name == "reviews" or data.get("reviews") == ()):
        message = f"'{name}' does not go with 'opened': an open claim has no verdict"
        hint = f"delete `opened` when the claim is reviewed; until then leave out `{name}`"
        raise values.rule_error("field-unknown", message, hint)
    return value


_REFUSED_WHILE_OPEN = AfterValidator(_refuse_while_open)
_DEMANDED_OF_VERDICT = AfterValidator(_require_unless_open)


class Claim(Kept):
    """A checkable statement in our neutral wording, its evidence and our reviews of it.

    Until it has a review it is open: `opened` says since when it is being looked at.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["opened"]},
            "then": {"properties": {"reviews": False}},
            "else": {"required": ["reviews", "not_checked"]},
        }
    )
    FOLDER: ClassVar[str] = "claims"
    FROM_PATH: ClassVar[tuple[str, ...]] = ("id", "article")

    id: values.ClaimId
    """The file name."""
    article: values.ArticleId
    """The name of the folder."""
    claim: Text
    """Our neutral wording: one checkable sentence, at most 160 characters, no verdict word."""
    claimants: Annotated[
        tuple[Claimant, ...],
        BeforeValidator(as_list, json_schema_input_type=Claimant | tuple[Claimant, ...]),
        Field(alias="claimant", min_length=1),
    ]
    """Who made the claim: one, or a list where several made it together."""
    said: Said
    """The exact words in the article, or the picture or sound that makes the claim."""
    appearances: tuple[Appearance, ...] = ()
    """Other places where the claim was made."""
    parties: tuple[values.Line, ...] = ()
    """Names, besides the claimant, with a stake in the claim; the scale says what their words can carry."""
    nature: Nature
    """What kind of statement it is; the scale asks more of hearsay than of a fact."""
    topics: Annotated[tuple[values.Slug, ...], Field(min_length=1)]
    """One or more slugs."""
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    """The passages the reviews rest on."""
    opened: values.Day | None = None
    """Day since which we look at the claim; in place of `reviews` until there is a verdict."""
    reviews: Annotated[
        tuple[Review, ...],
        _REFUSED_WHILE_OPEN,
        _DEMANDED_OF_VERDICT,
        Field(validate_default=True, json_schema_extra={"minItems": 1}),
    ] = ()
    """Our assessment, window by window, earliest first."""
    events: tuple[Event, ...] = ()
    """Dated facts that moved the claim."""
    not_checked: Annotated[Text | None, _DEMANDED_OF_VERDICT, Field(validate_default=True)] = None
    """What we could not check; "nothing" must be said in words."""
    would_change: Annotated[Text | None, _REFUSED_WHILE_OPEN] = None
    """What would change this verdict; required while the standing rating is open."""
    reply: Reply | None = None
    """Whether the claimant was asked, and the answer."""
    related: tuple[Relation, ...] = ()
    """Links to other claims."""
    volatility: Annotated[Volatility | None, _REFUSED_WHILE_OPEN] = None
    """How soon to look again: `fixed`, `slow` (a year) or `fast` (90 days)."""
    review_by: Annotated[values.Day | None, _REFUSED_WHILE_OPEN] = None
    """The day to look again, instead of `volatility`."""
    corrections: tuple[Correction, ...] = ()
    """Public changes since the first review."""

    @property
    def claimant_names(self) -> tuple[str, ...]:
        return tuple(claimant.name for claimant in self.claimants)


def speaks_of(evidence: Evidence, source: Source) -> Period | None:
    """Return the time whose state a passage shows; None when nothing says which."""
    published: Edtf | None = source.published
    return evidence.speaks_of or published


def in_order(claim: Claim) -> tuple[Review, ...]:
    """Return the reviews by the first day of their windows; none of an open claim."""
    if len(claim.reviews) <= 1:
        return claim.reviews
    return tuple(sorted(claim.reviews, key=lambda review: review.holds.first))


def current_review(claim: Claim) -> Review | None:
    """Return the review that holds now: the open-ended one, else the last; None of an open claim."""
    reviews = in_order(claim)
    last = reviews[-1] if reviews else None
    return next((review for review in reviews if review.holds.end is None), last)


def find_corrected(claim: Claim, correction: Correction) -> Review | None:
    """Return the review a correction changed: on its old window's first day, or the current one."""
    if correction.was is None or correction.was.holds is None:
        return current_review(claim)
    first, reviews = correction.was.holds.first, in_order(claim)
    earlier = [review for review in reviews if review.holds.first <= first]
    return next(iter(earlier[-1:] or reviews), None)
