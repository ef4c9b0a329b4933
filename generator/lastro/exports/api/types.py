"""The shapes of api/v1, each spelled out: readers build on them, so they only ever grow.

A field may be added. One that is renamed, retyped or left out makes `v2` beside it: a kept copy of the
first schemas must accept what is published today (`tests/exports/api/first/`). Dates are ISO 8601 days
or, where records hold them, EDTF; addresses are whole. What a docstring says stands in the schema.
"""

from typing import Any, Literal

from msgspec import Struct

Plain = dict[str, Any]
Words = dict[str, str]
Stance = Literal["supports", "refutes", "context"]
QuoteCheck = Literal["verified", "mismatch", "attested", "unchecked"]


class Count(Struct):
    """What stands on one side of a window: passages, the works they stand in, and their origins.

    Origins without a stake are `independent`, those with one `party`; `primary` are independent ones
    seen in a primary source.
    """

    items: int
    sources: int
    roots: tuple[str, ...]
    independent: int
    party: int
    primary: int


class MetCondition(Struct):
    """What the scale asks for a rating and what the evidence has of it.

    `subject` is a stance, `events` or `nature`; `kind` says which origins of a stance are counted.
    """

    subject: str
    kind: str
    wanted: int
    have: int


class Grounds(Struct):
    """Whether the evidence permits the rating that was given, and the conditions that hold."""

    rating: str
    permitted: bool
    needs: tuple[MetCondition, ...]


class Verdict(Struct):
    """The verdict for one window of time, and what its evidence carries.

    The first day of `holds` is included, its end day excluded; `..` is an open end. `rating` and
    `status` are ids of `index.json`; `permitted` are the ratings that the evidence permits; `override`
    says who gave another one and why. `parties_only`: nobody without a stake says anything.
    """

    holds: str
    current: bool
    rating: str
    value: float | None
    decided: str
    status: str
    parties_only: bool
    permitted: tuple[str, ...]
    override: Plain | None
    rule: Grounds | None
    supports: Count
    refutes: Count
    context: Count


class KeptCopy(Struct):
    """The copy in which words were sought, and where they stand in its normalised text, in characters.

    `offset` and `length` are null where they do not stand there. `changed` is the moment at which a
    newer copy was found not to hold them any more.
    """

    url: str
    retrieved: str
    sha256_bytes: str
    sha256_text: str
    offset: int | None
    length: int | None
    normalisation: int
    times: int
    changed: str | None


class Quoted(Struct):
    """What is known of words that a record repeats: `said/words`, `said/also/0`, `left_out/0`."""

    of: str
    quote_check: QuoteCheck
    capture: KeptCopy | None


class CitedPassage(Struct):
    """One passage, with its number on the page; `quote_check` is null where it quotes no words.

    `links` open it at these words, in its place and in an archive, where there are such.
    """

    id: str
    number: int
    source: str
    stance: Stance
    roots: tuple[str, ...]
    party: bool
    counts_in: tuple[str, ...]
    quote_check: QuoteCheck | None
    capture: KeptCopy | None
    links: dict[Literal["live", "archived"], str | None]


class Repetition(Struct):
    """A statement of an article, counted from 1."""

    article: str
    statement: int


class DerivedClaim(Struct):
    """What was computed about a claim.

    `published` is the day of the first decision, null where no record tells it. `words` are those that
    the claim is about. `translations` says how the texts in each further language stand to the first.
    `related_from` are claims that name this one, `repeated_in` statements of articles, counted from 1.
    `citation` is CSL-JSON, null where there is no verdict to cite.
    """

    article: str
    state: Literal["checked", "open", "withdrawn"]
    published: str | None
    modified: str
    due: str | None
    windows: tuple[Verdict, ...]
    evidence: tuple[CitedPassage, ...]
    words: tuple[Quoted, ...]
    translations: dict[str, Literal["current", "stale", "missing"]]
    related_from: tuple[dict[Literal["as", "claim"], str], ...]
    repeated_in: tuple[Repetition, ...]
    citation: Plain | None


class Use(Struct):
    """A passage of a source in a claim with a verdict."""

    claim: str
    evidence: str
    stance: Stance
    counts_in: tuple[str, ...]
    quote_check: QuoteCheck | None


class DerivedSource(Struct):
    """What was computed about a source: its origins, who re-tells it, and where it is used."""

    roots: tuple[str, ...]
    retold_by: tuple[str, ...]
    used_in: tuple[Use, ...]


class CheckedStatement(Struct):
    """What became of a statement of an article, counted from 1.

    `now` is the rating of its claim that holds now, `then` the one for the day it was said.
    """

    number: int
    state: Literal["checked", "open", "withdrawn", "left-out", "repetition", "unknown"]
    claim: str | None
    now: str | None
    then: str | None


class DerivedArticle(Struct):
    """What was computed about an article; `tallies` count claims by their rating `now` and `then`."""

    statements: tuple[CheckedStatement, ...]
    coverage: dict[Literal["checkable", "checked", "open", "left_out", "repeated"], int]
    tallies: dict[Literal["now", "then"], dict[str, int]]
    words: tuple[Quoted, ...]
