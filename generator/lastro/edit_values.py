"""Other words for single values of a record, in place: text in, text out.

A rename reaches into the records of many people. Each of them must find its lines as they were,
except for the letters of the id itself. So the letters are replaced where the located tree says
that the value stands, in the quotes that it has; the result is read again and compared.

`with_values` changes whole values, `with_citations` what a reasoning cites.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from lastro.decode import locate_node
from lastro.diagnostics import clean
from lastro.edit import below_of, line_end_at, offset_in, tree_of
from lastro.errors import LastroError
from lastro.places import RecordPath
from lastro.yaml_tree import Fields, Items, Node, Refused, Scalar, end_of, parse, plain
from lastro.yaml_write import entry, inline


class NewValue(Struct, frozen=True):
    """What becomes of one text: its new words, and a key that is to end the map it stands in, if any."""

    text: str
    beside: tuple[str, str] | None = None


def with_values(text: str, values: Mapping[RecordPath, NewValue]) -> str:
    """Return the text of a record with other words for the values at these routes.

    A route leads below the record, as `("evidence", 0, "source")` does. Raises LastroError when
    the text is no record, or no such edit leaves the other values as they are.
    """
    tree = tree_of(text)
    wanted = plain(tree)
    changes = []
    for steps, new in values.items():
        node = _scalar(tree, steps)
        start, end = _ends(text, node)
        changes.append((start, end, _written(text[start:end], node, new.text)))
        if new.beside:
            changes.append(_added(text, tree, steps, entry(*new.beside)))
        _set(wanted, steps, new)
    return _checked(text, changes, wanted)


def with_citations(text: str, cited: Mapping[str, str]) -> tuple[str, int]:
    """Return the text of a claim whose reasoning cites by other ids, and how many places changed.

    Every language is changed alike. Raises LastroError as `with_values` does.
    """
    tree = tree_of(text)
    wanted = plain(tree)
    citation = re.compile(rf"(?<=\[@)(?:{'|'.join(map(re.escape, cited))})(?=[,\]])")

    def renamed(words: str) -> str:
        return citation.sub(lambda found: cited[found[0]], words)

    changes, count = [], 0
    for steps, node in _reasonings(tree) if cited else ():
        if found := len(citation.findall(node.text)):
            count += found
            start, end = _ends(text, node)
            changes.append((start, end, renamed(text[start:end])))
            _set(wanted, steps, NewValue(renamed(node.text)))
    return _checked(text, changes, wanted), count


def _reasonings(tree: Fields) -> Iterator[tuple[RecordPath, Scalar]]:
    reviews = locate_node(tree, ("reviews",))
    for number, review in enumerate(reviews.nodes if isinstance(reviews, Items) else ()):
        because = review.nodes.get("because") if isinstance(review, Fields) else None
        if because is None:
            continue
        at, node = ("reviews", number, "because"), because[1]
        if isinstance(node, Scalar):
            yield at, node
        elif isinstance(node, Fields):
            yield from (
                ((*at, language), inner)
                for language, (_, inner) in node.nodes.items()
                if isinstance(inner, Scalar)
            )


def _scalar(tree: Fields, steps: RecordPath) -> Scalar:
    node = locate_node(tree, steps)
    if not isinstance(node, Scalar):
        raise LastroError(f"'{clean(str(steps[-1]))}' holds no text", "run `lastro check`")
    return node


def _ends(text: str, node: Scalar) -> tuple[int, int]:
    return offset_in(text, node.span.line, node.span.column), offset_in(text, *end_of(node))


def _written(raw: str, node: Scalar, text: str) -> str:
    """Write a value as the old one stands: bare, or in its quotes."""
    return inline(text) if raw == node.text else raw.replace(node.text, text, 1)


def _added(text: str, tree: Fields, steps: RecordPath, written: str) -> tuple[int, int, str]:
    """Put a key at the end of the map that a value stands in."""
    parent: Node | None = locate_node(tree, steps[:-1]) if steps[:-1] else tree
    if not isinstance(parent, Fields):
        raise LastroError(f"'{clean(str(steps[-1]))}' stands in no map", "run `lastro check`")
    last = [*parent.nodes.values()][-1][1]
    if parent.closes:
        at = offset_in(text, *end_of(last))
        return at, at, f", {written}"
    at = below_of(text, parent, comments=False)
    eol, line = line_end_at(text, at), " " * (parent.span.column - 1) + written
    no_end = at == len(text) and not text.endswith("\n")
    return at, at, eol + line if no_end else line + eol


def _set(whole: object, steps: RecordPath, new: NewValue) -> None:
    """Put a text, and the key beside it, into plain maps and lists."""
    inner: object = whole
    for step in steps[:-1]:
        inner = inner[step]  # type: ignore[index]
    inner[steps[-1]] = new.text  # type: ignore[index]
    if new.beside:
        inner[new.beside[0]] = new.beside[1]  # type: ignore[index]


def _checked(text: str, changes: list[tuple[int, int, str]], wanted: object) -> str:
    """Make the changes, and refuse a text that does not read as it should."""
    for start, end, written in sorted(changes, reverse=True):
        text = text[:start] + written + text[end:]
    try:
        found = plain(parse(text))
    except Refused:
        found = None
    if found != wanted:
        raise LastroError("an id stands where it cannot be replaced alone", "change it by hand")
    return text
