"""The form for the summary of a pull request: one table, and what an editor must see.

A change comes from a stranger and its words end up on a page of the project's own host. So all
that is quoted is escaped: no HTML, link, mention, image or emphasis of it is live, and the whole
stays below what the summary of a job may hold (1 MiB). Source: GitHub Flavored Markdown.
"""

import re
from collections import Counter

from lastro.diagnostics import clean
from lastro.diffs._entries import Entry, Kind, Told

MOST_ROWS = 500
LONGEST_CELL = 300

_WORDS: dict[Kind, str] = {
    "added": "new",
    "window-ended": "ended",
    "window-changed": "window",
    "restored": "back",
    "quote-failing": "quote not found",
    "removed": "deleted",
    "evidence-added": "evidence added",
    "evidence-changed": "evidence changed",
    "evidence-removed": "evidence gone",
    "answer": "reworded",
}
_SIGNS = re.compile(r"(?P<active>[\\`*_{}\[\]()<>!|~$&])|[@#:](?=\S)|\bwww(?=\.)", re.IGNORECASE)
"""What starts markup, which is written as its number; and what starts a mention, a reference, an
emoji or an address, which are looked for in what is shown, so that no number would hide it."""
_JOINER = "&#8288;"
"""A word joiner: it is not seen, and parts the sign from the name behind it."""


def told(told: Told) -> str:
    """Write the section "What changes for readers"."""
    shown = told.entries[:MOST_ROWS]
    lines = ["### What changes for readers", ""]
    if shown:
        lines += ["| | record | was | will be | why |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(entry) for entry in shown]
        if len(told.entries) > len(shown):
            lines += ["", f"{len(told.entries) - len(shown)} more are left out here."]
    else:
        lines.append("Nothing.")
    return "\n".join([*lines, "", _for_editors(told), ""])


def _row(entry: Entry) -> str:
    kind = _WORDS.get(entry.kind, entry.kind)
    cells = (kind, entry.title, entry.was, entry.now, entry.why)
    return "| " + " | ".join(literal(cell) for cell in cells) + " |"


def literal(text: str) -> str:
    """Write a text so that Markdown shows it letter by letter and links nothing in it."""
    return _SIGNS.sub(_inert, clean(text, LONGEST_CELL))


def _inert(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};" if found["active"] else found[0] + _JOINER


def _for_editors(told: Told) -> str:
    kinds = Counter(str(at[2]) for at, _ in told.exceptions)
    facts = [
        _count(kinds["waivers"], "waiver", "waivers") + " added",
        _count(told.to_verify, "lock entry", "lock entries") + " to verify",
        _count(kinds["reviews"], "override", "overrides"),
    ]
    facts += ["a claim taken for a statement"] if kinds["nature"] else []
    facts += ["a party less"] if kinds["parties"] else []
    said = (
        f"For the editor: {', '.join(facts)}. Claims that rest on a changed source: {told.resting}."
    )
    return f"{said} Not compared, since unreadable: {told.unread}." if told.unread else said


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
