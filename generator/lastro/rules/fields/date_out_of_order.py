"""Days follow each other as what they record did.

A verdict older than the source it cites cannot have rested on it. Such a slip makes readers doubt
every other date of the page, and rightly.

A month or a year is out of order only when all of its days are, a date marked `~` or `?` never.
One finding for each slip: a day still to come is left to `date-in-future`, and a day that is out
of order at its own place is not compared further. Corrections are compared with the day of saying,
not with `decided`, which moves on when a review is taken up again. `looked_until` may lie before
`decided` or after it, but not before its window, nor in a window that has ended: what comes later is
told by the next one. A page that was removed was published before, and was not read at its own place afterwards.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.evidence.judge import is_said_after_article
from lastro.model.base import Kept
from lastro.model.claim import Claim, Review
from lastro.model.reader_text import cited_ids
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.text.dates import Edtf, edtf
from lastro.text.messages import in_quotes

WAIVABLE = True
HINT = "correct one of the two dates"


class _Earlier(Struct, frozen=True):
    """What came first: its day, how it is called, and where it stands."""

    day: Edtf | None
    words: str
    route: RecordPath


def check(record: Kept, corpus: Corpus, today: date) -> Findings:
    """Yield one finding for each day that certainly lies before one that it follows."""
    if isinstance(record, Source):
        yield from _of_source(record, today)
    if isinstance(record, Claim):
        sound = not is_said_after_article(record, corpus)
        if not sound:
            yield from _said(record, corpus, today)
        yield from _follow_ups(record, corpus, today, sound=sound)
        yield from _appearances(record, today)


def _of_source(source: Source, today: date) -> Findings:
    root = ("sources", source.id)
    published = _Earlier(source.published, "published", (*root, "published"))
    removed, read = source.removed, source.read
    if read:
        yield from _out_of_order((*root, "read", "on"), "read", read.on, [published], today)
    if removed is None or removed.mark:
        return
    last = removed.after - timedelta(days=1)
    earlier = [published]
    if read and read.how == "original":
        earlier.append(_Earlier(edtf(read.on.isoformat()), "read", (*root, "read", "on")))
    yield from _out_of_order((*root, "removed"), "removed", last, earlier, today)


def _said(claim: Claim, corpus: Corpus, today: date) -> Findings:
    published = corpus.articles[claim.article].published
    if claim.said.on and claim.said.on.first <= today:
        yield Finding(
            route=("claims", claim.id, "said", "on"),
            message=f"said on {claim.said.on}, but the article was published on {published}",
            hint=HINT,
            related=(Related(("articles", claim.article, "published"), "published"),),
        )


def _follow_ups(claim: Claim, corpus: Corpus, today: date, *, sound: bool) -> Findings:
    """Compare what came after the saying; its day counts where it is `sound` itself."""
    root = ("claims", claim.id)
    said = _Earlier(claim.said.on if sound else None, "said", (*root, "said", "on"))
    for index, review in enumerate(claim.reviews):
        earlier = [said, *_cited(claim, review, corpus)]
        at = (*root, "reviews", index, "decided")
        yield from _out_of_order(at, "decided", review.decided, earlier, today)
        yield from _looked_until((*root, "reviews", index), review, today)
    if claim.opened:
        yield from _out_of_order((*root, "opened"), "opened", claim.opened, [said], today)
    for index, correction in enumerate(claim.corrections):
        at = (*root, "corrections", index, "on")
        yield from _out_of_order(at, "corrected", correction.on, [said], today)
    if claim.review_by:
        newest = max(claim.reviews, key=lambda review: review.decided)
        at = (*root, "reviews", claim.reviews.index(newest), "decided")
        decided = _Earlier(edtf(newest.decided.isoformat()), "decided", at)
        yield from _out_of_order(
            (*root, "review_by"), "review due", claim.review_by, [decided], today
        )


def _appearances(claim: Claim, today: date) -> Findings:
    for number, seen in enumerate(claim.appearances):
        at = ("claims", claim.id, "appearances", number)
        earlier = [_Earlier(seen.first_seen, "first seen", (*at, "first_seen"))]
        if seen.last_seen:
            last = (*at, "last_seen")
            yield from _out_of_order(last, "last seen", seen.last_seen, earlier, today)
            earlier.append(_Earlier(seen.last_seen, "last seen", last))
        if seen.removed:
            yield from _out_of_order((*at, "removed"), "removed", seen.removed, earlier, today)


def _looked_until(at: RecordPath, review: Review, today: date) -> Findings:
    """Compare the day up to which changes were looked for with the window in which they were."""
    route, day, holds = (*at, "looked_until"), review.looked_until, review.holds
    if day and holds.end:
        message = f"looked for changes until {day}, but this window ended on {holds.end}"
        hint = "leave it out here: only the review without an end has `looked_until`"
        related = (Related((*at, "holds"), "ended"),)
        yield Finding(route=route, message=message, hint=hint, related=related)
    elif day:
        start = _Earlier(holds.start, "the window starts", (*at, "holds"))
        yield from _out_of_order(route, "looked for changes until", day, [start], today)


def _cited(claim: Claim, review: Review, corpus: Corpus) -> Iterator[_Earlier]:
    """Yield the publication of each source that a reasoning cites before it, in any language."""
    passages = {item.id: item.source for item in claim.evidence}
    cited = [name for _, text in review.because.readings for name in cited_ids(text)]
    for key in dict.fromkeys(passages[name] for name in cited if name in passages):
        source = corpus.sources.get(key)
        published = source.published if source else None
        if published is None or published.first <= review.decided:
            continue
        if source and not _read_before_published(source):
            words = f"{in_quotes(key)} was published"
            yield _Earlier(published, words, ("sources", key, "published"))


def _read_before_published(source: Source) -> bool:
    read, published = source.read, source.published
    return bool(read and published and not published.mark and read.on < published.first)


def _out_of_order(
    at: RecordPath, what: str, day: date | Edtf, earlier: Iterable[_Earlier], today: date
) -> Findings:
    when = day if isinstance(day, Edtf) else edtf(day.isoformat())
    missed = [e for e in earlier if e.day and not e.day.mark and when.after <= e.day.first <= today]
    if missed and not when.mark:
        yield Finding(
            route=at,
            message=f"{what} on {day}, but {missed[0].words} on {missed[0].day}",
            hint=HINT,
            related=tuple(Related(e.route, f"{e.words} {e.day}") for e in missed),
        )
