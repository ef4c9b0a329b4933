"""`lastro due`: what to look at again, the oldest first, and why."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import site_of, sound_corpus, stands_in
from lastro.diagnostics.report import count_of
from lastro.loading.load import load
from lastro.places import RecordPath, name_of
from lastro.reporters.document import lastro_document, pick
from lastro.site.due import DATED, WITHIN, Due, Reason, list_due
from lastro.text.messages import did_you_mean


def _within(_: click.Context, __: click.Parameter, value: str) -> int:
    if not (read := re.fullmatch(r"(\d{1,4})d?", value, re.ASCII)):
        raise click.BadParameter(f"'{value}' is no number of days: write 30d")
    return int(read[1])


def _reasons(_: click.Context, __: click.Parameter, value: str) -> tuple[Reason, ...]:
    names = [name.strip() for name in value.split(",")] if value else []
    for name in names:
        if name not in set(Reason):
            hint = did_you_mean(name, Reason, f"reasons: {', '.join(Reason)}")
            raise click.BadParameter(f"'{name}' is no reason: {hint}")
    return tuple(reason for reason in Reason if reason in names)


@click.command("due")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--within", callback=_within, default=f"{WITHIN}d", show_default=True, metavar="DAYS")
@click.option("--reason", "reasons", callback=_reasons, default="", metavar="REASON,…")
@flag("--all", "everything")
@flag("--json", "as_json")
@today_option
def command(
    *,
    paths: tuple[Path, ...],
    within: int,
    reasons: tuple[Reason, ...],
    everything: bool,
    as_json: bool,
    today: date,
) -> None:
    root, wanted = site_of(paths or (Path(),))
    loaded = load(root)
    corpus = sound_corpus(loaded)
    all_due = (d for d in list_due(corpus, today, within) if not reasons or d.reason in reasons)
    found = [item for item in all_due if stands_in(loaded.path_of(item.record), wanted)]
    if as_json:
        write(_as_json(found, today, within, loaded.unread, loaded.path_of))
    else:
        listed = tuple(Reason) if everything else reasons or LISTED
        tell(_as_text(found, today, within, listed))
        if loaded.unread:
            records = count_of(loaded.unread, "record")
            write(f"{records} could not be read and may be due too: run `lastro check`\n")


LISTED = (Reason.REVIEW, Reason.CHANGED, Reason.WAIVER)
"""Reasons that are listed without being asked for: they have a deadline, or a source changed.

Dozens of sources without a copy must not hide the one verdict that is overdue.
"""
_STANDING = {
    "changed": "changed", "single-origin": "one origin", "parties-only": "parties only",
    "archive": "no copy",
}  # fmt: skip
COUNTED = {
    Reason.REVIEW: "review{} due",
    Reason.CHANGED: "source{} changed",
    Reason.WAIVER: "waiver{} ending",
    Reason.ORIGIN: "verdict{} on one origin or on parties only",
    Reason.QUOTE: "source{} whose quotes nobody can compare",
    Reason.TRANSLATION: "record{} with translations missing or stale",
    Reason.ARCHIVE: "source{} of which no copy is kept",
}


def _as_text(
    found: Sequence[Due], today: date, within: int, listed: Sequence[Reason]
) -> Iterator[str]:
    rows = [_row(item, today) for item in found if item.reason in listed]
    if not rows:
        yield f"nothing falls due within {count_of(within, 'day', 'days')} of {today}"
    widths = [max((len(row[n]) for row in rows), default=0) for n in range(4)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    others = _count_records_by_reason(item for item in found if item.reason not in listed)
    if others:
        yield ""
    for reason in Reason:
        if number := others[reason]:
            what = COUNTED[reason].format("" if number == 1 else "s")
            yield f"{number} {what}: lastro due --reason {reason}"


def _as_json(
    found: Sequence[Due],
    today: date,
    within: int,
    unread: int,
    path_of: Callable[[RecordPath], str],
) -> str:
    content = {
        "today": today,
        "within": within,
        "unread": unread,
        "counts": {str(r): n for r, n in sorted(_count_records_by_reason(found).items())},
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


def _count_records_by_reason(found: Iterable[Due]) -> Counter[Reason]:
    """Count records: one with two kinds of gaps in its translations is one to look at."""
    return Counter(reason for reason, _ in {(item.reason, item.record) for item in found})


def _row(item: Due, today: date) -> tuple[str, str, str, str]:
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
