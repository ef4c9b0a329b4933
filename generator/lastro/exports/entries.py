"""What a feed tells of a record: its check, and each day on which what readers were told changed.

Who subscribes reads the feed and not the site: so an entry says the verdict that holds now, and what
a change changed from and to. An entry is named by its day and the first id that its record had: a
rename, a new form of a file or a reworded sentence makes no new one. One day is one entry, however
much was decided and corrected on it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from lastro.corpus.facts import last_change
from lastro.exports.owed import Answer, OwedChange, find_first_day, list_owed
from lastro.model.base import Kept
from lastro.model.claim import Claim, Review
from lastro.model.settings import Rating
from lastro.places import RecordPath
from lastro.site.catalogue import say
from lastro.site.derive import Site
from lastro.site.views import ClaimView


class FeedEntry(Struct, frozen=True):
    """One entry of a feed, in one language; days are ISO 8601."""

    id: str
    """An address that leads to the record, and never changes."""
    url: str
    """Address of the page."""
    day: str
    """Of the first decision, or of the change."""
    modified: str
    title: str
    text: str
    """Plain sentences, one a line."""
    language: str
    """That of the title: another than the feed's where a text is not translated."""


class RecordEntries(Struct, frozen=True):
    """What one record adds to the feeds of one language."""

    check: FeedEntry | None
    """Of a claim with a verdict that is held up."""
    changes: tuple[FeedEntry, ...]
    """The newest first."""


def tell_record(site: Site, at: RecordPath, language: str) -> RecordEntries | None:
    """Return what a record adds to the feeds of a language; None where that is nothing."""
    told = _Telling(site, language, site.corpus.records[at])
    check, changes = told.check(), tuple(told.changes([*list_owed(site, at)]))
    return RecordEntries(check, changes) if told.name and (check or changes) else None


class _Telling:
    """The entries of one record in one language."""

    def __init__(self, site: Site, language: str, record: Kept) -> None:
        self._site, self._tag, self._record = site, language, record
        kind, key = map(str, record.at)
        found = site.claims.get(key) if kind == "claims" else None
        self._view = found if isinstance(found, ClaimView) else None
        self.name = self._name(shown=kind != "claims" or key in site.every_claim)

    def _name(self, *, shown: bool) -> str:
        """Return what readers call the record; nothing of one that has no page."""
        record = self._record
        if isinstance(record, Claim):
            return record.claim.read(self._tag)[1] if shown else ""
        publisher = vars(record)["publisher"] or say(self._tag, "unknown_publisher")
        return str(vars(record)["title"] or "") or say(
            self._tag, "unknown_title_of", publisher=publisher
        )

    def _entry(self, day: date, modified: date, lines: Iterator[str], anchor: str) -> FeedEntry:
        """Make an entry that leads with the verdict that holds now."""
        site, record, tag = self._site, self._record, self._tag
        first_id = next(iter(record.former_ids), record.at[1])
        now = self._view.current.rating if self._view else None
        label = say(tag, "withdrawn_title") if record.withdrawn else self._label(now)
        return FeedEntry(
            id=site.address(tag, f"{record.FOLDER}/{first_id}/{anchor}"),
            url=site.address(tag, f"{record.FOLDER}/{record.at[1]}/"),
            day=day.isoformat(),
            modified=modified.isoformat(),
            title=f"{label}: {self.name}",
            text="\n".join(dict.fromkeys(filter(None, lines))),
            language=record.claim.read(tag)[0] if isinstance(record, Claim) else tag,
        )

    def check(self) -> FeedEntry | None:
        """Tell the claim with the verdict that holds now."""
        if not self._view or self._record.withdrawn:
            return None
        claim = self._view.claim
        day = find_first_day(claim) or last_change(claim)
        return self._entry(day, last_change(claim), self._now(self._view.current.review), "")

    def changes(self, owed: Sequence[OwedChange]) -> Iterator[FeedEntry]:
        """Yield each later day on which something was decided, corrected or withdrawn, the newest first."""
        later = sorted(
            (one for one in owed if one.kind != "checked"), key=attrgetter("on"), reverse=True
        )
        for day, found in groupby(later, attrgetter("on")):
            yield self._entry(day, day, self._lines(found), f"#{day}")

    def _now(self, review: Review) -> Iterator[str]:
        yield review.short.read(self._tag)[1]
        if override := review.override:
            reason, names = override.reason.read(self._tag)[1], ", ".join(override.by)
            yield say(self._tag, "override", reason=reason, names=names)

    def _lines(self, owed: Iterator[OwedChange]) -> Iterator[str]:
        tag = self._tag
        if self._view and not self._record.withdrawn:
            yield from self._now(self._view.current.review)
        for change in owed:
            what = _read(change.what, tag) if change.what else ""
            is_correction = change.kind == "corrected"
            yield f"{say(tag, 'log_correction')}: {what}" if is_correction else what
            was, now = change.was, change.now or Answer()
            if change.kind == "moved" and was and was.rating != now.rating:
                start = (change.window or "").partition("/")[0]
                yield f"{say(tag, 'since_day', day=start)}. {self._step('rating', was, now)}"
            for name in Answer.__struct_fields__ if is_correction and was else ():
                if getattr(was, name) not in (None, getattr(now, name)):
                    yield self._step(name, was or now, now)

    def _step(self, name: str, was: Answer, now: Answer) -> str:
        """Say from what to what a part of the answer changed, as the log of the site does."""
        return say(self._tag, f"was_{name}", was=self._words(name, was), now=self._words(name, now))

    def _words(self, name: str, answer: Answer) -> str:
        value = getattr(answer, name)
        if value is None or name == "rating":
            return self._label(self._site.settings.rating(value) if value else None)
        if name == "short":
            return _read(value, self._tag)
        start, _, end = value.partition("/")
        return say(self._tag, "since" if end == ".." else "from_to", start=start, end=end)

    def _label(self, rating: Rating | None) -> str:
        """Name a rating; where there is none, the claim is being looked at."""
        return rating.label.read(self._tag)[1] if rating else say(self._tag, "open_tag")


def _read(words: dict[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()))
