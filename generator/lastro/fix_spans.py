"""Where in a file a rule's change goes: steps of a record to edits of its text.

Whoever lets a tool mend a record must be able to trust that it did what was announced and nothing
else. So each change is written in the style that stands there, the result is read again, and a
change that would alter another value, or drop a comment, is not offered.
"""

import copy
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lastro.edit import with_items
from lastro.errors import LastroError
from lastro.fixes import (
    Append,
    Beside,
    Drop,
    FixStep,
    Reformat,
    Rewrite,
    TextEdit,
    applied,
    below,
    difference,
    offset_of,
)
from lastro.places import RecordPath, Span
from lastro.records import Record
from lastro.yaml_tree import Fields, Items, Node, Refused, Scalar, end_of, parse, plain
from lastro.yaml_write import inline

_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


def edits_of(
    text: str, tree: Fields, model: type[Record], steps: Sequence[FixStep]
) -> tuple[TextEdit, ...]:
    """Return the edits that make all steps; none when one of them cannot be made.

    Routes of the steps start in the record. `text` has LF line ends, as `load` keeps it.
    """
    wanted: object = plain(tree)
    edits: list[TextEdit] = []
    for step in steps:
        written = _written(text, tree, model, step)
        wanted = _changed(wanted, step)
        if wanted is None:
            return ()
        own = next((e for e in written if _reads_as(text, e, tree, step)), None)
        if own is None:
            return ()
        edits += own
    return tuple(edits) if _plain(applied(text, tuple(edits))) == wanted else ()


def rewriting(text: str, at: RecordPath, meant: str) -> tuple[TextEdit, ...]:
    """Return the edits that write another text at a route; none for an empty one.

    The route starts as those of findings do, with the record.
    """
    try:
        tree = parse(text)
    except Refused:
        return ()
    return edits_of(text, tree, Record, [Rewrite(below(at), meant)]) if meant else ()


def sound(text: str, edits: Sequence[TextEdit]) -> tuple[TextEdit, ...]:
    """Return edits of a file that can be read with them, else none."""
    return tuple(edits) if _plain(applied(text, tuple(edits))) is not None else ()


def sliced(text: str, span: Span) -> str:
    """Return what stands in a span."""
    start = offset_of(text, span.line, span.column)
    return text[start : offset_of(text, span.end_line, span.end_column)]


def _written(
    text: str, tree: Fields, model: type[Record], step: FixStep
) -> Iterator[tuple[TextEdit, ...]]:
    """Yield the ways to write a step, the best first."""
    node = _node(tree, step.at)
    if isinstance(step, Reformat):
        yield (difference(text, step.text),)
    if isinstance(step, Append):
        yield from _appended(text, model, step)
    elif isinstance(step, Rewrite) and isinstance(node, Scalar):
        way = _rewritten_in_part if step.part else _rewritten
        yield from way(text, node, step)
    elif isinstance(step, Beside) and isinstance(node, Scalar):
        yield from _beside(tree, node, step)
    elif isinstance(step, Drop):
        yield from _dropped(text, tree, step)


def _rewritten(text: str, node: Scalar, step: Rewrite) -> Iterator[tuple[TextEdit, ...]]:
    mark = sliced(text, node.span)[:1]
    if mark == "'":
        yield (TextEdit(node.span, "'" + step.text.replace("'", "''") + "'"),)
    elif mark == '"':
        yield (TextEdit(node.span, json.dumps(step.text, ensure_ascii=False)),)
    elif node.plain:
        yield (TextEdit(node.span, step.text),)
        yield (TextEdit(node.span, inline(step.text)),)


def _rewritten_in_part(text: str, node: Scalar, step: Rewrite) -> Iterator[tuple[TextEdit, ...]]:
    """Rewrite each place where the part stands, which is possible where it is not escaped."""
    standing = sliced(text, node.span)
    first = offset_of(text, node.span.line, node.span.column)
    found = [m.start() + first for m in re.finditer(re.escape(step.part), standing)]
    if found:
        yield tuple(
            difference(text, text[:at] + step.text + text[at + len(step.part) :]) for at in found
        )


def _beside(tree: Fields, node: Scalar, step: Beside) -> Iterator[tuple[TextEdit, ...]]:
    parent = _node(tree, step.at[:-1])
    if not isinstance(parent, Fields):
        return
    if step.key in parent.nodes:
        yield ()  # right only where it holds that text already
        return
    line, column = node.span.end_line, node.span.end_column
    margin = parent.nodes[str(step.at[-1])][0].column - 1
    gap = ", " if parent.closes else "\n" + " " * margin
    written = f"{gap}{step.key}: {inline(step.text)}"
    yield (TextEdit(Span(line, column, line, column), written),)


def _appended(text: str, model: type[Record], step: Append) -> Iterator[tuple[TextEdit, ...]]:
    try:
        after = with_items(text, model, str(step.at[0]), [step.item])
    except LastroError:
        return
    yield (difference(text, after),)


def _dropped(text: str, tree: Fields, step: Drop) -> Iterator[tuple[TextEdit, ...]]:
    parent, index = _node(tree, step.at[:-1]), step.at[-1]
    if isinstance(parent, Fields):
        span = _whole_key(tree, step.at)
    elif not isinstance(parent, Items) or not isinstance(index, int):
        return
    elif len(parent.nodes) == 1:
        span = _whole_key(tree, step.at[:-1])
    elif parent.closes:
        span = _between_commas(parent, index)
    else:
        span = _lines_of_item(parent, index)
    if span is not None and not _COMMENT.search(sliced(text, span)):
        yield (TextEdit(span, ""),)


def _whole_key(tree: Fields, at: RecordPath) -> Span | None:
    holder = _node(tree, at[:-1])
    if not isinstance(holder, Fields) or holder.closes or at[-1] not in holder.nodes:
        return None
    key, value = holder.nodes[str(at[-1])]
    return Span(key.line, 1, _line_below(value), 1)


def _between_commas(listed: Items, index: int) -> Span:
    if index == 0:
        here, there = listed.nodes[0].span, listed.nodes[1].span
        return Span(here.line, here.column, there.line, there.column)
    line, column = end_of(listed.nodes[index - 1])
    return Span(line, column, *end_of(listed.nodes[index]))


def _lines_of_item(listed: Items, index: int) -> Span:
    last = index + 1 == len(listed.nodes)
    below = _line_below(listed.nodes[index]) if last else listed.nodes[index + 1].span.line
    return Span(listed.nodes[index].span.line, 1, below, 1)


def _line_below(node: Node) -> int:
    line, column = end_of(node)
    return line if column == 1 else line + 1


def _node(tree: Node, at: RecordPath) -> Node | None:
    """Return what stands at a route; a bare text stands for each of its languages."""
    for step in at:
        if isinstance(tree, Fields) and step in tree.nodes:
            tree = tree.nodes[str(step)][1]
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree.nodes):
            tree = tree.nodes[step]
        else:
            return tree if isinstance(tree, Scalar) else None
    return tree


def _reads_as(text: str, edits: tuple[TextEdit, ...], tree: Fields, step: FixStep) -> bool:
    return _plain(applied(text, edits)) == _changed(plain(tree), step)


def _plain(text: str) -> object:
    try:
        return plain(parse(text))
    except Refused:
        return None


def _changed(values: object, step: FixStep) -> object:
    """Return the values of a record with a step made; None when there is no such place."""
    if isinstance(step, Reformat):
        return values
    changed = copy.deepcopy(values)
    try:
        _change(changed, step)
    except (AttributeError, KeyError, IndexError, TypeError):
        return None
    return changed


def _change(values: Any, step: Rewrite | Beside | Append | Drop) -> None:
    *above, last = step.at
    holders = [values]
    for key in above:
        if isinstance(holders[-1][key], str):  # a bare text stands for each of its languages
            last = key
            break
        holders.append(holders[-1][key])
    holder = holders[-1]
    if isinstance(step, Append):
        holder.setdefault(last, []).append(step.item)
    elif isinstance(step, Beside):
        holder[step.key] = step.text
    elif isinstance(step, Rewrite):
        holder[last] = holder[last].replace(step.part, step.text) if step.part else step.text
    else:
        del holder[last]
        if not holder:
            del holders[-2][above[-1]]
