from collections.abc import Sequence

from lastro.editing.edit import edits_if_readable
from lastro.editing.splice import below as below_value
from lastro.loading.decode_hints import home_of
from lastro.model.kinds import MODELS
from lastro.places import Span
from lastro.rules import Diagnostic, RecordPath, TextEdit, below, suggestion_in
from lastro.syntax.locate import locate_node
from lastro.syntax.tree import Fields, parse

FIX = "safe"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    meant, steps, tree = suggestion_in(found.hint), below(found.place.route), parse(text)
    holder = locate_node(tree, steps[:-1])
    if not isinstance(holder, Fields) or meant in holder.nodes:
        return ()
    if meant:
        return edits_if_readable(text, [TextEdit(found.place.span, meant)])
    home = home_of(MODELS[str(found.place.route[0])], tree, steps)
    return () if home is None else _move(text, tree, steps, home)


def _move(text: str, tree: Fields, steps: RecordPath, home: RecordPath) -> Sequence[TextEdit]:
    """Take the lines of a key to the end of another map; what stands in braces is for a person."""
    holder, target, lines = locate_node(tree, steps[:-1]), locate_node(tree, home), text.split("\n")
    if not isinstance(holder, Fields) or not isinstance(target, Fields) or lines[-1]:
        return ()
    key, value = holder.nodes[str(steps[-1])]
    if holder.closes or target.closes or lines[key.line - 1][: key.column - 1].strip():
        return ()
    end = below_value(lines, value)
    margin = " " * (next(iter(target.nodes.values()))[0].column - 1)
    moved = (line[key.column - 1 :] for line in lines[key.line - 1 : end - 1])
    written = "".join(f"{margin}{line}\n" if line else "\n" for line in moved)
    at = below_value(lines, [*target.nodes.values()][-1][1])
    away = TextEdit(Span(key.line, 1, end, 1), "")
    return edits_if_readable(text, [away, TextEdit(Span(at, 1, at, 1), written)])
