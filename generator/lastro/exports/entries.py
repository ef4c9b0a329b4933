"""What a feed tells of a record: its check, and each day on which what readers were told changed.

Who subscribes reads the feed and not the site: an entry says the verdict that holds now, and what a change
changed from and to. It is named by its day and the first id that its record had, so that a rename or a
reworded sentence makes no new one. One day is one entry, however much was decided on it.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from lastro.corpus.facts import last_change
from lastro.exports.owed import OwedChange, find_first_day, list_owed
from lastro.exports.template import fill
from lastro.model.base import Kept
from lastro.model.catalogue import say
from lastro.model.claim import Claim
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView


class FeedEntry(Struct, frozen=True):
    """One entry of a feed, in one language, with the names of JSON Feed 1.1."""

    id: str
    """An address that leads to the record, and never changes."""
    url: str
    title: str
    content_text: str
    """Plain sentences, one a line."""
    date_published: str
    """Of the first decision, or of the change."""
    date_modified: str
    language: str
    """That of the title: another than the feed's where a text is not translated."""


class RecordEntries(Struct, frozen=True):
    """What one record adds to the feeds of one language, the newest change first."""

    check: FeedEntry | None
    """Of a claim with a verdict that is held up."""
    changes: tuple[FeedEntry, ...]


def tell_record(site: Site, at: RecordPath, tag: str) -> RecordEntries | None:
    """Return what a record adds to the feeds of a language; None where that is nothing."""
    record, kind, key = site.corpus.records[at], *map(str, at)
    if kind == "claims" and key not in site.every_claim:
        return None
    found = site.claims.get(key) if kind == "claims" and not record.withdrawn else None
    view = found if isinstance(found, ClaimView) else None
    on, entry = attrgetter("on"), partial(_entry, site, record, view, tag)
    later = (one for one in list_owed(site, at) if one.kind != "checked")
    by_day = groupby(sorted(later, key=on, reverse=True), on)
    changes = tuple(
        entry([*found], day=day, modified=day, anchor=f"#{day}") for day, found in by_day
    )
    check = None
    if view:
        last = last_change(view.claim)
        check = entry((), day=find_first_day(view.claim) or last, modified=last)
    return RecordEntries(check, changes) if check or changes else None


def _entry(
    site: Site, record: Kept, view: ClaimView | None, tag: str, changes: Sequence[OwedChange],
    *, day: date, modified: date, anchor: str = "",
) -> FeedEntry:  # fmt: skip
    """Make an entry that leads with the verdict that holds now."""

    def label(rating: str | None) -> str:
        found = site.settings.rating(rating) if rating else None
        return found.label.read(tag)[1] if found else say(tag, "open_tag")

    def read(words: dict[str, str]) -> str:
        return words.get(tag) or next(iter(words.values()))

    now = view.current.review if view else None
    text = fill(
        "entry.txt", str, tag=tag, say=say, label=label, read=read, review=now, changes=changes
    )
    first_id = next(iter(record.former_ids), record.at[1])
    verdict = label(now.rating if now else None)
    return FeedEntry(
        id=site.address(tag, f"{record.FOLDER}/{first_id}/{anchor}"),
        url=site.address(tag, f"{record.FOLDER}/{record.at[1]}/"),
        title=f"{say(tag, 'withdrawn_title') if record.withdrawn else verdict}: {_name(record, tag)}",
        content_text="\n".join(filter(None, text.split("\n"))),
        date_published=f"{day}T00:00:00Z",
        date_modified=f"{modified}T00:00:00Z",
        language=record.claim.read(tag)[0] if isinstance(record, Claim) else tag,
    )


def _name(record: Kept, tag: str) -> str:
    if isinstance(record, Claim):
        return record.claim.read(tag)[1]
    publisher = vars(record)["publisher"] or say(tag, "unknown_publisher")
    return str(vars(record)["title"] or "") or say(tag, "unknown_title_of", publisher=publisher)
