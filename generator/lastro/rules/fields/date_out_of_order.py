from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from lastro.evidence.judge import is_said_after_article
from lastro.model.reader_text import cited_ids
from lastro.places import RecordPath
from lastro.rules import Claim, Corpus, Finding, Findings, Kept, Related, Review, Source, in_quotes
from lastro.text.dates import Edtf, edtf_of

WAIVABLE = True
HINT = "correct one of the two dates"


class _Earlier(Struct, frozen=True):
    """What came first: its day, how it is called, and where it stands."""

    day: date | Edtf | None
    words: str
    route: RecordPath


_Followed = tuple[RecordPath, str, date | Edtf | None, Sequence[_Earlier]]
"""Where a day stands, the word for what was done on it, the day, and what it must follow."""


def check(record: Kept, corpus: Corpus, today: date) -> Findings:
    if isinstance(record, Source):
        yield from _out_of_order(_days_of_source(record), today)
    if isinstance(record, Claim):
        sound = not is_said_after_article(record, corpus)
        if not sound and record.said.on and record.said.on.first <= today:
            published = corpus.articles[record.article].published
            yield Finding(
                route=(*record.at, "said", "on"),
                message=f"said on {record.said.on}, but the article was published on {published}",
                hint=HINT,
                related=(Related(("articles", record.article, "published"), "published"),),
            )
        yield from _out_of_order(_days_of_claim(record, corpus, sound=sound), today)
        yield from _looked_too_late(record)


def _days_of_source(source: Source) -> Iterator[_Followed]:
    root, read, removed = source.at, source.read, source.removed
    earlier = [_Earlier(source.published, "published", (*root, "published"))]
    if read:
        yield (*root, "read", "on"), "read", read.on, earlier
    if read and read.how == "original":
        earlier = [*earlier, _Earlier(read.on, "read", (*root, "read", "on"))]
    if removed and not removed.mark:
        yield (*root, "removed"), "removed", removed.after - timedelta(days=1), earlier


def _days_of_claim(claim: Claim, corpus: Corpus, *, sound: bool) -> Iterator[_Followed]:
    root = claim.at
    said = [_Earlier(claim.said.on, "said", (*root, "said", "on"))] if sound else []
    for index, review in enumerate(claim.reviews):
        at = (*root, "reviews", index)
        yield (*at, "decided"), "decided", review.decided, [*said, *_cited(claim, review, corpus)]
        if not review.holds.end:
            start = _Earlier(review.holds.start, "the window starts", (*at, "holds"))
            yield (*at, "looked_until"), "looked for changes until", review.looked_until, [start]
    yield (*root, "opened"), "opened", claim.opened, said
    for index, correction in enumerate(claim.corrections):
        yield (*root, "corrections", index, "on"), "corrected", correction.on, said
    if claim.review_by:
        newest = max(claim.reviews, key=lambda review: review.decided)
        at = (*root, "reviews", claim.reviews.index(newest), "decided")
        decided = _Earlier(newest.decided, "decided", at)
        yield (*root, "review_by"), "review due", claim.review_by, [decided]
    for index, seen in enumerate(claim.appearances):
        at = (*root, "appearances", index)
        first = _Earlier(seen.first_seen, "first seen", (*at, "first_seen"))
        last = _Earlier(seen.last_seen, "last seen", (*at, "last_seen"))
        yield last.route, last.words, last.day, [first]
        yield (*at, "removed"), "removed", seen.removed, [first, last]


def _looked_too_late(claim: Claim) -> Findings:
    for index, review in enumerate(claim.reviews):
        at, day, end = (*claim.at, "reviews", index), review.looked_until, review.holds.end
        if day and end:
            yield Finding(
                route=(*at, "looked_until"),
                message=f"looked for changes until {day}, but this window ended on {end}",
                hint="leave it out here: only the review without an end has `looked_until`",
                related=(Related((*at, "holds"), "ended"),),
            )


def _cited(claim: Claim, review: Review, corpus: Corpus) -> Iterator[_Earlier]:
    passages = {item.id: item.source for item in claim.evidence}
    cited = [name for _, text in review.because.readings for name in cited_ids(text)]
    for key in dict.fromkeys(passages[name] for name in cited if name in passages):
        source = corpus.sources.get(key)
        published = source.published if source else None
        if source is None or published is None or published.first <= review.decided:
            continue
        # where it was read before it came out, that is the slip
        if published.mark or source.read is None or source.read.on >= published.first:
            words = f"{in_quotes(key)} was published"
            yield _Earlier(published, words, ("sources", key, "published"))


def _out_of_order(days: Iterable[_Followed], today: date) -> Findings:
    for at, what, day, earlier in days:
        when = edtf_of(day) if day else None
        if when is None or when.mark:
            continue
        known = [(e, edtf_of(e.day)) for e in earlier if e.day]
        missed = [e for e, d in known if not d.mark and when.after <= d.first <= today]
        if missed:
            yield Finding(
                route=at,
                message=f"{what} on {day}, but {missed[0].words} on {missed[0].day}",
                hint=HINT,
                related=tuple(Related(e.route, f"{e.words} {e.day}") for e in missed),
            )
