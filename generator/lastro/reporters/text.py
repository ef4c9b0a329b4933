"""The long form, for people: place, message, the line itself, a caret under the fault, the hint.

A message without the line sends its reader to look for it. What is quoted from a record is text:
it cannot colour, move or command the terminal that shows it.
"""

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import click

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report, count_of
from lastro.places import START, Place
from lastro.text.messages import clean, inert, sentence

WIDEST = 100
"""Columns that details are wrapped to."""

LONGEST_BESIDE = 2 * WIDEST
"""Characters of a hint that stands beside its mark; a longer one stands below, as a paragraph."""

NUMBER = 5
"""Columns of a line number, as far as it has no more digits."""

LONGEST_SHOWN = 160
"""Columns of a line of a record; a longer one is cut around its span."""
KEPT_BEFORE = 60
"""Columns of a cut line that stay before its span."""
_UNCUT = 1_000_000

MOST_NAMED = 3
"""Rules that the last line names."""

INDENT = " " * (NUMBER + 1)

Piece = tuple[str, str]
"""A style and a text in it."""

Line = tuple[Piece, ...]

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan", "related": "blue"}
_NOT_RUN = {
    "change": "change rules not run (no --base).",
    "rules": "no rule ran: lastro.yml cannot be read.",
}


def report(report: Report, *, coloured: bool = False) -> str:
    standing = replace(report, diagnostics=tuple(d for d in report.diagnostics if not d.waived))
    last = _joined((("", summary(report)),), coloured=coloured)
    return f"{findings(standing, coloured=coloured)}{last}\n"


def findings(report: Report, *, coloured: bool) -> str:
    """Print the findings alone, for a command that sums up what it did in its own words."""
    lines = (line for found in report.diagnostics for line in _finding(found, report))
    return "".join(_joined(line, coloured=coloured) + "\n" for line in lines)


def _joined(line: Line, *, coloured: bool) -> str:
    if not coloured:
        return inert("".join(text for _, text in line).rstrip())
    return "".join(
        click.style(inert(text), fg=_COLOURS.get(style), bold=True) if style else inert(text)
        for style, text in line
    )


def _finding(found: Diagnostic, report: Report) -> Iterator[Line]:
    style = found.severity.value
    yield (("place", sentence(str(found.place))),)
    yield (style, found.severity), ("", f" {found.rule}: {sentence(found.message)}")
    is_long = len(found.hint) > LONGEST_BESIDE
    yield from _marked(found.place, "^", "" if is_long else found.hint, style, report)
    if is_long:
        yield from _wrapped("", found.hint, 0)
    for related in found.related:
        if related.place.path != found.place.path:
            yield (("", INDENT), ("place", sentence(str(related.place))))
        yield from _marked(related.place, "-", related.message, "related", report)
    label_width = max((len(label) for label, _ in found.details), default=0) + 2
    for label, text in found.details:
        yield from _wrapped(label, text, label_width)


def _marked(place: Place, mark: str, said: str, style: str, report: Report) -> Iterator[Line]:
    """Show the first line of a span and what is said of it; only the latter when no line is known.

    A caret under the wrong word sends a contributor to the wrong word, so widths are those that a
    terminal shows. A span over several lines is marked to the end of its first one.
    """
    text, span = report.texts.get(place.path, ""), place.span
    if not text or span == START:
        if said:
            yield (("", INDENT + sentence(said)),)
        return
    lines = text.split("\n")
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    first, last = _part_to_show(line, start)
    opening, closing = "…" if first else "", "…" if last < len(line) else ""
    shown = f"{opening}{_visible(line[first:last]).rstrip()}{closing}"
    indent = " " * (len(opening) + _columns(line[first:start]))
    gutter = max(NUMBER, len(str(span.line)))
    yield (("", f"{span.line:{gutter}} | {shown}"),)
    yield (
        ("", f"{'':{gutter}} | {indent}"),
        (style, mark * max(1, _columns(line[start : min(end, last)]))),
        ("", f" {sentence(said)}" if said else ""),
    )


def _wrapped(label: str, text: str, label_width: int) -> Iterator[Line]:
    width = WIDEST - len(INDENT) - label_width
    wrapped = textwrap.wrap(sentence(text), width, break_long_words=False, break_on_hyphens=False)
    for number, piece in enumerate(wrapped or [""]):
        shown = "" if number else label
        yield (("", f"{INDENT}{shown:{label_width}}{piece}"),)


def summary(report: Report) -> str:
    """Sum up in one line: how many findings, what did not run or is not listed, what to read."""
    standing = [found for found in report.diagnostics if not found.waived]
    waived = len(report.diagnostics) - len(standing)
    said = [by_severity(found.severity for found in standing) or "no problems"]
    if waived:
        said.append(f"{waived} waived")
    sentences = [f"{', '.join(said)} in {count_of(report.files, 'file')}{_count_fixable(report)}."]
    sentences += filter(None, [elsewhere(report)])
    sentences += [_NOT_RUN.get(scope, f"{scope} rules not run.") for scope in report.not_run]
    if report.unread and "rules" not in report.not_run:
        them, they = ("it", "it") if report.unread == 1 else ("them", "they")
        unread = f"{count_of(report.unread, 'record')} could not be read"
        sentences.append(f"{unread}: the other rules run on {them} once {they} can.")
    if report.unlisted or report.silent:
        of_severity = Counter(found.severity for found in report.unlisted)
        of_severity[Severity.NOTE] += report.silent_notes
        named = ((Severity.WARNING, "more warning"), (Severity.NOTE, "note"))
        counts = ", ".join(count_of(of_severity[s], name) for s, name in named if of_severity[s])
        sentences.append(f"{counts} not listed (`lastro check --all`).")
    if standing:
        sentences.append(f"why: lastro explain {_to_explain(standing)}")
    return " ".join(sentences)


def by_severity(found: Iterable[Severity] | Mapping[Severity, int]) -> str:
    counts = Counter(found)
    return ", ".join(count_of(counts[s], s.value) for s in Severity if counts[s])


def elsewhere(report: Report) -> str:
    """Say how many errors and warnings stand outside of what was asked for; empty for none."""
    told = {s: n for s, n in report.elsewhere.items() if s is not Severity.NOTE}
    stand = "stands" if sum(told.values()) == 1 else "stand"
    said = by_severity(told)
    return f"{said} {stand} elsewhere (`lastro check`)." if said else ""


def _count_fixable(report: Report) -> str:
    safe, unsafe = report.fixable("safe"), report.fixable("unsafe")
    if not unsafe:
        return f", {safe} fixable with --fix" if safe else ""
    if not safe:
        return f", {unsafe} fixable with --unsafe-fixes"
    return f", {safe} fixable with --fix, {unsafe} more with --unsafe-fixes"


def _to_explain(standing: Sequence[Diagnostic]) -> str:
    """Name the rule that spoke; of several say so, and which when they are few."""
    weights = list(Severity)
    ranked = sorted(standing, key=lambda found: weights.index(found.severity))
    spoke = list(dict.fromkeys(found.rule for found in ranked))
    if len(spoke) == 1:
        return spoke[0]
    return f"RULE ({', '.join(spoke)})" if len(spoke) <= MOST_NAMED else "RULE"


def _columns(text: str) -> int:
    """Count what a text takes in a terminal: two for a wide character, none for a combining one."""
    shown = _visible(text)
    if shown.isascii():
        return len(shown)
    return sum(
        2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
        for character in shown
        if unicodedata.category(character) not in ("Mn", "Me")
    )


def _visible(text: str) -> str:
    """Escape what may not be printed; the bar stands for the gutter: no line starts with this."""
    return clean("|" + text, _UNCUT)[1:]


def _part_to_show(line: str, start: int) -> tuple[int, int]:
    """Choose the characters of a long line that are shown: those around the start of the span."""
    if len(line) <= LONGEST_SHOWN and _columns(line) <= LONGEST_SHOWN:
        return 0, len(line)
    first, room = start, KEPT_BEFORE
    while first > 0 and room > 0:
        first -= 1
        room -= _columns(line[first])
    last, room = first, LONGEST_SHOWN
    while last < len(line) and room > 0:
        room -= _columns(line[last])
        last += 1
    return first, last
