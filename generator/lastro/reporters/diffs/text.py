"""The form for people at a terminal: kinds of change, the verdicts that moved first.

What is quoted from a record is text: it cannot colour or command the terminal that shows it.
"""

from collections.abc import Iterator

from lastro.diagnostics.report import counted
from lastro.reporters.diffs.entries import Entry, Kind, Told
from lastro.text.terminal import inert, sentence

_LABELS: dict[Kind, str] = {
    "moved": "rating moved",
    "window-ended": "window ended",
    "window-changed": "window changed",
    "withdrawn": "withdrawn",
    "restored": "stands again",
    "quote-failing": "quote not found",
    "status": "status changed",
    "added": "added",
    "merged": "merged",
    "renamed": "renamed",
    "removed": "deleted",
    "evidence-added": "evidence added",
    "evidence-changed": "evidence changed",
    "evidence-removed": "evidence removed",
    "answer": "answer reworded",
    "corrected": "corrected",
    "changed": "other changes",
}


def told(told: Told) -> str:
    """Print one block for each kind of change, and what an editor must see."""
    lines = [*_blocks(told), *_for_editors(told)]
    if not told.entries:
        lines = ["no change for readers", *lines]
    lines[:0] = [f"{told.before} → {told.after}"]
    return "".join(inert(sentence(line)) + "\n" for line in lines)


def _blocks(told: Told) -> Iterator[str]:
    counts = told.counts
    width = max((len(f"{_LABELS[kind]} ({n})") for kind, n in counts.items()), default=0)
    labelled = set[Kind]()
    for entry in told.entries:
        label = "" if entry.kind in labelled else f"{_LABELS[entry.kind]} ({counts[entry.kind]})"
        labelled.add(entry.kind)
        yield f"{label:{width}}   {_line(entry)}"


def _line(entry: Entry) -> str:
    kind, record_id = entry.record
    name = str(record_id) if kind == "claims" else f"{str(kind).removesuffix('s')} {record_id}"
    if entry.kind in ("merged", "renamed"):
        said = f"{entry.was} → {name}"
    elif entry.kind == "window-ended":
        said = f"{name}: {entry.was} {entry.now}"
    else:
        moved = " → ".join(text for text in (entry.was, entry.now) if text)
        said = f"{name}: {moved}" if moved else name
    return f"{said}   {entry.why}" if entry.why else said


def _for_editors(told: Told) -> Iterator[str]:
    if told.exceptions:
        yield ""
        yield "for the editor:"
    for at, message in told.exceptions:
        yield f"  {at[1]}: {message}"
    if told.to_verify:
        yield counted(told.to_verify, "lock entry to verify", "lock entries to verify")
    if told.resting:
        yield counted(told.resting, "claim rests on", "claims rest on") + " a source that differs"
    if told.unread:
        unread = counted(told.unread, "record", "records")
        are = "is" if told.unread == 1 else "are"
        yield f"{unread} could not be read and {are} not compared (`lastro check`)"
