"""Annotations of GitHub Actions: each finding beside its line in the pull request.

GitHub shows ten of a kind in one step: those on lines that a change brought come first, and the
rest are counted. Source of the form: "Workflow commands for GitHub Actions",
`::error file=…,line=…,col=…,endColumn=…,title=…::message`.
"""

from itertools import islice

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report
from lastro.places import START, Span
from lastro.reporters.text import elsewhere
from lastro.text.messages import sentence

MOST = 10
"""Annotations of one severity that GitHub shows."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def report(report: Report) -> str:
    ranked = sorted(report.diagnostics, key=report.distance)
    standing = [found for found in ranked if not found.waived]
    shown = [
        found
        for severity in Severity
        for found in islice((f for f in standing if f.severity is severity), MOST)
    ]
    lines = [_annotation(found) for found in shown]
    unlisted = len(report.unlisted) + report.silent_notes
    if more := len(standing) - len(shown) + unlisted:
        lines.append(f"{more} more in the summary")
    lines += filter(None, [elsewhere(report)])
    return "".join(line + "\n" for line in lines)


def _annotation(found: Diagnostic) -> str:
    place, path = _lines_and_columns(found.place.span), sentence(found.place.path)
    properties = {"file": path, **place, "title": found.rule}
    escaped = str.maketrans({":": "%3A", ",": "%2C"})
    named = ((key, _data(str(value)).translate(escaped)) for key, value in properties.items())
    listed = ",".join(f"{key}={value}" for key, value in named)
    trace = (f"{label}: {text}" for label, text in found.details)
    message = "\n".join(sentence(text) for text in (found.message, found.hint, *trace) if text)
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(message)}"


def _lines_and_columns(span: Span) -> dict[str, int]:
    """Name a span; GitHub takes columns only when the span stands on one line."""
    if span == START:
        return {"line": span.line}
    if span.end_line == span.line:
        columns = {"endColumn": span.end_column} if span.end_column > span.column else {}
        return {"line": span.line, "col": span.column, **columns}
    return {"line": span.line, "endLine": span.last_line}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
