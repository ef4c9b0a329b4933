"""Where a value stands: a route into a tree, and the span at its end."""

from lastro.places import RecordPath, Span
from lastro.syntax.tree import Fields, Items, Node, Scalar, is_empty


def locate_node(tree: Fields, route: RecordPath) -> Node | None:
    node: Node = tree
    for step in route:
        if isinstance(node, Fields) and step == 0:
            continue  # the only item of a list may stand without the list
        if isinstance(node, Fields) and step in node.nodes:
            node = node.nodes[str(step)][1]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.nodes):
            node = node.nodes[step]
        else:
            return None
    return None if is_empty(node) else node


def locate(node: Node, route: RecordPath, *, on_key: bool = False, part: str = "") -> Span:
    """Find the span of a route; a route that ends in a missing key points at its parent."""
    span = node.span
    for step in route:
        if isinstance(node, Fields) and step == 0:
            continue
        if isinstance(node, Fields) and isinstance(step, str) and step in node.nodes:
            key, node = node.nodes[step]
            span = key if on_key else node.span
        elif isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node.nodes):
            node = node.nodes[step]
            span = node.span
        elif isinstance(node, Scalar):
            break  # a bare text stands for its language, a bare quote for its `exact`
        else:
            return _first_key(node)
    if isinstance(node, Scalar):
        start = node.text.find(part) if part and node.verbatim else -1
        column = span.column + node.offset + start
        return span if start < 0 else Span(span.line, column, span.line, column + len(part))
    return span if on_key else _first_key(node) if isinstance(node, Fields) else span


def _first_key(node: Node) -> Span:
    if isinstance(node, Fields) and node.nodes:
        return next(iter(node.nodes.values()))[0]
    return node.span
