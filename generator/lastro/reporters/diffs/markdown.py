"""The form for the summary of a pull request: what changes, for whom, and how it will read.

A change comes from a stranger and its words end up on a page of the project's own host. So all
that is quoted is escaped, and the whole stays well below what the summary of a job may hold (1 MiB)
beside the findings of the check.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lastro.diagnostics.report import count_of
from lastro.reporters.diffs.entries import ChangeSummary
from lastro.reporters.diffs.readings import MOST_SHOWN, ClaimReading
from lastro.reporters.diffs.text import label_of
from lastro.reporters.markdown import fit_lines, literal, row
from lastro.text.messages import LONGEST_MESSAGE

MOST_ROWS = 500
ROOM = 300_000
"""Bytes of the table."""
ROOM_TO_READ = 200_000
"""Bytes of the claims as they will read."""
LONGEST_QUOTE = 160


def report(told: ChangeSummary) -> str:
    """Write what changes for readers, what an editor must see, and how changed claims will read."""
    read = _as_it_will_read(told.readings)
    parts = [part for part in ([*_changes(told)], [_for_editors(told)], [*read]) if part]
    return "\n".join("\n".join([*part, ""]) for part in parts)


def _changes(told: ChangeSummary) -> Iterator[str]:
    yield "### What changes for readers"
    yield ""
    if not told.entries:
        yield "Nothing."
        return
    yield "| | record | was | will be | why |"
    yield row(["---"] * 5)
    told_of = ((label_of(e.kind), e.title, e.was, e.now, e.why) for e in told.entries)
    shown = fit_lines((row(map(literal, one)) for one in islice(told_of, MOST_ROWS)), ROOM)
    yield from (*shown, *_left_out(len(told.entries) - len(shown)))


def _for_editors(told: ChangeSummary) -> str:
    kinds = Counter(str(at[2]) for at, _ in told.exceptions)
    facts = [
        count_of(kinds["waivers"], "waiver", "waivers") + " added",
        count_of(told.to_verify, "lock entry", "lock entries") + " to verify",
        count_of(kinds["reviews"], "override", "overrides"),
    ]
    facts += ["a claim taken for a statement"] if kinds["nature"] else []
    facts += ["a party less"] if kinds["parties"] else []
    resting = f"Claims that rest on a changed source: {told.resting}."
    said = f"For the editor: {', '.join(facts)}. {resting}"
    return f"{said} Not compared, since unreadable: {told.unread}." if told.unread else said


def _as_it_will_read(readings: Sequence[ClaimReading]) -> Iterator[str]:
    if not readings:
        return
    yield "### As it will read"
    shown = fit_lines(map(_reading, readings[:MOST_SHOWN]), ROOM_TO_READ)
    for reading in shown:
        yield from ("", reading)
    yield from _left_out(len(readings) - len(shown))


def _reading(reading: ClaimReading) -> str:
    said = f"> **{literal(reading.rating)}.** {literal(reading.short)}"
    if reading.quote:
        said += f' "{literal(reading.quote, LONGEST_QUOTE)}" ({literal(reading.source)})'
    return "\n\n".join([said, *(literal(one, LONGEST_MESSAGE) for one in reading.deciding)])


def _left_out(more: int) -> tuple[str, ...]:
    return ("", f"{more} more {'are' if more > 1 else 'is'} left out here.") if more else ()
