"""What a feed tells of a record: its check, and each day on which what readers were told changed.

Who subscribes reads the feed and not the site: so an entry says the verdict that holds now, and what
a change changed from and to. An entry is named by its day and the first id that its record had: a
rename, a new form of a file or a reworded sentence makes no new one. One day is one entry, however
much was decided and corrected on it.
"""

from collections.abc import Iterator
from datetime import date
from typing import cast

from msgspec import Struct

from lastro.corpus.facts import last_change
from lastro.model.base import Correction, Kept
from lastro.model.claim import Claim, Review, find_corrected
from lastro.model.settings import Rating
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.site.catalogue import say
from lastro.site.derive import Site
from lastro.site.facets import facets
from lastro.site.views import ClaimView, OpenView, WindowView
from lastro.text.dates import Window


class FeedEntry(Struct, frozen=True, array_like=True):
    """One entry of a feed, in one language."""

    name: str
    """Address below the site that the entry is named by: it leads somewhere, and never changes."""
    path: str
    """Address of the page below the language's root."""
    day: str
    """Of the first decision, or of the change; ISO 8601, as `modified`."""
    modified: str
    title: str
    text: str
    """Plain sentences, one a line."""
    language: str
    """That of the title: another than the feed's where a text is not translated."""


class RecordEntries(Struct, frozen=True, array_like=True):
    """What one record adds to the feeds of one language."""

    feeds: tuple[tuple[str, str], ...]
    """Path without its ending, and name, of each feed about what it shares with other claims."""
    check: FeedEntry | None
    """Of a claim with a verdict that is held up."""
    changes: tuple[FeedEntry, ...]
    """The newest first."""


def tell_record(site: Site, at: RecordPath, language: str) -> RecordEntries | None:
    """Return what a record adds to the feeds of a language; None where that is nothing."""
    kind, key = map(str, at)
    record = site.corpus.records[at]
    telling = _Telling(site, language, record)
    if record.withdrawn:
        name = "" if kind == "claims" and key not in site.every_claim else telling.name_of_record()
        gone = telling.withdrawal(record) if name else ""
        change = telling.entry(record.withdrawn.on, say(language, "withdrawn_title"), name, gone)
        return RecordEntries((), None, (change,)) if name else None
    view = site.every_claim.get(key) if kind == "claims" else None
    if view is None:
        return None
    changes = tuple(sorted(telling.changes(view), key=lambda entry: entry.day, reverse=True))
    check = telling.check(view) if isinstance(view, ClaimView) else None
    feeds = tuple(telling.feeds(view)) if isinstance(view, ClaimView) else ()
    return RecordEntries(feeds, check, changes) if check or changes else None


def first_id(record: Kept) -> str:
    """Return the first id that a record ever had: a reader's program knows it by that."""
    return next(iter(record.former_ids), str(record.at[1]))


def first_day(claim: Claim) -> date | None:
    """Return the first day that records tell of a verdict; None of a claim that never had one."""
    days = [review.decided for review in claim.reviews]
    return min(days + [correction.on for correction in claim.corrections], default=None)


class _Telling:
    """The entries of one record in one language."""

    def __init__(self, site: Site, language: str, record: Kept) -> None:
        self._site, self._tag, self._record = site, language, record

    def entry(
        self, day: date, label: str, name: str, *lines: str, change: bool = True
    ) -> FeedEntry:
        """Make an entry about the record: its title leads with a label."""
        kind, record, tag = self._record.FOLDER, self._record, self._tag
        prefix = "" if tag == self._site.languages[0] else f"{tag}/"
        return FeedEntry(
            name=f"{prefix}{kind}/{first_id(record)}/{f'#{day}' if change else ''}",
            path=f"{kind}/{record.at[1]}/",
            day=day.isoformat(),
            modified=(day if change else last_change(cast("Claim", record))).isoformat(),
            title=f"{label}: {name}",
            text="\n".join(dict.fromkeys(filter(None, lines))),
            language=record.claim.read(tag)[0] if isinstance(record, Claim) else tag,
        )

    def name_of_record(self) -> str:
        """Return what readers call the record."""
        record: Kept = self._record
        if isinstance(record, Claim):
            return record.claim.read(self._tag)[1]
        title = str(vars(record)["title"] or "")
        if title or not isinstance(record, Source):
            return title
        publisher = record.publisher or say(self._tag, "unknown_publisher")
        return say(self._tag, "unknown_title_of", publisher=publisher)

    def withdrawal(self, record: Kept) -> str:
        """Say why the record is no longer held up."""
        return record.withdrawn.reason.read(self._tag)[1] if record.withdrawn else ""

    def label(self, rating: Rating | None) -> str:
        """Name a rating; where there is none, the claim is being looked at."""
        return rating.label.read(self._tag)[1] if rating else say(self._tag, "open_tag")

    def check(self, view: ClaimView) -> FeedEntry:
        """Tell the claim with the verdict that holds now."""
        review, day = view.current.review, first_day(view.claim) or view.modified
        lines = review.short.read(self._tag)[1], self._caveat(review)
        return self.entry(
            day, self.label(view.current.rating), self.name_of_record(), *lines, change=False
        )

    def _caveat(self, review: Review) -> str:
        override = review.override
        if not override:
            return ""
        reason, names = override.reason.read(self._tag)[1], ", ".join(override.by)
        return say(self._tag, "override", reason=reason, names=names)

    def changes(self, view: OpenView) -> Iterator[FeedEntry]:
        """Yield each day after the first on which something was decided or corrected."""
        claim, first = view.claim, first_day(view.claim)
        windows = view.windows if isinstance(view, ClaimView) else ()
        decided = [w.review.decided for w in windows if first and w.review.decided > first]
        now = view.current if isinstance(view, ClaimView) else None
        for day in sorted({*decided, *(correction.on for correction in claim.corrections)}):
            told = [w for w in windows if w.review.decided == day != first]
            shown = told[-1] if told else now
            lines = [] if shown is None else [shown.review.short.read(self._tag)[1]]
            lines += [self._caveat(shown.review)] if shown else []
            for correction in claim.corrections:
                lines += [*self._correction(claim, correction)] if correction.on == day else []
            lines += [self._step(windows, window) for window in told]
            label = self.label(shown.rating if shown else None)
            yield self.entry(day, label, self.name_of_record(), *lines)

    def _correction(self, claim: Claim, correction: Correction) -> Iterator[str]:
        """Yield what a correction says, and what it changed from and to, as its page does."""
        tag, was = self._tag, correction.was
        yield f"{say(tag, 'log_correction')}: {correction.what.read(tag)[1]}"
        now, rating = find_corrected(claim, correction), self._site.settings.rating
        if was and was.rating and not (now and now.rating == was.rating):
            labels = self.label(rating(was.rating)), self.label(rating(now.rating) if now else None)
            yield say(tag, "was_rating", was=labels[0], now=labels[1])
        if was and was.holds and not (now and now.holds == was.holds):
            holds = self._window(now.holds) if now else self.label(None)
            yield say(tag, "was_holds", was=self._window(was.holds), now=holds)
        if was and was.short and not (now and now.short == was.short):
            short = now.short.read(tag)[1] if now else self.label(None)
            yield say(tag, "was_short", was=was.short.read(tag)[1], now=short)

    def _step(self, windows: tuple[WindowView, ...], window: WindowView) -> str:
        """Say from what to what the verdict moved where a window begins; the first one has no before."""
        before = windows[windows.index(window) - 1] if window != windows[0] else window
        if before.rating == window.rating:
            return ""
        day = say(self._tag, "since_day", day=window.review.holds.start.text)
        was, now = self.label(before.rating), self.label(window.rating)
        return f"{day}. {say(self._tag, 'was_rating', was=was, now=now)}"

    def _window(self, holds: Window) -> str:
        if holds.end is None:
            return say(self._tag, "since", start=holds.start.text)
        return say(self._tag, "from_to", start=holds.start.text, end=holds.end.text)

    def feeds(self, view: ClaimView) -> Iterator[tuple[str, str]]:
        """Yield path and name of each feed about what the claim shares with others."""
        tag, found = self._tag, facets(self._site)
        for topic in dict.fromkeys(view.claim.topics):
            named = self._site.settings.topic(topic)
            name = named.label.read(tag)[1] if named else topic
            yield f"topics/{topic}", say(tag, "topic_title", name=name)
        claimants = map(found.claimant, view.claim.claimant_names)
        for facet in {facet.slug: facet for facet in claimants}.values():
            name = found.spelled[facet.key].name
            yield f"claimants/{facet.slug}", say(tag, "claimant_title", name=name)
        rating = view.current.rating
        yield f"ratings/{rating.id}", say(tag, "rating_title", name=self.label(rating))
