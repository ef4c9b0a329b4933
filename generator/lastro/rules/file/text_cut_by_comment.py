"""No comment takes words away from a text.

YAML reads what follows ` #` as a comment. "We are #1 in the world", written without quotes, is "We
are": the words behind it are lost in silence, and what is left may even stand in the source.

Looked at are texts without quotes, such as `quote`, `claim` and `note`. A comment behind an id, a
word of a list or a date takes nothing away; behind a text it may stand with two blanks before its
sign and one behind. The fix puts the whole in quotes: whether it was meant as a comment is for a
person to see.
"""

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
