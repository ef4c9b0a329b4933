"""The form for the summary of a pull request: a note to its editor, what changes, how it will read.

Whether the verdicts that move carry, which words to compare with their sources, what readers are owed and
which bars are lowered come first. All that is quoted is a stranger's, so it is escaped, and the whole
stays well below what the summary of a job may hold (1 MiB).
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import islice

from lastro.diagnostics.report import count_of
from lastro.reporters.diffs.entries import ChangeSummary
from lastro.reporters.diffs.entry import Kind
from lastro.reporters.diffs.readings import MOST_SHOWN, ClaimReading
from lastro.reporters.diffs.text import label_of
from lastro.reporters.markdown import fit_lines, literal, row
from lastro.text.messages import LONGEST_MESSAGE

MOST_ROWS = 500
ROOM = 200_000
"""Bytes of the table; the note to the editor and the texts before and after have half of it each."""
ROOM_TO_READ = 200_000
"""Bytes of the claims as they will read."""
LONGEST_QUOTE = 160
_MOVES: tuple[Kind, ...] = ("moved", "reviewed", "window-ended", "window-changed", "status")
"""Changes of what is said of a claim, or of how it is carried."""


def report(told: ChangeSummary) -> str:
    moving = {str(entry.record[1]) for entry in told.entries if entry.kind in _MOVES}
    read = _as_it_will_read(told.readings, moving)
    sections = (_for_editors(told), _changes(told), _before_and_after(told), read)
    parts = [part for part in map(list, sections) if part]
    return "\n".join("\n".join([*part, ""]) for part in parts)


def _changes(told: ChangeSummary) -> Iterator[str]:
    yield "### What changes for readers"
    yield ""
    if not told.entries:
        yield "Nothing."
        return
    yield "| | record | was | will be | why |"
    yield row(["---"] * 5)
    told_of = ((label_of(e.kind), e.title, e.was, e.shown, e.why) for e in told.entries)
    shown = fit_lines((row(map(literal, one)) for one in islice(told_of, MOST_ROWS)), ROOM)
    yield from (*shown, *_left_out(len(told.entries) - len(shown)))


def _for_editors(told: ChangeSummary) -> Iterator[str]:
    deciding = {reading.claim: reading.deciding for reading in told.readings}
    moving = []
    for entry in (entry for entry in told.entries if entry.kind in _MOVES):
        said = f"“{entry.title}”: {' → '.join(filter(None, (entry.was, entry.now)))}"
        of_claim = deciding.get(str(entry.record[1]), ()) if entry.record[0] == "claims" else ()
        moving.append(". ".join(filter(None, (said, entry.why, *of_claim))))
    quotes = Counter(str(quoted.route[1]) for quoted in told.unverified)
    unseen = [f"{name}: {count_of(n, 'quote')}" for name, n in sorted(quotes.items())]
    if told.to_verify:
        unseen.append(count_of(told.to_verify, "new line", "new lines") + " of evidence.lock")
    lists = {
        "Verdicts that move, and what they hang on": moving,
        "Quotes to verify": unseen,
        "Corrections owed": [f"{at[1]}: {message}" for at, message in told.owed],
        "Look twice": [f"{at[1]}: {message}" for at, message in told.exceptions],
    }
    yield "### For the editor"
    yield ""
    lines = []
    for heading, items in lists.items():
        lines += [f"- **{heading}:** {len(items) or 'none'}", *(f"  - {_item(i)}" for i in items)]
    shown = fit_lines(lines, ROOM // 2)
    yield from shown
    yield f"- Claims that rest on a changed source: {told.resting}"
    if told.unread:
        yield f"- Not compared, since unreadable: {told.unread}"
    yield from _left_out(len(lines) - len(shown))


def _item(text: str) -> str:
    return literal(text, LONGEST_MESSAGE)


def _before_and_after(told: ChangeSummary) -> Iterator[str]:
    texts = [(entry.title, text) for entry in told.entries for text in entry.texts]
    if not texts:
        return
    yield "### Before and after"
    yield ""
    yield "| record | text | before | after |"
    yield row(["---"] * 4)
    cells = ((_item(s) for s in (title, t.name, *t.sides)) for title, t in texts)
    shown = fit_lines(map(row, cells), ROOM // 2)
    yield from (*shown, *_left_out(len(texts) - len(shown)))


def _as_it_will_read(
    readings: Sequence[ClaimReading], in_the_note: Container[str]
) -> Iterator[str]:
    if not readings:
        return
    yield "### As it will read"
    told = (
        _reading(one, with_labels=one.claim not in in_the_note) for one in readings[:MOST_SHOWN]
    )
    shown = fit_lines(told, ROOM_TO_READ)
    for reading in shown:
        yield from ("", reading)
    yield from _left_out(len(readings) - len(shown))


def _reading(reading: ClaimReading, *, with_labels: bool) -> str:
    said = f"> **{literal(reading.rating)}.** {literal(reading.short)}"
    if reading.quote:
        said += f' "{literal(reading.quote, LONGEST_QUOTE)}" ({literal(reading.source)})'
    return "\n\n".join([said, *map(_item, reading.deciding if with_labels else ())])


def _left_out(more: int) -> tuple[str, ...]:
    return ("", f"{more} more {'are' if more > 1 else 'is'} left out here.") if more else ()
