"""What is due, as lines for a terminal, as JSON and as a calendar.

Dozens of sources without a copy must not hide the one verdict that is overdue: what has a
deadline, or says that a source changed, is listed; of the rest the numbers are told.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import count_of
from lastro.exports.icalendar import CalendarEntry, calendar
from lastro.places import RecordPath, name_of
from lastro.reporters.document import lastro_document, pick
from lastro.site.due import DATED, Due, Reason

LISTED = (Reason.REVIEW, Reason.CHANGED, Reason.WAIVER)
"""Reasons that are listed without being asked for."""
_STANDING = {
    "changed": "changed",
    "single-origin": "one origin",
    "parties-only": "parties only",
    "archive": "no copy",
}
COUNTED = {
    Reason.REVIEW: "review{} due",
    Reason.CHANGED: "source{} changed",
    Reason.WAIVER: "waiver{} ending",
    Reason.ORIGIN: "verdict{} on one origin or on parties only",
    Reason.QUOTE: "source{} whose quotes nobody can compare",
    Reason.TRANSLATION: "record{} with translations missing or stale",
    Reason.ARCHIVE: "source{} of which no copy is kept",
}


def as_text(
    found: Sequence[Due], today: date, within: int, listed: Sequence[Reason]
) -> Iterator[str]:
    """Yield a line for each item of the listed reasons, then one for each other reason."""
    rows = [_row(item, today) for item in found if item.reason in listed]
    if not rows:
        yield f"nothing falls due within {count_of(within, 'day', 'days')} of {today}"
    widths = [max((len(row[n]) for row in rows), default=0) for n in range(4)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    others = _records_by_reason(item for item in found if item.reason not in listed)
    if others:
        yield ""
    for reason in Reason:
        if number := others[reason]:
            what = COUNTED[reason].format("" if number == 1 else "s")
            yield f"{number} {what}: lastro due --reason {reason}"


def as_json(
    found: Sequence[Due],
    today: date,
    within: int,
    unread: int,
    path_of: Callable[[RecordPath], str],
) -> str:
    """Write everything that is due; keys are only ever added while the version stays."""
    content = {
        "today": today,
        "within": within,
        "unread": unread,
        "counts": {str(r): n for r, n in sorted(_records_by_reason(found).items())},
        "due": [
            {
                **pick(item, "reason day count decided opened"),
                "record": name_of(item.record),
                "path": path_of(item.record),
                "days": item.days(today) if item.reason in DATED else None,
                "why": item.why or None,
                "language": item.language or None,
                "sources": item.sources if item.decided or item.opened else None,
                "origins": item.origins if item.decided or item.opened else None,
            }
            for item in found
        ],
    }
    return lastro_document("due", content)


def as_calendar(found: Sequence[Due], today: date, corpus: Corpus) -> str:
    """Write what has a deadline as days of a calendar."""
    publisher = corpus.settings.publisher
    host = urlsplit(publisher.url).hostname or "lastro.invalid"
    entries = (_entry(item, today, corpus) for item in found if item.reason in DATED)
    return calendar(f"{publisher.name}: due", host, entries)


def _entry(item: Due, today: date, corpus: Corpus) -> CalendarEntry:
    kind, _, record_id = str(name_of(item.record)).partition(":")
    day = item.day or today
    if item.reason is Reason.WAIVER:
        name = f"waiver-{kind}-{record_id}-{item.why}"
        return CalendarEntry(name, day, f"Waiver ends: {item.why}", f"{kind} {record_id}", today)
    wording = corpus.claims[record_id].claim.readings[0][1]
    _, _, why, resting = _row(item, today)
    return CalendarEntry(
        f"review-{record_id}", day, f"Review: {wording}", f"{record_id}: {why}; {resting}", today
    )


def _records_by_reason(found: Iterator[Due] | Sequence[Due]) -> Counter[Reason]:
    """Count records: one with two kinds of gaps in its translations is one to look at."""
    return Counter(reason for reason, _ in {(item.reason, item.record) for item in found})


def _row(item: Due, today: date) -> tuple[str, str, str, str]:
    """Return the four columns: how urgent, which record, why, and what it rests on."""
    name = str(item.record[1]) if item.record[0] == "claims" else str(name_of(item.record))
    return _urgency(item, today), name, _why(item), _resting(item)


def _urgency(item: Due, today: date) -> str:
    days = item.days(today) or 0
    if item.reason is Reason.REVIEW:
        late, ahead = f"overdue {-days} d", f"due in {days:3} d"
        return late if days < 0 else ahead if days else "due today"
    if item.reason is Reason.WAIVER:
        past, to_come = f"ended {-days} d ago", f"ends in {days:2} d"
        return past if days < 0 else to_come if days else "ends today"
    if item.reason is Reason.TRANSLATION:
        return f"{item.why} {item.language}"
    return _STANDING.get(item.why or item.reason, item.why)


def _why(item: Due) -> str:
    if item.opened:
        return f"open since {item.opened}"
    if item.reason is Reason.REVIEW and item.why != "review_by":
        return f"{item.why}, decided {item.decided}"
    if item.reason is Reason.TRANSLATION:
        return count_of(item.count, "text", "texts")
    if item.reason is Reason.CHANGED:
        gone = count_of(item.count, "quote is", "quotes are")
        return f"{gone} not in the copy of {item.day}"
    lead = {
        Reason.REVIEW: "review_by",
        Reason.WAIVER: f"waives {item.why} until",
        Reason.ORIGIN: "decided",
    }
    return f"{lead.get(item.reason, 'read')} {item.day}" if item.day else ""


def _resting(item: Due) -> str:
    match item.reason:
        case Reason.REVIEW | Reason.ORIGIN:
            sources = count_of(item.sources, "source", "sources")
            return f"{sources}, {count_of(item.origins, 'origin', 'origins')}"
        case Reason.QUOTE:
            return count_of(item.count, "quote", "quotes")
        case Reason.ARCHIVE:
            return f"cited in {count_of(item.count, 'claim', 'claims')}"
        case _:
            return ""
