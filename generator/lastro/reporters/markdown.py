"""The summary of a job: what was found, in a table that people of any host can read.

It is the whole conversation of the machine with a contributor, so it says what to do, and what
lowers the bar comes first. All that is quoted is escaped, and the table is cut where the summary
of a job ends (GitHub: 1 MiB), with a count of what is left out.
"""

import re
from collections.abc import Iterable

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report, count_of
from lastro.places import START
from lastro.reporters.text import by_severity, summary
from lastro.text.messages import LONGEST_MESSAGE, clean

ROOM = 400_000
"""Bytes of the table; the rest of a summary says what changes for readers."""

EXCEPTION = "exception-added"
"""The rule whose notes an editor has to see before all else."""

_WEIGHTS = list(Severity)
LONGEST_CELL = 300
_SIGNS = re.compile(
    r"(?P<active>[\\`*_{}\[\]()<>!|~$&])|[@#:](?=\S)|www(?=\.)|GH(?=-\d)"
    r"|[0-9a-f]{6}(?=[0-9a-f])",
    re.IGNORECASE,
)
"""What starts markup, which is written as its number; and what starts a mention, a reference, an
emoji or an address, which are looked for in what is shown, so that no number would hide it. Seven
digits of a commit are a link."""
_JOINER = "&#8288;"
"""A word joiner: it is not seen, and parts the sign from the name behind it."""
_HEADINGS = ["where", "rule", "what is wrong", "what to do"]


def report(report: Report) -> str:
    standing = [found for found in report.diagnostics if not found.waived]

    def rank(found: Diagnostic) -> tuple[bool, int, int]:
        return found.rule != EXCEPTION, _WEIGHTS.index(found.severity), report.distance(found)

    rows = []
    for found in sorted(standing, key=rank):
        span = found.place.span
        where = literal(found.place.path) + ("" if span == START else f" line {span.line}")
        rule, hint = f"{found.severity} {literal(found.rule)}", literal(found.hint, LONGEST_MESSAGE)
        rows.append(row([where, rule, literal(found.message), hint]))
    shown = fit_lines(rows, ROOM)
    lines = [f"## Record check: {_heading(report)}", ""]
    if shown:
        lines += [row(_HEADINGS), row(["---"] * len(_HEADINGS)), *shown, ""]
    if len(rows) > len(shown):
        lines += [f"{len(rows) - len(shown)} more are left out here.", ""]
    return "\n".join([*lines, summary(report), ""])


def _heading(report: Report) -> str:
    problems = [
        found
        for found in (*report.diagnostics, *report.unlisted)
        if found.severity is not Severity.NOTE and not found.waived
    ]
    said = by_severity(found.severity for found in problems) or "no problems"
    if not report.changed:
        return f"{said} in {count_of(report.files, 'file')}"
    are_records = all(path.startswith(("claims/", "sources/")) for path in report.changed)
    where = count_of(len(report.changed), "changed record" if are_records else "changed file")
    here = sum(not report.changed.keys().isdisjoint(found.paths) for found in problems)
    return f"{said} in {where}" if here == len(problems) else f"{said}, {here} of them in {where}"


def literal(text: str, longest: int = LONGEST_CELL) -> str:
    """Write a text so that Markdown shows it letter by letter and links nothing in it.

    A summary stands on a page of the project's own host. So no HTML, link, mention, reference, image
    or emphasis of a record is live in it. Source: GitHub Flavored Markdown, and what GitHub links
    besides: mentions, issues, commits.
    """
    return _SIGNS.sub(
        lambda found: f"&#{ord(found[0])};" if found["active"] else found[0] + _JOINER,
        clean(text, longest),
    )


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def fit_lines(lines: Iterable[str], room: int) -> list[str]:
    """Keep the first lines that take no more than `room` bytes with their ends."""
    kept: list[str] = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
