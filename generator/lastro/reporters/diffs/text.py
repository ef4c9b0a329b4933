"""The form for people at a terminal: kinds of change, the verdicts that moved first.

What is quoted from a record is text: it cannot colour or command the terminal that shows it.
"""

from collections.abc import Iterator

from lastro.diagnostics.report import count_of
from lastro.reporters.diffs.entries import ChangeSummary
from lastro.reporters.diffs.entry import DiffEntry, Kind, names_of
from lastro.text.messages import inert, sentence


def label_of(kind: Kind) -> str:
    return names_of("kinds").get(kind, kind.replace("-", " "))


def report(told: ChangeSummary) -> str:
    lines = [*_blocks(told)] or ["no change for readers"]
    lines = [f"{told.before} → {told.after}", *lines, *_for_editors(told)]
    return "".join(inert(sentence(line)) + "\n" for line in lines)


def _blocks(told: ChangeSummary) -> Iterator[str]:
    labels = {kind: f"{label_of(kind)} ({n})" for kind, n in told.counts.items()}
    width = max(map(len, labels.values()), default=0)
    for entry in told.entries:
        yield f"{labels.pop(entry.kind, ''):{width}}   {_line(entry)}"
        for text in entry.texts:
            yield f"{'':{width}}     {text.name}"
            sides = zip("-+", text.sides, strict=True)
            yield from (f"{'':{width}}       {sign} {said}" for sign, said in sides if said)


def _line(entry: DiffEntry) -> str:
    kind, record_id = entry.record
    name = str(record_id) if kind == "claims" else f"{str(kind).removesuffix('s')} {record_id}"
    if entry.kind in ("merged", "renamed"):
        said = f"{entry.was} → {name}"
    elif entry.kind == "window-ended":
        said = f"{name}: {entry.was} {entry.now}"
    else:
        moved = " → ".join(text for text in (entry.was, entry.shown) if text)
        said = f"{name}: {moved}" if moved else name
    return f"{said}   {entry.why}" if entry.why else said


def _for_editors(told: ChangeSummary) -> Iterator[str]:
    if told.exceptions or told.owed:
        yield ""
        yield "for the editor:"
    for at, message in (*told.owed, *told.exceptions):
        yield f"  {at[1]}: {message}"
    if told.to_verify:
        yield count_of(told.to_verify, "lock entry to verify", "lock entries to verify")
    if told.resting:
        yield count_of(told.resting, "claim rests on", "claims rest on") + " a source that differs"
    if told.unread:
        is_not = "could not be read and is not"
        unread = count_of(told.unread, f"record {is_not}", "records could not be read and are not")
        yield f"{unread} compared (`lastro check`)"
