from collections.abc import Sequence

from lastro.places import Span
from lastro.rules import Diagnostic, TextEdit

FIX = "safe"
MARK = "\ufeff"
MENDED = ("starts with a byte order mark", "a line ends with CR alone")


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    if found.message not in MENDED:
        return ()
    if text.startswith(MARK):
        return [TextEdit(Span(1, 1, 1, 2), "")]
    return [
        TextEdit(Span(line, column, line, column + 1), "\n")
        for line, content in enumerate(text.split("\n"), start=1)
        for column, character in enumerate(content, start=1)
        if character == "\r"
    ]
