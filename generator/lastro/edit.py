"""The fewest changed lines in the YAML of a record: text in, text out.

Records belong to the people who write them. A tool that sorts their keys, folds their lines or
drops their comments hides its one change in a diff that nobody reads. So nothing is dumped anew:
the change is put into the text at a place that the located tree knows, in the style that stands
around it. The result is read again and compared, so that a place where the change would alter
another value is not used.

Line ends stay as they are; added lines end as the line before them. Records that `lastro check`
cannot read are refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lastro.diagnostics import clean
from lastro.errors import LastroError
from lastro.model_fields import field_names
from lastro.places import START, Span
from lastro.read_file import refuse_hidden_in
from lastro.records import Record
from lastro.yaml_tree import Fields, Items, Node, Refused, Scalar, end_of, is_empty, parse, plain
from lastro.yaml_write import Value, entry, inline, lines_of, parts_of

_ODD_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""Line breaks to YAML and not to editors: lines could not be counted."""
_COMMENT_BELOW = re.compile(r"[ ]+#[^\n]*(\n|\Z)")
_HEADER = re.compile(r"[|>][-0-9]*\+")
"""First line of a text that keeps the blank lines below it."""


def with_key(text: str, model: type[Record], key: str, value: Value) -> str:
    """Return the text of a record with a key set at its top level.

    A new key follows the nearest key before it in the order of the model that is there; a value
    that stands there is replaced. Raises LastroError when the text is no record, the value holds
    hidden characters, or no place leaves the other values as they are.
    """
    tree = tree_of(text)
    refuse_hidden(value)
    if key in tree.nodes:
        candidates = iter((_replaced(text, tree, key, value),))
    else:
        candidates = _added(text, tree, field_names(model), key, value)
    return _first_right(candidates, tree, key, _read_back(value))


def with_items(text: str, model: type[Record], key: str, items: Sequence[Value]) -> str:
    """Return the text of a record with items at the end of a list at its top level.

    A list that is not there is added. Raises LastroError as `with_key` does, and when a value
    stands there that is no list.
    """
    tree = tree_of(text)
    found = tree.nodes.get(key)
    if found is None or is_empty(found[1]):
        return with_key(text, model, key, items)
    node = found[1]
    if not isinstance(node, Items):
        raise LastroError(f"'{clean(key)}' holds no list", "run `lastro check`")
    if not items:
        return text
    for item in items:
        refuse_hidden(item)
    appended = (
        _in_brackets(text, node, node.closes, items)
        if node.closes
        else _in_lines(text, node, items)
    )
    wanted = [*(plain(standing) for standing in node.nodes), *map(_read_back, items)]
    return _first_right(iter((appended,)), tree, key, wanted)


def tree_of(text: str) -> Fields:
    """Read the text of a record; raises LastroError for one that cannot be edited."""
    try:
        if odd := _ODD_BREAK.search(text):
            raise LastroError(f"a line ends with {odd[0]!a}", "save it with LF line ends")
        return parse(text)
    except Refused as refused:
        place = f"line {refused.span.line}"
        raise LastroError(f"{place}: {clean(refused.message, 300)}", "run `lastro check`") from None


def refuse_hidden(value: Value) -> None:
    """Raise LastroError for a value that holds what no editor shows."""
    if isinstance(value, Mapping):
        for inner in value.values():
            refuse_hidden(inner)
    elif not isinstance(value, str):
        for inner in value:
            refuse_hidden(inner)
    else:
        try:
            value.encode()
        except UnicodeEncodeError:
            raise LastroError(f"'{clean(value)}' is no text in UTF-8", "write it anew") from None
        try:
            refuse_hidden_in(Scalar(START, value, plain=True, verbatim=False))
        except Refused as refused:
            raise LastroError(f"{refused.message} in '{clean(value)}'", refused.hint) from None


def _first_right(candidates: Iterator[str], tree: Fields, key: str, wanted: object) -> str:
    """Return the first text that reads as the tree with the key set, and as nothing else."""
    others = [name for name in tree.nodes if name != key]
    before = plain(Fields(tree.span, {name: tree.nodes[name] for name in others}))
    for text in candidates:
        try:
            now = parse(text)
        except Refused:
            continue
        added = now.nodes.pop(key, None)
        same = [*now.nodes] == others and plain(now) == before
        if same and added and plain(added[1]) == wanted:
            return text
    raise LastroError(
        f"no place for '{clean(key)}' that leaves the other lines as they are", "add it by hand"
    )


def _read_back(value: Value) -> object:
    if isinstance(value, Mapping):
        return {key: _read_back(inner) for key, inner in value.items()}
    return value if isinstance(value, str) else [_read_back(inner) for inner in value]


def _added(text: str, tree: Fields, names: Sequence[str], key: str, value: Value) -> Iterator[str]:
    """Yield the text with a new key, at the best place first."""
    before = names[: names.index(key)] if key in names else tuple(tree.nodes)
    spots = [name for name in reversed(before) if name in tree.nodes]
    first_key = next(iter(tree.nodes.values()))[0] if tree.nodes else tree.span
    if tree.closes:
        opened = _start(text, tree.span)
        written = entry(key, value, quoted=_is_quoted(text, first_key))
        for name in spots:
            end = offset_in(text, *end_of(tree.nodes[name][1]))
            yield f"{text[:end]}, {written}{text[end:]}"
        yield f"{text[: opened + 1]}{written}{', ' if tree.nodes else ''}{text[opened + 1 :]}"
        return
    lines = lines_of(key, value, tree.span.column - 1)
    for name in spots:
        yield _with_lines(text, below_of(text, tree.nodes[name][1]), lines)
    yield _with_lines(text, offset_in(text, first_key.line, 1), lines)


def _replaced(text: str, tree: Fields, key: str, value: Value) -> str:
    node = tree.nodes[key][1]
    start, end = _start(text, node.span), offset_in(text, *end_of(node))
    if _is_block_text(text, _last_leaf(node)):
        end = start + len(text[start:end].rstrip("\r\n"))
    if is_empty(node):
        return f"{text[:end]} {inline(value)}{text[end:]}"
    if isinstance(node, Scalar) or node.closes:
        return text[:start] + inline(value) + text[end:]
    indent = max(node.span.column, tree.span.column + 2) - 1  # a list may stand below its key
    short = isinstance(value, str) or not value
    lines = [" " * indent + inline(value)] if short else parts_of(value, indent)
    written = line_end_at(text, end).join(lines)[node.span.column - 1 :]
    return text[:start] + written + text[end:]


def _in_brackets(text: str, node: Items, closes: Span, items: Sequence[Value]) -> str:
    """Append to a list in brackets: on a line of its own where the last item has one."""
    if not node.nodes:
        at = _start(text, closes)
        return text[:at] + ", ".join(map(inline, items)) + text[at:]
    last = node.nodes[-1]
    first_letter, at = _start(text, last.span), offset_in(text, *end_of(last))
    margin = text[text.rfind("\n", 0, first_letter) + 1 : first_letter]
    has_comment = "#" in text[at:].partition("\n")[0]
    own_line = last.span.line > node.span.line and not margin.strip() and not has_comment
    gap = line_end_at(text, at) + margin if own_line else " "
    quoted = _is_quoted(text, last.span)
    return text[:at] + "".join(f",{gap}{inline(i, quoted=quoted)}" for i in items) + text[at:]


def _in_lines(text: str, node: Items, items: Sequence[Value]) -> str:
    last, indent = node.nodes[-1], node.span.column - 1
    lines: list[str] = []
    for item in items:
        if isinstance(item, str) and _is_quoted(text, last.span):
            lines.append(f"{' ' * indent}- {inline(item, quoted=True)}")
        else:
            lines += parts_of([item], indent)
    return _with_lines(text, below_of(text, last, comments=False), lines)


def _with_lines(text: str, at: int, lines: Sequence[str]) -> str:
    """Insert lines at the start of a line, or below a last line that has no end."""
    eol = line_end_at(text, at)
    written = eol.join(lines)
    if at == len(text) and not text.endswith("\n"):
        return text + eol + written
    return text[:at] + written + eol + text[at:]


def below_of(text: str, node: Node, *, comments: bool = True) -> int:
    """Return where the lines of a value end, those of comments that are indented below it too."""
    end = offset_in(text, *end_of(node))
    leaf = _last_leaf(node)
    if _is_block_text(text, leaf):
        start = _start(text, leaf.span)
        if not _HEADER.match(text, start):
            end = start + len(text[start:end].rstrip("\r\n "))
        elif text[end - 1 : end] == "\n":
            return end
    at = text.find("\n", end) + 1 or len(text)
    while comments and (comment := _COMMENT_BELOW.match(text, at)):
        at = comment.end()
    return at


def _last_leaf(node: Node) -> Node:
    while not isinstance(node, Scalar) and node.nodes and not node.closes:
        node = [*node.nodes.values()][-1][1] if isinstance(node, Fields) else node.nodes[-1]
    return node


def _is_block_text(text: str, leaf: Node) -> bool:
    """Tell whether a value is a text below `|` or `>`, whose span takes in its last line end."""
    start = _start(text, leaf.span)
    return isinstance(leaf, Scalar) and not leaf.plain and text[start : start + 1] in ("|", ">")


def _is_quoted(text: str, span: Span) -> bool:
    return text[_start(text, span)] == '"'


def _start(text: str, span: Span) -> int:
    return offset_in(text, span.line, span.column)


def offset_in(text: str, line: int, column: int) -> int:
    """Turn a place into an index; both count from 1, and a place past the end is the end."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1 or len(text)
    return min(at + column - 1, len(text))


def line_end_at(text: str, at: int) -> str:
    """Return how the line before an index ends; with none before it, how the first one does."""
    before = text.rfind("\n", 0, at)
    end = before if before >= 0 else text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
