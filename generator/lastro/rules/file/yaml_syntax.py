from collections.abc import Sequence

from lastro.diagnostics.fixes import apply_edits
from lastro.places import Span
from lastro.rules import Diagnostic, TextEdit
from lastro.syntax.tree import Refused, parse

FIX = "safe"
TAB = "a tab cannot indent a line"
MOST = 200
"""Lines that one fix mends: each has to be looked for anew."""


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    edits: list[TextEdit] = []
    span: Span | None = found.place.span if found.message == TAB else None
    while span and len(edits) < MOST:
        line = text.split("\n")[span.line - 1]
        margin = line[: len(line) - len(line.lstrip(" \t"))]
        for at, character in enumerate(margin, start=1):
            if character == "\t":
                edits.append(TextEdit(Span(span.line, at, span.line, at + 1), "  "))
        span = _next_tab(apply_edits(text, tuple(edits)))
    return edits


def _next_tab(text: str) -> Span | None:
    try:
        parse(text)
    except Refused as refused:
        return refused.span if refused.message == TAB else None
    return None
