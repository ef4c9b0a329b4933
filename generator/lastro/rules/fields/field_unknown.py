from collections.abc import Sequence

from lastro.editing.edit import edits_if_readable
from lastro.rules import Diagnostic, TextEdit, below, suggestion_in
from lastro.syntax.locate import locate_node
from lastro.syntax.tree import Fields, parse

FIX = "safe"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    meant = suggestion_in(found.hint)
    holder = locate_node(parse(text), below(found.place.route)[:-1])
    if not meant or not isinstance(holder, Fields) or meant in holder.nodes:
        return ()
    return edits_if_readable(text, [TextEdit(found.place.span, meant)])
