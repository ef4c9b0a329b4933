"""Words of earlier schemas: what a key or value was called, and what it is called since.

A contributor whose branch is older than the last release must not find her record refused for a
word that was right when she wrote it. For one release an old word is read as the new one, with a
warning (`schema-old`), and `lastro migrate` writes the new one. An entry here is all that a new
step needs; the release after the next takes it out again.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lastro.places import RecordPath, Span
from lastro.records import Claim, Record
from lastro.settings import Settings
from lastro.yaml_tree import Fields, Items, Node, Scalar

SCHEMA = 1
"""The schema that records are written in now; `schema` of lastro.yml names it."""

EACH = "[]"
"""In a route: every item of a list."""


class OldWord(Struct, frozen=True):
    """A key, or a value of a key, that has another name since a schema.

    `route` leads to the key, its old name left out: `("reviews", EACH)`. With `value_of` the words
    are values of that key.
    """

    model: type[Record]
    route: tuple[str, ...]
    old: str
    new: str
    since: int
    value_of: str = ""


OLD_WORDS = (
    OldWord(Claim, ("reviews", EACH), "verdict", "rating", since=1),
    OldWord(Settings, (), "0", "1", since=1, value_of="schema"),
)
"""Schema 1 calls the outcome of a review `rating`, as the scale does; drafts said `verdict`."""


class FoundWord(Struct, frozen=True):
    """An old word in a record: its route by the new names, and its span."""

    word: OldWord
    steps: RecordPath
    span: Span


def with_current_words(
    tree: Fields, model: type[Record], words: Sequence[OldWord] = OLD_WORDS
) -> tuple[FoundWord, ...]:
    """Give the keys and values of a tree the names of now, in place, and return what they were.

    A key whose new name stands beside it is left, to be refused as unknown.
    """
    found = []
    for word in words:
        if issubclass(model, word.model):
            for steps, fields in _fields_at(tree, word.route):
                found += [
                    *(_value(fields, steps, word) if word.value_of else _key(fields, steps, word))
                ]
    return tuple(sorted(found, key=lambda one: one.span))


def holds_old_words(
    values: object, model: type[Record], words: Sequence[OldWord] = OLD_WORDS
) -> bool:
    """Tell whether plain values may hold an old word; said of a few that hold none, too."""
    return any(
        issubclass(model, word.model) and _may_hold(values, word, word.route) for word in words
    )


def _may_hold(values: object, word: OldWord, route: tuple[str, ...]) -> bool:
    if not route:
        return isinstance(values, dict) and (word.value_of or word.old) in values
    if route[0] == EACH:
        inner = values if isinstance(values, list) else []
        return any(_may_hold(item, word, route[1:]) for item in inner)
    return isinstance(values, dict) and _may_hold(values.get(route[0]), word, route[1:])


def _fields_at(
    node: Node, route: tuple[str, ...], steps: RecordPath = ()
) -> Iterator[tuple[RecordPath, Fields]]:
    """Yield every map that a route leads to; records hold few levels."""
    if not route:
        if isinstance(node, Fields):
            yield steps, node
    elif route[0] == EACH:
        for number, item in enumerate(node.nodes if isinstance(node, Items) else ()):
            yield from _fields_at(item, route[1:], (*steps, number))
    elif isinstance(node, Fields) and route[0] in node.nodes:
        yield from _fields_at(node.nodes[route[0]][1], route[1:], (*steps, route[0]))


def _key(fields: Fields, steps: RecordPath, word: OldWord) -> Iterator[FoundWord]:
    if word.old not in fields.nodes or word.new in fields.nodes:
        return
    span = fields.nodes[word.old][0]
    fields.nodes = {
        word.new if key == word.old else key: entry for key, entry in fields.nodes.items()
    }
    yield FoundWord(word, (*steps, word.new), span)


def _value(fields: Fields, steps: RecordPath, word: OldWord) -> Iterator[FoundWord]:
    key, node = fields.nodes.get(word.value_of, (None, None))
    if key is not None and isinstance(node, Scalar) and node.text == word.old:
        current = Scalar(node.span, word.new, node.plain, verbatim=False)
        fields.nodes[word.value_of] = (key, current)
        yield FoundWord(word, (*steps, word.value_of), node.span)
