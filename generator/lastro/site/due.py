"""What editors have to look at, and why: the oldest first. Pure.

A verdict that nobody looks at again, that rests on one voice or whose source may vanish turns wrong in
silence. Nothing here blocks anybody's work: a late review is no error. Withdrawn records are never due.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import lacks, stale
from lastro.evidence import proofs
from lastro.evidence.judge import OPEN_FOR, judgements, newest_decision, review_due
from lastro.evidence.origins import Origins
from lastro.evidence.tally import Status
from lastro.model.base import Kept
from lastro.model.claim import Claim, current_review
from lastro.model.source import Source
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
    last = today + min(timedelta(days=within), date.max - today)
    return gather(
        part for record in corpus.records.values() for part in due_parts(record, corpus, last)
    )


def due_parts(record: Kept, corpus: Corpus, last: date = date.max) -> Iterator[Due]:
    """Yield what a record makes due up to a day; of one source, each that quotes it tells its part."""
    if not record.withdrawn:
        yield from _waivers(record, last)
        yield from _quotes(record, corpus)
        yield from _translations(record, corpus)
        if isinstance(record, Claim):
            yield from _review(record, corpus, last)
            yield from _lonely(record, corpus)
    if isinstance(record, Source):
        yield from _archive(record, corpus)


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


def _review(claim: Claim, corpus: Corpus, last: date) -> Iterator[Due]:
    origins, day = corpus.derive_once(Origins), review_due(claim)
    if day and day <= last:
        yield Due(
            reason=Reason.REVIEW,
            record=claim.at,
            day=day,
            why="opened" if claim.opened else str(claim.volatility or "review_by"),
            decided=newest_decision(claim),
            sources=len({i.source for i in claim.evidence if i.source in corpus.sources}),
            origins=len({root for i in claim.evidence if (root := origins.root(i))}),
        )


def _waivers(record: Kept, last: date) -> Iterator[Due]:
    for waiver in record.waivers:
        if waiver.until <= last:
            yield Due(reason=Reason.WAIVER, record=record.at, day=waiver.until, why=waiver.rule)


def _lonely(claim: Claim, corpus: Corpus) -> Iterator[Due]:
    """Yield the claim when its standing verdict rests on one origin, or on parties alone."""
    review = current_review(claim)
    if review is None:
        return
    judged = next(j for j in judgements(corpus)[claim.id] if j.review == review)
    if judged.status in (Status.SINGLE_ORIGIN, Status.PARTIES_ONLY):
        speaking = [c for c in judged.counted if c.stance != "context"]
        carrying = [c for c in speaking if judged.status is Status.PARTIES_ONLY or not c.party]
        yield Due(
            reason=Reason.ORIGIN,
            record=claim.at,
            day=review.decided,
            why=str(judged.status),
            decided=newest_decision(claim),
            sources=len({c.source for c in carrying}),
            origins=len({c.root for c in carrying}),
        )


def _quotes(record: Kept, corpus: Corpus) -> Iterator[Due]:
    """Yield the sources and articles that a record quotes whose words are gone, or that nobody can compare."""
    found: dict[tuple[RecordPath, str], int] = {}
    gone: dict[RecordPath, date] = {}
    for quoted in proofs.quotes_in(record, corpus):
        of = record_of(proofs.capture_key(quoted.source))
        if of not in corpus.records:
            continue
        stands = proofs.state(quoted, corpus)
        if day := _find_day_words_gone(quoted, stands, corpus):
            gone[of] = min(day, gone.get(of, day))
        elif stands is proofs.QuoteState.VERIFIED:
            continue
        key = of, "" if day else str(stands)
        found[key] = found.get(key, 0) + 1
    for (of, why), count in found.items():
        source = corpus.sources.get(str(of[1])) if of[0] == "sources" else None
        read = source.read.on if source and source.read else None
        reason, day = (Reason.QUOTE, read) if why else (Reason.CHANGED, gone[of])
        yield Due(reason=reason, record=of, day=day, why=why, count=count)


def _find_day_words_gone(
    quoted: proofs.QuotedWords, stands: proofs.QuoteState, corpus: Corpus
) -> date | None:
    proof = corpus.proofs.get(quoted.key)
    if proof is None:
        return None
    if stands is proofs.QuoteState.MISMATCH:
        return date.fromisoformat(proof.capture.retrieved[:ISO_DAY])
    return date.fromisoformat(proof.changed[:ISO_DAY]) if proof.changed else None


def _translations(record: Kept, corpus: Corpus) -> Iterator[Due]:
    missing = (("missing", tag) for lack in lacks(record, corpus) for tag in lack.languages)
    old = (("stale", tag) for _, tag in stale(record, corpus))
    for (why, tag), count in Counter((*missing, *old)).items():
        yield Due(
            reason=Reason.TRANSLATION,
            record=record.at,
            day=None,
            why=why,
            language=tag,
            count=count,
        )


def _archive(source: Source, corpus: Corpus) -> Iterator[Due]:
    if proofs.lacks_copy(source, corpus) and source.read:
        citing = {claim_id for claim_id, _ in corpus.cited_in.get(source.id, ())}
        count = sum(map(corpus.is_held_up, citing))
        yield Due(reason=Reason.ARCHIVE, record=source.at, day=source.read.on, why="", count=count)
