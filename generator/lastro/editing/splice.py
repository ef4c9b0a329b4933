"""Where what ruamel wrote goes into the text of a record: node by node, the rest stays.

Both texts are located trees. Where they differ, the lines or the letters of the new node are put in
the place of the old one, at the indent that stands there. What holds a comment is not dropped.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from lastro.diagnostics.finding import FixStep, Rewrite, Set
from lastro.diagnostics.fixes import TextEdit, difference, offset_of
from lastro.places import Span
from lastro.syntax.locate import locate
from lastro.syntax.tree import Fields, Items, Node, Scalar, end_of, is_empty, parse, plain

_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_KEEPS_BLANKS = re.compile(r"[|>][-0-9]*\+")
Lines = Sequence[str]
Entry = tuple[Span, Node]
"""Where a key or an item begins, and its value."""


def in_letters(text: str, tree: Fields, step: Rewrite) -> Iterator[TextEdit]:
    """Rewrite a part where ruamel would break lines elsewhere; raises LookupError where an escape hides it."""
    span = locate(tree, step.route)
    start = offset_of(text, span.line, span.column)
    end = offset_of(text, span.end_line, span.end_column)
    found = [*re.compile(re.escape(step.part)).finditer(text, start, end)]
    if not found:
        raise LookupError(step.part)
    for part in found:
        yield difference(text, text[: part.start()] + step.text + text[part.end() :])


def by_ruamel(
    text: str, tree: Fields, key: str, steps: Sequence[FixStep], spot: str | None
) -> Iterator[TextEdit]:
    """Let ruamel make steps in the lines of a key, and yield what is new; a new key stands below another."""
    from lastro.editing.round_trip import remake  # noqa: PLC0415 - only an edit needs ruamel

    lines, piece, was = text.split("\n"), text, tree
    if not tree.closes:  # it is not even shown the other keys
        was = Fields(tree.span, {one: tree.nodes[one] for one in tree.nodes if one == key})
        after = [*dropwhile(lambda one: one != key, tree.nodes)][1:]
        first = tree.nodes[key][0].line - 1 if was.nodes else len(lines)
        piece = "\n".join(lines[first : tree.nodes[after[0]][0].line - 1 if after else None])
        piece += "\n" * bool(after)
    written = remake(piece, steps)
    there, now = written.split("\n"), parse(written)
    if key not in tree.nodes:
        yield _key_added(lines, tree, spot, there, now.nodes[key])
    elif isinstance(steps[0], Set):
        yield _value_set(lines, tree, key, there, now.nodes[key][1])
    else:
        yield from _differences(lines, was, there, now, 0)


def below(lines: Lines, node: Node, margin: int | None = None) -> int:
    """Return the line below a value, and below comments that are indented deeper than the margin.

    Blank lines are above it where the value is a text that keeps them.
    """
    line, column = end_of(node)
    if column > 1:
        line += 1
    elif _KEEPS_BLANKS.match(_sign(lines, node)):
        return line
    else:
        while not lines[line - 2].strip():
            line -= 1
    while margin is not None and line <= len(lines):
        here = lines[line - 1]
        if not (here.lstrip(" ").startswith("#") and here[: margin + 1].isspace()):
            break
        line += 1
    return line


def _differences(
    lines: Lines, was: Node, there: Lines, now: Node, shift: int
) -> Iterator[TextEdit]:
    """Yield what makes one node another, whose lines stand `shift` columns further left."""
    if plain(was) == plain(now):
        return
    if isinstance(was, Scalar) or isinstance(now, Scalar):
        yield _replaced(lines, was, there, now, shift)
        return
    if not was.closes:
        shift = was.span.column - now.span.column
    if isinstance(was, Items) and isinstance(now, Items):
        yield from _in_list(lines, was, there, now, shift)
    elif isinstance(was, Fields) and isinstance(now, Fields):
        for number, (key, (_, value)) in enumerate(was.nodes.items()):
            if key in now.nodes:
                yield from _differences(lines, value, there, now.nodes[key][1], shift)
            else:
                yield _dropped(lines, [*was.nodes.values()], number, was.closes)
        for key in now.nodes.keys() - was.nodes.keys():
            yield _key_added(lines, was, [*was.nodes][-1], there, now.nodes[key])


def _in_list(lines: Lines, was: Items, there: Lines, now: Items, shift: int) -> Iterator[TextEdit]:
    pairs = [*zip(was.nodes, now.nodes, strict=False)]
    if len(now.nodes) > len(was.nodes):
        yield _items_added(lines, was, there, now.nodes[len(was.nodes) :], shift)
    elif len(now.nodes) == len(was.nodes):
        for old, new in pairs:
            yield from _differences(lines, old, there, new, shift)
    else:
        same = [plain(old) == plain(new) for old, new in pairs]
        entries = [(node.span, node) for node in was.nodes]
        yield _dropped(lines, entries, [*same, False].index(False), was.closes)


def _value_set(lines: Lines, tree: Fields, key: str, there: Lines, now: Node) -> TextEdit:
    was, shift, gap = tree.nodes[key][1], tree.span.column - 1, ""
    if is_empty(was):
        gap = " "
    elif not isinstance(was, Scalar) and not was.closes:  # a list may stand right below its key
        column = max(was.span.column, tree.span.column + 2)
        shift, gap = column - now.span.column, " " * (column - was.span.column)
    return _replaced(lines, was, there, now, shift, gap=gap)


def _replaced(
    lines: Lines, was: Node, there: Lines, now: Node, shift: int, *, gap: str = ""
) -> TextEdit:
    first, *others = _read_span(there, _whole(there, now)).split("\n")
    return TextEdit(_whole(lines, was), "\n".join([gap + first, *_shift_indent(others, shift)]))


def _key_added(
    lines: Lines, holder: Fields, spot: str | None, there: Lines, entry: Entry
) -> TextEdit:
    """Put a key below another one of its map, or at the top of it."""
    (span, value), keys = entry, [key for key, _ in holder.nodes.values()]
    if holder.closes:
        quote = '"' * any(lines[key.line - 1].startswith('"', key.column - 1) for key in keys)
        name = f"{quote}{_read_span(there, span)}{quote}"
        written = f"{name}: {_read_span(there, _whole(there, value))}"
        if spot is not None:
            return _at(end_of(holder.nodes[spot][1]), f", {written}")
        return _at((holder.span.line, holder.span.column + 1), written + ", " * bool(keys))
    margin, line = holder.span.column - 1, min((*keys, holder.span)).line
    if spot is not None:
        line = below(lines, holder.nodes[spot][1], margin)
    added = there[span.line - 1 : below(there, value) - 1]
    return _lines_at(lines, line, _shift_indent(added, margin + 1 - span.column))


def _items_added(
    lines: Lines, listed: Items, there: Lines, added: Sequence[Node], shift: int
) -> TextEdit:
    last = listed.nodes[-1]
    if not listed.closes:
        new = there[added[0].span.line - 1 : below(there, added[-1]) - 1]
        line = below(lines, last, listed.span.column - 1)
        return _lines_at(lines, line, _shift_indent(new, shift))
    (line, column), gap = end_of(last), " "
    margin = lines[last.span.line - 1][: last.span.column - 1]
    own_line = last.span.line > listed.span.line and not margin.strip()
    if own_line and "#" not in lines[line - 1][column - 1 :]:
        gap = "\n" + margin
    written = (f",{gap}{_read_span(there, _whole(there, one))}" for one in added)
    return _at((line, column), "".join(written))


def _dropped(lines: Lines, entries: Sequence[Entry], index: int, closes: Span | None) -> TextEdit:
    start, node = entries[index]
    line, column = end_of(node)
    span = Span(start.line, 1, line + (column > 1), 1)
    if closes:
        before = end_of(entries[index - 1][1]) if index else (start.line, start.column)
        after = entries[1][0] if not index else Span(line, column, 0, 0)
        span = Span(*before, after.line, after.column)
    if _COMMENT.search(_read_span(lines, span)):
        raise LookupError("a comment stands there")
    return TextEdit(span, "")


def _at(place: tuple[int, int], written: str) -> TextEdit:
    return TextEdit(Span(*place, *place), written)


def _lines_at(lines: Lines, line: int, added: Lines) -> TextEdit:
    """Insert lines above a line, or below a last line that has no end."""
    written = "\n".join(added)
    if line <= len(lines):
        return _at((line, 1), written + "\n")
    return _at((len(lines), len(lines[-1]) + 1), "\n" + written)


def _shift_indent(lines: Lines, shift: int) -> list[str]:
    return [" " * shift + line[max(-shift, 0) :] if line else line for line in lines]


def _read_span(lines: Lines, span: Span) -> str:
    cut = [*lines[span.line - 1 : span.end_line]]
    if len(cut) == span.end_line - span.line + 1:  # a span may end below the last line
        cut[-1] = cut[-1][: span.end_column - 1]
    return "\n".join(cut)[span.column - 1 :]


def _whole(lines: Lines, node: Node) -> Span:
    """Return the span of a value to its end, without the line ends of a block text."""
    start, (line, column) = node.span, end_of(node)
    if _sign(lines, node)[:1] in ("|", ">"):
        while line > start.line and not lines[line - 1][: column - 1].strip():
            line, column = line - 1, len(lines[line - 2]) + 1
    return Span(start.line, start.column, line, column)


def _sign(lines: Lines, node: Node) -> str:
    """Return the line from where the last text of a value begins: its first letter shows its style."""
    while not isinstance(node, Scalar) and node.nodes and not node.closes:
        node = [*node.nodes.values()][-1][1] if isinstance(node, Fields) else node.nodes[-1]
    return lines[node.span.line - 1][node.span.column - 1 :]
