"""What editors have to look at, and why: the oldest first.

A verdict is true for a time. One that nobody looks at again, that rests on one voice or whose
source may vanish turns wrong in silence, and no reader can tell. Nothing here blocks anybody's
work: a late review is no error.

Pure: the same corpus and day give the same list. Withdrawn records are never due.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import lacks, stale
from lastro.evidence.judge import judgements
from lastro.evidence.origins import Origins
from lastro.evidence.proofs import (
    QuotedWords,
    QuoteState,
    capture_key,
    lacks_copy,
    quotes_of,
    state,
)
from lastro.evidence.tally import Status
from lastro.evidence.windows import OPEN_FOR, newest_decision, review_due
from lastro.model.claim import Claim, current_review
from lastro.places import RecordPath, record_of

ISO_DAY = len("2026-11-24")
WITHIN = 30
"""Days ahead that are looked at unless somebody says otherwise."""


class Reason(StrEnum):
    """Why a record is listed; the order is that of the list, the most urgent first."""

    REVIEW = "review"
    CHANGED = "changed"
    WAIVER = "waiver"
    ORIGIN = "origin"
    QUOTE = "quote"
    TRANSLATION = "translation"
    ARCHIVE = "archive"


DATED = frozenset({Reason.REVIEW, Reason.WAIVER})
"""Reasons whose day is a deadline; the others stand until somebody acts."""


class Due(Struct, frozen=True, kw_only=True, array_like=True):
    """One record to look at, for one reason."""

    reason: Reason
    record: RecordPath
    """Its route, such as `("claims", id)`."""
    day: date | None
    """When it is due or ends; for a reason without a deadline since when it stands, if known."""
    why: str
    """`fast`, `slow`, `review_by` or `opened`; the waived rule; `single-origin` or `parties-only`;
    `attested` or `unchecked`; `missing` or `stale`; nothing for a change or an archive."""
    language: str = ""
    """Of a translation that is missing or stale."""
    count: int = 1
    """How many quotes or texts of the record it is about; claims that rest on a source
    without a copy."""
    decided: date | None = None
    """The newest decision on a claim."""
    sources: int = 0
    """How many sources a claim cites; for `origin` those that carry it now."""
    origins: int = 0
    """How many origins these go back to."""

    @property
    def opened(self) -> date | None:
        """The day since which an open claim is being looked at; None for anything else."""
        return self.day - OPEN_FOR if self.day and self.why == "opened" else None

    def days(self, today: date) -> int | None:
        """Return the days that are left, negative when the day has passed; None without a day."""
        return (self.day - today).days if self.day else None


def list_due(corpus: Corpus, today: date, within: int = WITHIN) -> tuple[Due, ...]:
    """List what is due until `within` days from today, by reason, then the oldest first."""
    return gather(due_parts(corpus, today, within))


def due_parts(corpus: Corpus, today: date, within: int = WITHIN) -> list[Due]:
    """Find what the records under check make due; of one source, each that quotes it tells its part."""
    last = today + min(timedelta(days=within), date.max - today)
    dated = [*_reviews(corpus, last), *_waivers(corpus, last)]
    return [*dated, *_lonely(corpus), *_quotes(corpus), *_translations(corpus), *_archives(corpus)]


def gather(parts: Iterable[Due]) -> tuple[Due, ...]:
    """Add up the parts about one record and put all in the order of the list."""
    found: dict[object, Due] = {}
    for number, part in enumerate(parts):
        key: object = number
        if part.reason in {Reason.QUOTE, Reason.CHANGED}:
            key = part.reason, part.record, part.why
            if known := found.get(key):
                day = min(filter(None, (known.day, part.day)), default=None)
                part = replace(part, count=known.count + part.count, day=day)  # noqa: PLW2901
        found[key] = part
    return tuple(sorted(found.values(), key=_order))


def _order(item: Due) -> tuple[int, date, tuple[str, ...], str, str]:
    reason, record = list(Reason).index(item.reason), tuple(map(str, item.record))
    return reason, item.day or date.max, record, item.why, item.language


def _live_claims(corpus: Corpus) -> Iterator[Claim]:
    return (claim for claim in corpus.claims_checked() if not claim.withdrawn)


def _reviews(corpus: Corpus, last: date) -> Iterator[Due]:
    origins = Origins(corpus)
    for claim in _live_claims(corpus):
        day = review_due(claim)
        if day and day <= last:
            yield Due(
                reason=Reason.REVIEW,
                record=("claims", claim.id),
                day=day,
                why="opened" if claim.opened else str(claim.volatility or "review_by"),
                decided=newest_decision(claim),
                sources=len({i.source for i in claim.evidence if i.source in corpus.sources}),
                origins=len({root for i in claim.evidence if (root := origins.root(i))}),
            )


def _waivers(corpus: Corpus, last: date) -> Iterator[Due]:
    for at, record in corpus.records_checked():
        for waiver in record.waivers if not record.withdrawn else ():
            if waiver.until <= last:
                yield Due(reason=Reason.WAIVER, record=at, day=waiver.until, why=waiver.rule)


def _lonely(corpus: Corpus) -> Iterator[Due]:
    """Yield the claims whose standing verdict rests on one origin, or on parties alone."""
    for claim in _live_claims(corpus):
        review = current_review(claim)
        if review is None:
            continue
        judged = next(j for j in judgements(corpus)[claim.id] if j.review == review)
        if judged.status in (Status.SINGLE_ORIGIN, Status.PARTIES_ONLY):
            speaking = [c for c in judged.counted if c.stance != "context"]
            carrying = [c for c in speaking if judged.status is Status.PARTIES_ONLY or not c.party]
            yield Due(
                reason=Reason.ORIGIN,
                record=("claims", claim.id),
                day=review.decided,
                why=str(judged.status),
                decided=newest_decision(claim),
                sources=len({c.source for c in carrying}),
                origins=len({c.root for c in carrying}),
            )


def _quotes(corpus: Corpus) -> Iterator[Due]:
    """Yield the sources and articles whose words are gone, or that nobody can compare."""
    found: dict[tuple[RecordPath, str], int] = {}
    gone: dict[RecordPath, date] = {}
    for quoted in quotes_of(corpus):
        record = record_of(capture_key(quoted.source))
        if record not in corpus.records or corpus.records[quoted.route[:2]].withdrawn:
            continue
        stands = state(quoted, corpus)
        if day := _words_gone(quoted, stands, corpus):
            gone[record] = min(day, gone.get(record, day))
        elif stands is QuoteState.VERIFIED:
            continue
        key = record, "" if day else str(stands)
        found[key] = found.get(key, 0) + 1
    for (record, why), count in found.items():
        source = corpus.sources.get(str(record[1])) if record[0] == "sources" else None
        read = source.read.on if source and source.read else None
        reason, day = (Reason.QUOTE, read) if why else (Reason.CHANGED, gone[record])
        yield Due(reason=reason, record=record, day=day, why=why, count=count)


def _words_gone(quoted: QuotedWords, stands: QuoteState, corpus: Corpus) -> date | None:
    """Return the day of the capture that does not hold the words; None when none is known."""
    proof = corpus.proofs.get(quoted.key)
    if proof is None:
        return None
    if stands is QuoteState.MISMATCH:
        return date.fromisoformat(proof.capture.retrieved[:ISO_DAY])
    return date.fromisoformat(proof.changed[:ISO_DAY]) if proof.changed else None


def _translations(corpus: Corpus) -> Iterator[Due]:
    missing = ((lack.route[:2], "missing", tag) for lack in lacks(corpus) for tag in lack.languages)
    old = ((found.route[:2], "stale", tag) for found, tag in stale(corpus))
    for (at, why, tag), count in Counter((*missing, *old)).items():
        if at[0] != "lastro" and not corpus.records[at].withdrawn:
            yield Due(
                reason=Reason.TRANSLATION,
                record=at,
                day=None,
                why=why,
                language=tag,
                count=count,
            )


def _archives(corpus: Corpus) -> Iterator[Due]:
    for source in corpus.sources_checked():
        if lacks_copy(source, corpus) and source.read:
            at, day = ("sources", source.id), source.read.on
            citing = {claim_id for claim_id, _ in corpus.cited_in.get(source.id, ())}
            count = sum(map(corpus.is_held_up, citing))
            yield Due(reason=Reason.ARCHIVE, record=at, day=day, why="", count=count)
