"""What others must know of a record without reading it: its links, its names, its days.

Rules about all records, and the back-links of a corpus, need a little of each; with that little kept beside
an unchanged file, one changed record costs what it touches and not what the site holds. Plain strings,
numbers and tuples only, so that facts can be written down and read again.
"""

from datetime import date
from typing import Any, NamedTuple

from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim, current_review, in_order
from lastro.model.reader_text import Text
from lastro.model.source import Source
from lastro.model.values import fold_name
from lastro.places import RecordPath
from lastro.text.identifiers import page_at
from lastro.text.similarity import profile_sentence

Worded = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], int]
"""A language and the wording in it: words, names, numbers, how many negations."""


class Facts(NamedTuple):
    """What is known of one record to all others; an empty value where its kind has no such field.

    Lists keep the order of the record, so that an index leads back into it.
    """

    kind: str
    """`articles`, `claims` or `sources`."""
    id: str
    withdrawn: bool = False
    see: str = ""
    former_ids: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    """Of a claim who has a stake, of a source for whom it speaks."""
    publisher: str = ""

    article: str = ""
    claimants: tuple[tuple[str, str, str], ...] = ()
    """Name and kind of each claimant, and the address that says who that is, or an empty text."""
    topics: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """The source of each passage."""
    origins: tuple[str, ...] = ()
    """The origin that each passage names, or an empty text."""
    quotes: tuple[str, ...] = ()
    """Names in evidence.lock, without that of the record, of the words that it quotes."""
    events: tuple[tuple[str, ...], ...] = ()
    """The sources of each event."""
    reply: str = ""
    """The source that holds the claimant's answer."""
    original: str = ""
    """The source that holds the original wording of its words."""
    related: tuple[tuple[str, str], ...] = ()
    """How, and to which claim."""
    wordings: tuple[Worded, ...] = ()
    """The claim as it is compared with others, in each language that it is written in."""
    said: str = ""
    """The first day on which it may have been said, ISO 8601; empty where nobody knows."""
    modified: str = ""
    """The newest day of opening or of any decision, correction or withdrawal, ISO 8601."""
    decided: str = ""
    """The newest day of any decision, ISO 8601; empty of an open claim."""
    moved: str = ""
    """The first day of the window that holds now, ISO 8601; empty where no other came before."""
    opened: str = ""
    """The day since which an open claim is being looked at, ISO 8601."""
    ratings: tuple[str, ...] = ()
    """The rating of each window, by its first day; none of an open claim."""
    standing: int = 0
    """Which of them holds now."""

    credited_to: str = ""
    statements: tuple[str, ...] = ()
    """The claim of each statement, or an empty text."""
    repeats: tuple[str, ...] = ()
    """The claim that each statement repeats, or an empty text."""

    source_kind: str = ""
    origin: str = ""
    derived_from: tuple[str, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    """Fields that say where a work is, and each reduced to what may not stand in two sources."""
    archived: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    """As the record writes it, in EDTF."""

    corrected: tuple[str, ...] = ()
    """The day of each correction, ISO 8601."""
    gone: str = ""
    """The day on which it was withdrawn, ISO 8601."""

    @property
    def at(self) -> RecordPath:
        return self.kind, self.id

    @property
    def links(self) -> tuple[RecordPath, ...]:
        named = (("sources", source) for source in self.named)
        related = (claim for _, claim in self.related)
        claims = filter(None, (*related, *self.statements, *self.repeats))
        told = (("sources", source) for source in self.derived_from)
        see = ((self.kind, self.see),) if self.see else ()
        return *named, *(("claims", claim) for claim in claims), *told, *see

    @property
    def rating(self) -> str:
        """The rating that holds now; empty of an open claim."""
        return self.ratings[self.standing] if self.ratings else ""

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of all sources that a claim names, in the order of its text, some again."""
        shown = (source for sources in self.events for source in sources)
        return (*self.evidence, *shown, *filter(None, (self.reply, self.original)))


def facts_of(record: Kept) -> Facts:
    if isinstance(record, Claim):
        return _of_claim(record)
    if isinstance(record, Article):
        return _of_article(record)
    if isinstance(record, Source):
        return _of_source(record)
    raise TypeError(f"a {type(record).__name__} has no facts")


def _of_any_kind(kind: str, record: Article | Claim | Source) -> dict[str, Any]:
    gone = record.withdrawn
    return {
        "kind": kind,
        "id": record.id,
        "withdrawn": gone is not None,
        "see": (gone.see or "") if gone else "",
        "former_ids": record.former_ids,
        "waivers": tuple(waiver.rule for waiver in record.waivers),
        "gone": gone.on.isoformat() if gone else "",
    }


def _of_claim(claim: Claim) -> Facts:
    reviews, current = in_order(claim), current_review(claim)
    return Facts(
        **_of_any_kind("claims", claim),
        parties=claim.parties,
        article=claim.article,
        claimants=tuple((who.name, who.kind, who.same_as or "") for who in claim.claimants),
        topics=claim.topics,
        evidence=tuple(item.source for item in claim.evidence),
        origins=tuple(item.origin or "" for item in claim.evidence),
        quotes=_quotes(claim),
        events=tuple(event.sources for event in claim.events),
        reply=(claim.reply.source or "") if claim.reply else "",
        original=claim.said.original.source if claim.said.original else "",
        related=tuple((relation.how, relation.claim) for relation in claim.related),
        wordings=_wordings(claim.claim),
        said=claim.said.on.first.isoformat() if claim.said.on else "",
        modified=last_change(claim).isoformat(),
        decided=max((review.decided.isoformat() for review in reviews), default=""),
        moved=current.holds.first.isoformat() if current and current is not reviews[0] else "",
        opened=claim.opened.isoformat() if claim.opened else "",
        ratings=tuple(review.rating for review in reviews),
        standing=reviews.index(current) if current else 0,
        corrected=tuple(correction.on.isoformat() for correction in claim.corrections),
    )


def _of_article(article: Article) -> Facts:
    rows = article.statements
    left_out = sum(row.left_out is not None for row in rows)
    repeated = sum(row.repeats is not None for row in rows)
    return Facts(
        **_of_any_kind("articles", article),
        publisher=article.publisher or "",
        credited_to=article.credited_to or "",
        statements=tuple(row.claim or "" for row in rows),
        repeats=tuple(row.repeats or "" for row in rows),
        quotes=(
            *(f"left_out/{count}" for count in range(left_out)),
            *(f"repeats/{count}" for count in range(repeated)),
        ),
    )


def _of_source(source: Source) -> Facts:
    return Facts(
        **_of_any_kind("sources", source),
        parties=source.parties,
        publisher=source.publisher or "",
        source_kind=source.kind,
        origin=source.origin,
        derived_from=source.derived_from,
        pages=_pages(source),
        archived=source.archived,
        title=source.title or "",
        authors=source.authors,
        published=source.published.text if source.published else "",
    )


def _quotes(claim: Claim) -> tuple[str, ...]:
    words = ("said/words",) if claim.said.words else ()
    also = (f"said/also/{number}" for number in range(len(claim.said.also)))
    original = ("said/original",) if claim.said.original else ()
    passages = (f"evidence/{item.id}" for item in claim.evidence if item.quote is not None)
    return (*words, *also, *original, *passages)


def _wordings(text: Text) -> tuple[Worded, ...]:
    found = ((language, profile_sentence(words, language)) for language, words in text.readings)
    return tuple(
        (tag, tuple(sorted(w.words)), tuple(sorted(w.names)), tuple(sorted(w.numbers)), w.negations)
        for tag, w in found
    )


def last_change(claim: Claim) -> date:
    days = [review.decided for review in claim.reviews]
    days += [claim.opened] if claim.opened else []
    days += [claim.withdrawn.on] if claim.withdrawn else []
    return max(days + [correction.on for correction in claim.corrections])


def _pages(source: Source) -> tuple[tuple[str, str], ...]:
    found = []
    if source.url:
        page = page_at(source.url)
        found.append(("url", page.casefold() if page.startswith("doi.org/") else page))
    if source.doi:
        found.append(("doi", f"doi.org/{source.doi}".casefold()))
    if source.isbn:
        digits = source.isbn.replace("-", "").replace(" ", "")
        found.append(("isbn", f"isbn:{digits.casefold()} {fold_name(source.title or '')}"))
    return tuple(found)


class RetiredLink(NamedTuple):
    """A link that was written with a retired id: its route, that id, the current id, its holder."""

    route: RecordPath
    written: str
    current: str
    held: RecordPath
    """Where `former_ids` of the record that is meant holds the retired id."""
