from collections.abc import Sequence

from lastro.editing.edit import edits_if_readable
from lastro.rules import Diagnostic, TextEdit
from lastro.syntax.altered_texts import cut_texts
from lastro.syntax.tree import parse

FIX = "unsafe"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    from lastro.editing.round_trip import inline  # noqa: PLC0415 - only a fix needs ruamel

    cuts = cut_texts(text, parse(text))
    meant = (cut for cut in cuts if cut.sign == found.place.span)
    return edits_if_readable(text, [TextEdit(cut.span, inline(cut.whole)) for cut in meant])
