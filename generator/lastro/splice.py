"""Where what ruamel wrote goes into the text of a record: node by node, the rest stays.

Both texts are read as located trees. Where they differ, the lines or letters of the new node are
put in the place of the old one, at the indent that stands there. A comment is not dropped.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from lastro.fixes import FixStep, Rewrite, Set, TextEdit, offset_of
from lastro.places import RecordPath, Span
from lastro.yaml_tree import Fields, Items, Node, Scalar, end_of, is_empty, parse, plain

_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_COMMENT_BELOW = re.compile(r"[ ]+#")
_KEEPS_BLANKS = re.compile(r"[|>][-0-9]*\+")


class Text(Struct):
    """A text by its lines, and what stands in it."""

    whole: str
    lines: list[str]

    @classmethod
    def of(cls, whole: str) -> "Text":
        """Split a text into its lines."""
        return cls(whole, whole.split("\n"))

    def between(self, span: Span) -> str:
        """Return what stands in a span."""
        start = offset_of(self.whole, span.line, span.column)
        return self.whole[start : offset_of(self.whole, span.end_line, span.end_column)]


def in_letters(text: str, tree: Fields, step: Rewrite) -> Iterator[TextEdit]:
    """Rewrite each place where a part of a text stands, so that its line breaks stay.

    Raises LookupError where the letters are not those of the text, such as an escape.
    """
    node = _node(tree, step.at)
    first = offset_of(text, node.span.line, node.span.column)
    raw = text[first : offset_of(text, node.span.end_line, node.span.end_column)]
    found = [*re.finditer(re.escape(step.part), raw)]
    if not isinstance(node, Scalar) or not found:
        raise LookupError(step.part)
    for match in found:
        start, end = (_place(text, first + at) for at in match.span())
        yield TextEdit(Span(*start, *end), step.text)


def key_set(text: str, tree: Fields, step: Set, spot: str | None) -> TextEdit:
    """Give a key at the top level a value; a new key stands below another one, or first."""
    from lastro.round_trip import inline, written  # noqa: PLC0415 - only an edit needs ruamel

    here, key, margin = Text.of(text), str(step.at[0]), tree.span.column - 1
    if key in tree.nodes:
        node = tree.nodes[key][1]
        if isinstance(node, Scalar) or node.closes:
            gap = " " if is_empty(node) else ""
            return TextEdit(_whole(here, node), gap + inline(step.value))
        indent = max(node.span.column - 1, margin + 2)  # a list may stand below its key
        is_short = isinstance(step.value, str) or not step.value
        lines = (
            [inline(step.value)]
            if is_short
            else written(key, step.value, margin=indent - 2, block=True).split("\n")[1:-1]
        )
        lines = _shifted(lines, indent if is_short else indent - 2)
        return TextEdit(_whole(here, node), "\n".join(lines)[node.span.column - 1 :])
    if not tree.closes:
        lines = written(key, step.value, margin=margin).split("\n")[:-1]
        top = next(iter(tree.nodes.values()))[0] if tree.nodes else tree.span
        line = _below(here, tree.nodes[spot][1]) if spot else top.line
        return _lines_at(here, line if not spot else _past_comments(here, line), _shifted(lines, margin))
    is_quoted = any(here.between(span)[:1] == '"' for span, _ in [*tree.nodes.values()][:1])
    entry = written(key, step.value, quoted=is_quoted)[1:-2]
    if spot:
        return _at(end_of(tree.nodes[spot][1]), f", {entry}")
    return _at((tree.span.line, tree.span.column + 1), entry + (", " if tree.nodes else ""))


def steps_made(
    text: str, tree: Fields, key: str, steps: Sequence[FixStep]
) -> Iterator[TextEdit]:
    """Let ruamel make steps below a key of a record, and yield what differs then.

    Raises LookupError where it cannot be put into the text.
    """
    from lastro.round_trip import remade  # noqa: PLC0415 - only an edit needs ruamel

    here, piece, was = Text.of(text), text, tree
    if not tree.closes:  # lines of the other keys are not even shown to it
        was = Fields(tree.span, {key: tree.nodes[key]})
        below = [span.line for span, _ in tree.nodes.values() if span > tree.nodes[key][0]]
        first, last = tree.nodes[key][0].line - 1, min(below, default=len(here.lines) + 1) - 1
        piece = "\n".join(here.lines[first:last]) + "\n" * bool(below)
    now = remade(piece, steps)
    yield from _differences(here, was, Text.of(now), parse(now), 0)


def _differences(here: Text, was: Node, there: Text, now: Node, shift: int) -> Iterator[TextEdit]:
    """Yield what makes a node of one text that of another, whose lines stand `shift` columns off."""
    if plain(was) == plain(now):
        return
    if isinstance(was, Scalar) and isinstance(now, Scalar):
        first, *others = there.between(_whole(there, now)).split("\n")
        written = "\n".join([first, *_shifted(others, shift)])
        yield TextEdit(_whole(here, was), written)
        return
    if not isinstance(was, Scalar) and not was.closes:
        shift = was.span.column - now.span.column
    if isinstance(was, Fields) and isinstance(now, Fields):
        for key, (_, value) in was.nodes.items():
            if key in now.nodes:
                yield from _differences(here, value, there, now.nodes[key][1], shift)
            else:
                yield _without_key(here, was, key)
        for key in [key for key in now.nodes if key not in was.nodes]:
            yield _with_key(here, was, there, now.nodes[key], shift)
    elif isinstance(was, Items) and isinstance(now, Items):
        yield from _in_list(here, was, there, now, shift)
    else:
        raise LookupError


def _in_list(here: Text, was: Items, there: Text, now: Items, shift: int) -> Iterator[TextEdit]:
    added = len(now.nodes) - len(was.nodes)
    if added == 0:
        for old, new in zip(was.nodes, now.nodes, strict=True):
            yield from _differences(here, old, there, new, shift)
    elif added > 0:
        new = now.nodes[-added:]
        if was.closes:
            gap = _gap(here, was)
            written = (gap + there.between(_whole(there, item)) for item in new)
            yield _at(end_of(was.nodes[-1]), "".join(written))
        else:
            lines = there.lines[new[0].span.line - 1 : _below(there, new[-1]) - 1]
            yield _lines_at(here, _below(here, was.nodes[-1]), _shifted(lines, shift))
    else:
        pairs = zip(was.nodes, now.nodes, strict=False)
        same = (plain(old) == plain(new) for old, new in pairs)
        yield _without_item(here, was, next((i for i, s in enumerate(same) if not s), len(now.nodes)))


def _gap(here: Text, listed: Items) -> str:
    """Return what separates the items of a list in brackets: a line end where the last has a line."""
    last, (line, column) = listed.nodes[-1], end_of(listed.nodes[-1])
    margin = here.lines[last.span.line - 1][: last.span.column - 1]
    has_comment = "#" in here.lines[line - 1][column - 1 :]
    own_line = last.span.line > listed.span.line and not margin.strip() and not has_comment
    return ",\n" + margin if own_line else ", "


def _with_key(
    here: Text, was: Fields, there: Text, entry: tuple[Span, Node], shift: int
) -> TextEdit:
    (span, value), last = entry, [*was.nodes.values()][-1][1]
    if was.closes:
        whole = Span(span.line, span.column, *end_of(value))
        return _at(end_of(last), f", {there.between(whole)}")
    lines = there.lines[span.line - 1 : _below(there, value) - 1]
    lines[0] = " " * (span.column - 1) + lines[0][span.column - 1 :]
    return _lines_at(here, _below(here, last), _shifted(lines, shift))


def _without_key(here: Text, holder: Fields, key: str) -> TextEdit:
    if holder.closes:
        raise LookupError(key)
    span, value = holder.nodes[key]
    return _dropped(here, Span(span.line, 1, _line_below(value), 1))


def _without_item(here: Text, listed: Items, index: int) -> TextEdit:
    nodes = listed.nodes
    if listed.closes and index:
        return _dropped(here, Span(*end_of(nodes[index - 1]), *end_of(nodes[index])))
    if listed.closes:
        first, second = nodes[0].span, nodes[1].span
        return _dropped(here, Span(first.line, first.column, second.line, second.column))
    is_last = index + 1 == len(nodes)
    below = _line_below(nodes[index]) if is_last else nodes[index + 1].span.line
    return _dropped(here, Span(nodes[index].span.line, 1, below, 1))


def _dropped(here: Text, span: Span) -> TextEdit:
    if _COMMENT.search(here.between(span)):
        raise LookupError("a comment stands there")
    return TextEdit(span, "")


# --- lines -----------------------------------------------------------------------------------


def _at(place: tuple[int, int], written: str) -> TextEdit:
    return TextEdit(Span(*place, *place), written)


def _lines_at(here: Text, line: int, lines: Sequence[str]) -> TextEdit:
    """Insert lines above a line, or below a last line that has no end."""
    written = "\n".join(lines)
    if line <= len(here.lines):
        return _at((line, 1), written + "\n")
    return _at((line - 1, len(here.lines[-1]) + 1), "\n" + written)


def _shifted(lines: Sequence[str], shift: int) -> list[str]:
    """Indent lines by more columns, or by fewer."""
    return [" " * shift + line[max(-shift, 0) :] if line else line for line in lines]


def _whole(here: Text, node: Node) -> Span:
    """Return the span of a value to its end, without the line end of a block text."""
    start, (line, column) = node.span, end_of(node)
    leaf = _last_leaf(node)
    if leaf.span.line < line and _sign(here, leaf)[:1] in ("|", ">"):
        while line > leaf.span.line and not here.lines[line - 1][: column - 1].strip():
            line, column = line - 1, len(here.lines[line - 2]) + 1
    return Span(start.line, start.column, line, column)


def _below(here: Text, node: Node) -> int:
    """Return the line below a value; blank lines that its text does not keep are below it."""
    line, column = end_of(node)
    if column > 1:
        return line + 1
    while not _KEEPS_BLANKS.match(_sign(here, _last_leaf(node))) and not here.lines[line - 2].strip():
        line -= 1
    return line


def _past_comments(here: Text, line: int) -> int:
    while line <= len(here.lines) and _COMMENT_BELOW.match(here.lines[line - 1]):
        line += 1
    return line


def _line_below(node: Node) -> int:
    line, column = end_of(node)
    return line if column == 1 else line + 1


def _sign(here: Text, leaf: Node) -> str:
    return here.lines[leaf.span.line - 1][leaf.span.column - 1 :]


def _last_leaf(node: Node) -> Node:
    while not isinstance(node, Scalar) and node.nodes and not node.closes:
        node = [*node.nodes.values()][-1][1] if isinstance(node, Fields) else node.nodes[-1]
    return node


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _node(tree: Node, at: RecordPath) -> Node:
    """Return what stands at a route; a bare text stands for each of its languages."""
    for step in at:
        if isinstance(tree, Scalar):
            break
        tree = tree.nodes[step][1] if isinstance(tree, Fields) else tree.nodes[step]  # type: ignore
    return tree
