import re
from collections.abc import Sequence

from lastro.editing.edit import edits_if_readable, text_in_span
from lastro.rules import Diagnostic, TextEdit, below
from lastro.syntax.locate import locate_node
from lastro.syntax.tree import Scalar, parse

FIX = "safe"
_SEVERAL = re.compile(r"[,;\n]|\s(?:and|or|e|ou|&)\s")
"""A text that may name several things: which ones is for a person to say."""


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    node = locate_node(parse(text), below(found.place.route))
    asks = re.match(r"write `\w+: \[", found.hint)
    if not asks or not isinstance(node, Scalar) or _SEVERAL.search(node.text):
        return ()
    from lastro.editing.round_trip import inline  # noqa: PLC0415 - only a fault needs ruamel

    item = inline(node.text) if node.plain else text_in_span(text, node.span)
    return edits_if_readable(text, [TextEdit(node.span, f"[{item}]")])
