"""YAML text to a tree of strings that know where they stand.

A reader must be able to trust that the record shows what it says: no key wins over another in silence, no
text turns into a number. So this reads plain maps, lists and strings, keeps line and column of each, and
refuses the rest on sight. libyaml's event parser is iterative: no input can exhaust the stack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import yaml
from msgspec import Struct

from lastro.places import START, RecordPath, Span
from lastro.syntax.explain_error import in_plain_words

DEEPEST = 8
MOST_VALUES = 5_000
TODO = "TODO"
"""The mark that a scaffold leaves where only a person knows what to write: a guess would be published."""
_MARK = re.compile(r"\s*TODO\s*(?:\Z|:)")
_WITH_MORE = re.compile(r"\s*TODO\s")


class Scalar(Struct, frozen=True):
    """A string as the record means it, and whether it stands on one line as written."""

    span: Span
    text: str
    plain: bool
    verbatim: bool
    """True when the source shows the text letter for letter, so that a part of it has a place."""
    offset: int = 0
    """Columns between the start of the span and the first letter: 1 for a quoted scalar."""


class Items(Struct):
    """A list."""

    span: Span
    nodes: "list[Node]" = msgspec.field(default_factory=list)
    closes: Span | None = None
    """Where its closing bracket stands; None for a list of lines."""


class Fields(Struct):
    """A map: for each key its span and its value."""

    span: Span
    nodes: "dict[str, tuple[Span, Node]]" = msgspec.field(default_factory=dict)
    closes: Span | None = None
    """Where its closing brace stands; None for a map of lines."""


Node = Scalar | Items | Fields


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 - it is a verdict, not a crash
    """The text is no plain record. `rule` names the fault; `first` is a related place."""

    rule: str
    message: str
    hint: str
    span: Span
    first: Span | None = None


def parse(text: str) -> Fields:
    """Read one document whose top is a map, in linear time; raises Refused with the first fault."""
    try:
        root = _build(_read_plain_events(text), text)
    except yaml.MarkedYAMLError as error:
        raise Refused("yaml-syntax", *in_plain_words(error, text)) from None
    except yaml.YAMLError as error:
        message = f"not YAML: {getattr(error, 'reason', '') or 'it cannot be read'}"
        raise Refused("yaml-syntax", message, "save it as plain text", START) from None
    message, hint = "the file is empty", "write the record, or delete the file"
    if root is None:
        raise Refused("yaml-syntax", message, hint, START)
    if not isinstance(root, Fields):
        message, hint = "a record is a map of keys and values", "start with `key: value`"
        raise Refused("yaml-syntax", message, hint, root.span)
    return root


def plain(node: Node) -> object:
    """Drop the places: strings, lists and maps, an empty unquoted value left out."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.nodes]
    return {key: plain(value) for key, (_, value) in node.nodes.items() if not is_empty(value)}


def is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def end_of(node: Node) -> tuple[int, int]:
    while not isinstance(node, Scalar) and node.nodes and not node.closes:
        node = [*node.nodes.values()][-1][1] if isinstance(node, Fields) else node.nodes[-1]
    span = node.span if isinstance(node, Scalar) else node.closes or node.span
    return span.end_line, span.end_column


def scalars(node: Node) -> Iterator[tuple[RecordPath, Scalar, bool]]:
    """Yield every string of a tree with its route: values, and keys with True."""
    stack: list[tuple[RecordPath, Node]] = [((), node)]
    while stack:
        here, current = stack.pop()
        if isinstance(current, Scalar):
            yield here, current, False
        elif isinstance(current, Items):
            stack.extend(((*here, i), n) for i, n in enumerate(current.nodes))
        else:
            for key, (span, value) in current.nodes.items():
                yield (*here, key), Scalar(span, key, plain=True, verbatim=False), True
                stack.append(((*here, key), value))


def is_mark(scalar: Scalar) -> bool:
    """Tell whether a value is still to be written: `TODO`, `TODO: …`, unquoted `TODO` and words."""
    found = _MARK.match(scalar.text) or (scalar.plain and _WITH_MORE.match(scalar.text))
    return bool(found)


def marks_in(tree: Fields) -> Iterator[RecordPath]:
    found = [(at, scalar) for at, scalar, is_key in scalars(tree) if not is_key and is_mark(scalar)]
    found.sort(key=lambda pair: (pair[1].span.line, pair[1].span.column))
    yield from (at for at, _ in found)


def _read_plain_events(text: str) -> Iterator[yaml.Event]:
    depth = values = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        opens = isinstance(event, yaml.CollectionStartEvent)
        depth += opens - isinstance(event, yaml.CollectionEndEvent)
        values += opens or isinstance(event, yaml.ScalarEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        _refuse_features(event, documents)
        if depth > DEEPEST:
            what = f"nested deeper than {DEEPEST} levels"
            hint = "a record is flat: see docs/handbook/reference/records.md"
            raise Refused("file-too-large", what, hint, _span(event))
        if values > MOST_VALUES:
            what, hint = f"more than {MOST_VALUES} values", "one record holds one claim"
            raise Refused("file-too-large", what, hint, _span(event))
        yield event


def _refuse_features(event: yaml.Event, documents: int) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        what, hint = f"alias '*{anchor}'", "write the value out, so that the diff shows it"
    elif anchor:
        what, hint = f"anchor '&{anchor}'", "write the value out, so that the diff shows it"
    elif tag:
        what, hint = f"tag '{tag}'", "delete it: every value is text"
    elif documents > 1 and isinstance(event, yaml.DocumentStartEvent):
        what, hint = "a second document", "one file holds one record: delete '---'"
    elif getattr(event, "version", None) or getattr(event, "tags", None):
        what, hint = "a directive", "delete the line that starts with '%'"
    else:
        return
    raise Refused("yaml-feature", f"{what}: records hold plain values only", hint, _span(event))


def _build(events: Iterator[yaml.Event], text: str) -> Node | None:
    """Put the events together with a stack of our own, never with recursion."""
    lines = text.split("\n")
    root: Node | None = None
    stack: list[tuple[Items | Fields, Scalar | None]] = []
    for event in events:
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = _scalar(event, lines)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Items(_span(event))
        elif isinstance(event, yaml.MappingStartEvent):
            node = Fields(_span(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            closed, span = stack.pop()[0], _span(event)
            closed.closes = span if span.end_column > span.column else None
            continue
        else:
            continue
        if stack:
            key, start = stack[-1][1], event.start_mark
            if is_empty(node) and key and start and not text[: start.index].rstrip().endswith(":"):
                message = "a comma ends a text in braces, and starts a new key here"
                raise Refused("yaml-syntax", message, "put the whole text in quotes", key.span)
            _attach(stack, node)
        else:
            root = node
        if not isinstance(node, Scalar):
            stack.append((node, None))
    return root


def _attach(stack: list[tuple[Items | Fields, Scalar | None]], node: Node) -> None:
    parent, key = stack[-1]
    if isinstance(parent, Items):
        parent.nodes.append(node)
        return
    if key is not None:
        parent.nodes[key.text] = (key.span, node)
        stack[-1] = (parent, None)
        return
    if not isinstance(node, Scalar):
        what = "a key must be a word, not a list or a map"
        raise Refused("yaml-syntax", what, "put the value in quotes", node.span)
    if node.text == "<<" and node.plain:
        what = "merge key '<<': records hold plain values only"
        hint = "write the values out, so that the diff shows them"
        raise Refused("yaml-feature", what, hint, node.span)
    if node.text in parent.nodes:
        first = parent.nodes[node.text][0]
        what = f"'{node.text}' stands in line {first.line} and again here"
        raise Refused("key-duplicate", what, "keep one", node.span, first)
    stack[-1] = (parent, node)


def _scalar(event: yaml.ScalarEvent, lines: list[str]) -> Scalar:
    span = _span(event)
    is_plain = event.style in (None, "")
    offset = 0 if is_plain else 1
    verbatim = span.line == span.end_line <= len(lines) and event.style not in ("|", ">")
    if verbatim:
        start = span.column - 1 + offset
        verbatim = lines[span.line - 1][start : start + len(event.value)] == event.value
    return Scalar(span, event.value, is_plain, verbatim, offset)


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # libyaml always marks; the types do not say so
        return START
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
