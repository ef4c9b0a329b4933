"""Articles, claims and sources as they are recorded: frozen, closed to unknown keys, documented.

A record knows nothing of files, YAML, pages, git or today. The sentence under each field is also
its text in the JSON Schema and so in the editor. Source of the format: docs/records.md, schema 1.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from lastro.dates import Edtf, Period
from lastro.values import (
    ArticleId,
    ClaimId,
    Date,
    Day,
    Holds,
    KnownDate,
    KnownLanguage,
    KnownLine,
    KnownUrl,
    Language,
    Line,
    OrWord,
    Slug,
    SourceId,
    Span,
    Text,
    Url,
    broken,
)

Stance = Literal["supports", "refutes", "context"]
Nature = Literal["fact", "statement", "quotation", "forecast", "definition", "hearsay"]
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


class Quote(Record):
    """Exact words, told apart by what stands around them (W3C TextQuoteSelector)."""

    exact: Line
    """The words, letter for letter."""
    prefix: Line | None = None
    """Words right before them, where they occur twice."""
    suffix: Line | None = None
    """Words right after them, where they occur twice."""


def _as_quote(value: object) -> object:
    return {"exact": value} if isinstance(value, str) else value


class Evidence(Record):
    """One passage of one source, and which way it points.

    Evidence carries no rating: weighing passages against each other is the review's work.
    """

    source: Annotated[SourceId, AfterValidator(str)]
    """The id of the source, which is its file name."""
    stance: Stance
    """Which way the passage points. Context alone never carries a rating."""
    quote: Annotated[
        Quote | None, BeforeValidator(_as_quote, json_schema_input_type=str | Quote)
    ] = None
    """The words themselves. Leave out for a table, a chart or an absence, and say so in `note`."""
    lang: Language | None = None
    """Language of the quote; the source's when left out."""
    translation: Text | None = None
    """Our translation of the quote, by language."""
    where: Line | None = None
    """Page, item or timecode."""
    speaks_of: Span | None = None
    """Day or window whose state the passage shows; the day of publication when left out."""
    origin: Slug | None = None
    """Where this passage's information came from, when the source draws on several."""
    note: Text | None = None
    """What a reader must know to weigh the passage."""
    named: Annotated[Slug | None, Field(alias="id")] = None
    """Needed only when one source is cited twice; the source's id when left out."""

    @property
    def id(self) -> str:
        """What `[@…]` cites."""
        return self.named or self.source


class Override(Record):
    """A rating published although the evidence does not permit it, shown in full."""

    reason: Text
    """Why; readers see it."""
    by: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Two names."""

    @model_validator(mode="before")
    @classmethod
    def _reasoned(cls, value: object) -> object:
        lacking = [key for key in ("reason", "by") if isinstance(value, dict) and key not in value]
        if lacking:
            named = " and ".join(f"`{key}`" for key in lacking)
            raise broken(
                "override-without-reason",
                f"published against the evidence, without {named}",
                "readers see the reason in full: write it in `reason`, and two names in `by`",
            )
        return value


class Review(Record):
    """Our assessment for one window of time."""

    rating: Line
    """A step of the scale of lastro.yml."""
    holds: Holds
    """The window: first day included, end day excluded, `..` for an open end."""
    decided: Day
    """The day we decided."""
    by: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Who decided."""
    short: Text
    """The answer in one sentence that stands alone, at most 200 characters."""
    because: Text
    """Why, in Markdown; `[@evidence-id]` cites."""
    override: Override | None = None
    """Set when the rating stands against the evidence."""


class Claimant(Record):
    """Who made the claim."""

    name: Line
    """As the public knows them."""
    kind: Literal["person", "organization", "publication", "anonymous"]
    """What they are."""
    same_as: Url | None = None
    """An address that identifies them, such as Wikidata's."""


class Said(Record):
    """The exact words of the claim in the article."""

    on: Date
    """When it was said."""
    words: Line
    """The words, letter for letter."""
    lang: Language
    """Their language."""
    also: tuple[Line, ...] = ()
    """The same claim in other words of the article."""
    translation: Text | None = None
    """Our translation of the words, by language."""


class Event(Record):
    """A dated fact that moved the claim."""

    on: Date
    """When it happened."""
    what: Text
    """What happened, in one sentence."""
    sources: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Ids of the sources that show it."""


class Relation(Record):
    """A link to another claim."""

    claim: Line
    """Id of the other claim."""
    how: Annotated[Literal["part-of", "repeats", "contradicts", "see-also"], Field(alias="as")]
    """What this claim is to the other."""


class Reply(Record):
    """Whether the claimant was asked, and the answer. Absent reads "not asked"."""

    asked: Day | None = None
    """The day we asked."""
    on: Day | None = None
    """The day they answered."""
    words: Line | None = None
    """Their answer, letter for letter."""
    lang: Language | None = None
    """Its language."""
    source: Line | None = None
    """Id of the source that holds it."""


class Correction(Record):
    """A dated, public change to a published review. Entries are only ever added."""

    on: Day
    """The day of the change."""
    what: Text
    """What changed, for readers."""


class Claim(Kept):
    """A checkable statement in our neutral wording, its evidence and our reviews of it."""

    FROM_PATH: ClassVar[tuple[str, ...]] = ("id", "article")

    id: ClaimId
    """The file name."""
    article: ArticleId
    """The name of the folder."""
    claim: Text
    """Our neutral wording: one checkable sentence, at most 160 characters, no verdict word."""
    claimant: Claimant
    """Who made the claim."""
    said: Said
    """The exact words in the article."""
    parties: tuple[Line, ...] = ()
    """Names, besides the claimant, with a stake in the claim; their words cannot confirm it."""
    nature: Nature
    """What kind of statement it is; the scale asks more of hearsay than of a fact."""
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """One or more slugs."""
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    """The passages the reviews rest on."""
    reviews: Annotated[tuple[Review, ...], Field(min_length=1)]
    """Our assessment, window by window, earliest first."""
    events: tuple[Event, ...] = ()
    """Dated facts that moved the claim."""
    not_checked: Text
    """What we could not check; "nothing" must be said in words."""
    would_change: Text | None = None
    """What would change this verdict; required while the standing rating is open."""
    reply: Reply | None = None
    """Whether the claimant was asked, and the answer."""
    related: tuple[Relation, ...] = ()
    """Links to other claims."""
    volatility: Volatility | None = None
    """How soon to look again: `fixed`, `slow` (a year) or `fast` (90 days)."""
    review_by: Day | None = None
    """The day to look again, instead of `volatility`."""
    corrections: tuple[Correction, ...] = ()
    """Public changes since the first review."""


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
            raise broken(
                "field-missing",
                "a statement is either checked or left out",
                'write `claim: <id>`, or `left_out: "…"` with `because`',
            )
        if self.left_out is not None and self.because is None:
            raise broken(
                "coverage-left-out-unexplained",
                "left out without a reason",
                "say in `because` why readers do not get an answer here",
            )
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


class Read(Record):
    """How we saw a source, shown to readers."""

    on: Day
    """The day it was read."""
    by: Line
    """Who read it."""
    how: Annotated[Literal["original", "archive", "reprint"], Field(alias="as")]
    """In its own place, in an archive's copy, or in a re-publication."""
    extent: Literal["whole", "excerpt"]
    """How much of it was read."""
    reprint: KnownUrl = None
    """Where the re-publication stands, or `unknown`."""

    @model_validator(mode="before")
    @classmethod
    def _reprint_named(cls, value: object) -> object:
        if isinstance(value, dict) and value.get("as") == "reprint" and "reprint" not in value:
            raise broken(
                "field-missing",
                "read in a reprint, and 'reprint' does not say where",
                "add its address, or `reprint: unknown`",
            )
        return value


def _as_read(value: object) -> object:
    return None if value == "unread" else value


class Source(Kept):
    """A work we rely on."""

    FROM_PATH: ClassVar[tuple[str, ...]] = ("id",)

    id: SourceId
    """The file name."""
    title: KnownLine
    """As printed, or `unknown`."""
    publisher: KnownLine
    """Who published it, or `unknown`."""
    published: KnownDate
    """When, or `unknown`."""
    lang: KnownLanguage
    """Its language, or `unknown`."""
    url: Url | None = None
    """Its public address: canonical, no trackers, no credentials."""
    doi: Line | None = None
    """Its DOI."""
    isbn: Line | None = None
    """Its ISBN."""
    authors: tuple[Line, ...] = ()
    """Names as printed."""
    kind: Kind
    """`primary` is the record or the actor itself, also where it was read in a reprint."""
    type: Literal[
        "filing",
        "law",
        "dataset",
        "statement",
        "press-release",
        "paper",
        "news",
        "blog",
        "interview",
        "video",
        "other",
    ]
    """What it is."""
    origin: Slug
    """Who or what its information first came from; sources with one origin count once."""
    derived_from: tuple[Line, ...] = ()
    """Ids of the sources it re-tells."""
    parties: tuple[Line, ...] = ()
    """Names for whom this source speaks."""
    archived: tuple[Url, ...] = ()
    """Archive addresses."""
    read: Annotated[
        Read | None,
        BeforeValidator(_as_read, json_schema_input_type=Read | Literal["unread"]),
        OrWord("unread", "where nobody has opened it"),
    ]
    """How we saw it, or `unread`: known, not opened, and so never evidence."""
    note: Text | None = None
    """What a reader must know of it."""

    @model_validator(mode="after")
    def _addressed(self) -> "Source":
        if not (self.url or self.doi or self.isbn):
            raise broken(
                "source-without-address",
                "nothing says where to find this source",
                "add one of url, doi, isbn",
            )
        return self


def speaks_of(evidence: Evidence, source: Source) -> Period | None:
    """Return the time whose state a passage shows; None when nothing says which."""
    published: Edtf | None = source.published
    return evidence.speaks_of or published
