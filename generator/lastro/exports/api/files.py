"""The files of api/v1: what each says of itself, and the shape of what it holds."""

from typing import Literal

from msgspec import Struct

from lastro.exports.api.types import DerivedArticle, DerivedClaim, DerivedSource, Plain, Words

Day = str


class File(Struct, kw_only=True):
    """What every file says of itself: the version, what it holds, and where its schema stands."""

    api: Literal["v1"] = "v1"
    kind: str
    schema: str


class RecordFile(File, kw_only=True):
    """One record as it is written, its page in each language, and what was computed about it."""

    id: str
    url: Words
    record: Plain
    derived: DerivedClaim | DerivedSource | DerivedArticle


class ClaimFile(RecordFile, kw_only=True):
    """One claim as it is written, its page in each language, and what was computed about it."""

    derived: DerivedClaim


class SourceFile(RecordFile, kw_only=True):
    """One source as it is written, its page in each language, and what was computed about it."""

    derived: DerivedSource


class ArticleFile(RecordFile, kw_only=True):
    """One article as it is written, its page in each language, and what was computed about it."""

    derived: DerivedArticle


class MovedFile(File, kw_only=True):
    """What stands at an id that a record had before."""

    id: str
    moved_to: str


class ClaimLine(Struct):
    """One claim: its verdict now, its page in the first language, and its file."""

    id: str
    article: str
    state: Literal["checked", "open", "withdrawn"]
    rating: str | None
    status: str | None
    holds: str | None
    published: Day | None
    modified: Day
    due: Day | None
    url: str
    data: str


class RecordLine(Struct):
    """One source or article, its page in the first language, and its file."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    withdrawn: bool
    url: str
    data: str


class Answer(Struct, omit_defaults=True):
    """What readers are told: whatever of it changed."""

    rating: str | None = None
    holds: str | None = None
    short: Words | None = None


class OwedChange(Struct, kw_only=True, rename={"was": "from", "now": "to"}):
    """What readers are owed: a first check, a moved verdict, a correction or a withdrawal.

    `record` is kind and id, `claim` the id of a claim, `window` the one that it is about. `from` is
    what readers were told before, null where nothing was or no record tells it; `to` is null of what
    was withdrawn, and `see` replaces it.
    """

    on: Day
    kind: Literal["checked", "moved", "corrected", "withdrawn"]
    record: str
    claim: str | None = None
    window: str | None = None
    was: Answer | None = None
    now: Answer | None = None
    what: Words | None = None
    see: str | None = None


class ClaimsFile(File, kw_only=True):
    """All claims, by id."""

    items: tuple[ClaimLine, ...]


class RecordsFile(File, kw_only=True):
    """All sources or articles, by id."""

    items: tuple[RecordLine, ...]


class ChangesFile(File, kw_only=True):
    """What changed on one day, by record; or all corrections and withdrawals, newest first."""

    items: tuple[OwedChange, ...]


class DaysFile(File, kw_only=True):
    """How many changes each day of a month has: the file of 2026-11-30 is `changes/2026-11/30.json`."""

    months: dict[str, dict[str, int]]


class HashesFile(File, kw_only=True):
    """The SHA-256 of files by their paths below `api/v1/`.

    `hashes.json` names the parts of this list and the files about many records, without those of days
    and schemas. A mirror reads the parts whose hash is another, and in them the files whose hash is.
    """

    sha256: dict[str, str]


class IndexFile(File, kw_only=True):
    """Where to begin: who publishes, the scale with its labels, and the address of every list.

    `newest` is the newest day of any claim.
    """

    site: str
    publisher: Plain
    license: str | None
    languages: tuple[str, ...]
    ratings: tuple[Plain, ...]
    topics: tuple[Plain, ...]
    statuses: tuple[str, ...]
    newest: Day | None
    counts: dict[Literal["articles", "claims", "open", "sources", "withdrawn"], int]
    files: dict[str, str]


FILES: dict[str, type[File]] = {
    "index": IndexFile,
    "claims": ClaimsFile,
    "sources": RecordsFile,
    "articles": RecordsFile,
    "claim": ClaimFile,
    "source": SourceFile,
    "article": ArticleFile,
    "moved": MovedFile,
    "corrections": ChangesFile,
    "changes": ChangesFile,
    "days": DaysFile,
    "hashes": HashesFile,
}
"""Every kind of file; its schema has its name."""
