import re
from collections.abc import Sequence

from lastro.diagnostics.fixes import apply_edits
from lastro.editing.edit import edits_if_readable, text_in_span
from lastro.places import Span
from lastro.rules import Diagnostic, TextEdit
from lastro.syntax.explain_error import NOT_LETTERS
from lastro.syntax.tree import Refused, parse

FIX = "safe"
TAB = "a tab cannot indent a line"
MOST = 200
"""Lines that one fix mends: each has to be looked for anew."""
_WIDTHS = (2, 4, 8)
"""Columns that a tab may stand for: that of a record's own step first."""
_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<rest>[^\s#].*)")


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    if found.hint == NOT_LETTERS:
        return _in_quotes(text, found.place.span)
    edits: list[TextEdit] = []
    span: Span | None = found.place.span if found.message == TAB else None
    mended = text
    while span and len(edits) < MOST:
        lines = mended.split("\n")
        margin = re.match(r"[ \t]*", lines[span.line - 1])
        end = margin.end() + 1 if margin else 1
        indent = " " * _column(lines[: span.line - 1], lines[span.line - 1])
        edits.append(TextEdit(Span(span.line, 1, span.line, end), indent))
        mended = apply_edits(text, tuple(edits))
        if (below := _next_tab(mended)) and below.line <= span.line:
            return edits
        span = below
    return edits


def _in_quotes(text: str, span: Span) -> Sequence[TextEdit]:
    """Write quote marks of YAML in the place of those of print, which stand at both ends."""
    inside = text_in_span(text, span)[1:-1]
    mark = next((mark for mark in "\"'" if mark not in inside), "")
    if not mark or (mark == '"' and "\\" in inside):
        return ()
    first = Span(span.line, span.column, span.line, span.column + 1)
    last = Span(span.end_line, span.end_column - 1, span.end_line, span.end_column)
    return edits_if_readable(text, [TextEdit(first, mark), TextEdit(last, mark)])


def _column(above: Sequence[str], line: str) -> int:
    """Say how far in a line belongs: in the block that its tabs show, else in the nearest one."""
    margin = line[: len(line) - len(line.lstrip())]
    is_item = line.lstrip().startswith("- ")
    blocks: list[int] = []
    for before in reversed(above):
        if (found := _LINE.fullmatch(before)) is None:
            continue
        key, dash = found.end("dashes"), found.end("indent")
        if not blocks and found["rest"].endswith(":"):
            return key + 2
        columns = [dash] if found["dashes"] and is_item else [key]
        blocks += (at for at in columns if not blocks or at < blocks[-1])
    shown = [len(margin.expandtabs(width)) for width in _WIDTHS]
    return next((at for at in shown if at in blocks), blocks[0] if blocks else 0)


def _next_tab(text: str) -> Span | None:
    try:
        parse(text)
    except Refused as refused:
        return refused.span if refused.message == TAB else None
    return None
