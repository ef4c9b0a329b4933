"""lastro.yml: publisher, languages, rating scale and policy of one site, as data.

The method page prints the scale from here, so that text and behaviour cannot differ.
"""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from lastro.model.base import Nature, Record, as_list
from lastro.model.reader_text import Text
from lastro.model.values import Flag, Folder, Language, Line, Slug, Url, rule_error
from lastro.places import RecordPath
from lastro.text.identifiers import WAYBACK

SCHEMA = "2"
"""The version of the record format that is read; `schema` of lastro.yml names it."""
OLDER_SCHEMAS = ("1",)
"""Versions that are read too, since an earlier revision may be in one of them."""


def _require_below_site(value: str) -> str:
    if not all(re.fullmatch(r"(?!\.+$)[\w.-]+", step, re.ASCII) for step in value.split("/")):
        hint = "name a file or folder that others put there: CNAME, .well-known/security.txt"
        raise rule_error("value-unknown", f"'{value}' is no path below the site", hint)
    return value


BelowSite = Annotated[str, AfterValidator(_require_below_site)]
Count = Annotated[int, Field(ge=1, le=99)]
Halves = Annotated[float, Field(ge=0, le=99, multiple_of=0.5, allow_inf_nan=False)]
Urls = Annotated[tuple[Url, ...], Field(min_length=1)]
Shape = Literal[
    "disc", "ring", "half", "quarter", "diamond", "cross", "dash", "arrow", "square", "triangle"
]
Tone = Literal["for", "against", "mixed", "neutral"]


def _is_read(version: object) -> object:
    if isinstance(version, str) and version not in (*OLDER_SCHEMAS, SCHEMA):
        read = f"this Lastro reads schema {SCHEMA}"
        message = f"these records are written in schema '{version}', {read}"
        raise rule_error("value-unknown", message, "install the release that was made for them")
    return version


class Counts(Record):
    """How many origins of one stance are wanted, each kind counted apart."""

    roots: Count | None = None
    """Origins, parties and others."""
    independent: Count | None = None
    """Origins without a stake."""
    party: Count | None = None
    """Origins with a stake."""
    primary: Count | None = None
    """Origins without a stake, seen in a primary source."""


class Without(Record):
    """Evidence whose presence forbids a rating."""

    supports: Counts | None = None
    """Too many passages for it."""
    refutes: Counts | None = None
    """Too many passages against it."""


class Need(Record):
    """One way to carry a rating: every condition in it must hold."""

    nature: tuple[Nature, ...] = ()
    """The claim is one of these; any, when empty."""
    supports: Counts | None = None
    """Passages for the claim."""
    refutes: Counts | None = None
    """Passages against the claim."""
    context: Counts | None = None
    """Passages that bear on it without pointing either way."""
    events: Count | None = None
    """Events on the first day of the window that name a source cited in it."""


class Rating(Record):
    """One step of the published scale."""

    id: Slug
    """What a review writes."""
    label: Text
    """What readers see."""
    plural: Text | None = None
    """What they see behind a number above one, where the language has a form of its own for it."""
    brief: Text | None = None
    """What they see in lists, where the label is long."""
    meaning: Text
    """One line that explains it to readers."""
    plain: Text | None = None
    """What it means for the claim that has it: one line under the verdict, which names nobody."""
    plain_until: Text | None = None
    """The same for a claim that had it until an event of `{day}` changed the answer."""
    shape: Shape
    """Its sign, told from the others in black and white."""
    tone: Tone
    """Its colour, never the only signal."""
    value: Halves | None = None
    """A number where one is honest, 0 to 99 in halves: higher is truer (ClaimReview)."""
    open: Flag = False
    """True when more evidence may still settle it; the claim says what would."""
    after: Flag = False
    """True when it only follows an earlier review."""
    needs: tuple[Need, ...] = ()
    """Alternatives; one must hold. None: always permitted; where no rating has any, as `tone` says."""
    without: Without | None = None
    """What forbids it."""


_ONE = Counts.model_construct(roots=1)
_SIDES: Mapping[Tone, tuple[Need, ...]] = {
    "for": (Need.model_construct(supports=_ONE),),
    "against": (Need.model_construct(refutes=_ONE),),
}
"""What the ratings of a scale without `needs` ask: a passage that points their way."""


class Topic(Record):
    """What readers see for a topic of claims."""

    id: Slug
    """What a claim writes."""
    label: Text
    """What readers see; the id when a topic has no entry."""


class Policies(Record):
    """Addresses of the pages that say how we work, below the site's root."""

    corrections: Line
    """The corrections page."""
    method: Line
    """The method page."""


class Publisher(Record):
    """Who publishes the site."""

    name: Line
    """As readers know it."""
    url: Url
    """Its address."""
    license: Url | None = None
    """Licence of records and text."""
    policies: Policies
    """The pages that say how we work."""
    contact: Line | None = None
    """A mail address for errors and questions."""


class Policy(Record):
    """Limits of this site."""

    quote_max: Annotated[int, Field(ge=40, le=2000)] = 400
    """The longest quote, in characters, before a warning."""
    captures: Folder = ".captures"
    """Folder of the private capture store, below the one that holds lastro.yml."""
    archive: Annotated[Urls, BeforeValidator(as_list, json_schema_input_type=Urls | Url)] = (
        WAYBACK,
    )
    """Wayback-compatible services that `lastro archive` asks in this order, without a final slash."""


Export = Literal[
    "agents", "api", "claimreview", "embed", "feeds", "hosts", "review-dates", "tables"
]
"""The formats that can be switched off, by the names of their modules."""


CARDS = "cards"
"""The format that has a switch of its own."""


class Exports(Record):
    """Switches of the machine formats."""

    off: tuple[Export, ...] = ()
    """Formats that are not published; all others are."""
    more: tuple[Slug, ...] = ()
    """Formats of other packages, by the names of their entry points in `lastro.exports`."""
    claimreview: Literal["first-language", "every-language"] = "first-language"
    """Which pages carry ClaimReview markup."""
    api: Literal["by-size", "files", "shards"] = "by-size"
    """Whether each record has a file of its own or many share one, as above 5,000 claims by default."""
    cards: Literal["per-claim", "per-rating", "off"] = "off"
    """Which share cards are drawn; `lastro[cards]` draws them."""

    def serves(self, name: str) -> bool:
        """Tell whether a format is published."""
        return name not in self.off and (name != CARDS or self.cards != "off")


class SiteFiles(Record):
    """What the published folder holds beside pages and images."""

    files: tuple[Line, ...] = ()
    """Other files below docs/ that are published as they are, such as en/report.pdf."""
    keep: tuple[BelowSite, ...] = ()
    """Files and folders that others put into build/site, such as CNAME, and a build leaves there."""


class Settings(Record):
    """The whole of lastro.yml."""

    KIND: ClassVar[str] = "lastro.yml"

    schema_version: Annotated[
        str, BeforeValidator(_is_read, json_schema_input_type=Literal["2"]), Field(alias="schema")
    ]
    """Version of the record format."""
    publisher: Publisher
    """Who publishes the site."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """Languages of the site; the first one stands at its root."""
    ratings: Annotated[tuple[Rating, ...], Field(min_length=1)]
    """The scale, in the order of the site."""
    topics: tuple[Topic, ...] = ()
    """Names of topics; a topic without one is shown by its id."""
    policy: Policy = Policy.model_construct()
    """Limits."""
    exports: Exports = Exports.model_construct()
    """Switches of the machine formats."""
    engine: Literal["mkdocs", "properdocs", "zensical"] = "mkdocs"
    """The program that puts pages into their frame; the others have to be installed."""
    site: SiteFiles = SiteFiles.model_construct()
    """What is published beside pages and images."""
    repository: Url | None = None
    """Address of the site's public repository, from which every page leads to its issues and edits."""
    edit_url: Url | None = None
    """Where a record is edited, if not under `edit/main/` there; the record's path is appended."""

    @property
    def at(self) -> RecordPath:
        return ("lastro",)

    @property
    def bounds_by_stance(self) -> bool:
        """Tell whether no rating has `needs`: a plain scale, which the tones of its ratings bound."""
        return not any(rating.needs for rating in self.ratings)

    @property
    def edits(self) -> str:
        """What a record's path is appended to for its edit; empty when nobody can edit it."""
        below = f"{self.repository.rstrip('/')}/edit/main/" if self.repository else ""
        return self.edit_url or below

    def needs(self, rating: Rating) -> tuple[Need, ...]:
        """Return the alternatives that carry a rating of this scale; none when nothing is asked."""
        return _SIDES.get(rating.tone, ()) if self.bounds_by_stance else rating.needs

    def rating(self, rating_id: str) -> Rating | None:
        return next((rating for rating in self.ratings if rating.id == rating_id), None)

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)
