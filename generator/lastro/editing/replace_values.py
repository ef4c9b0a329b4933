"""Other words for single values of a record, in place: text in, text out.

A rename reaches into the records of many people. Each of them must find its lines as they were,
except for the letters of the id itself: `with_values` changes whole values in the quotes that they
have, `with_citations` what a reasoning cites.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from lastro.diagnostics.finding import Beside, FixStep, Rewrite
from lastro.editing.edit import text_in_span, tree_of, with_steps
from lastro.errors import LastroError
from lastro.model.base import Record
from lastro.places import RecordPath
from lastro.syntax.locate import locate_node
from lastro.syntax.tree import Fields, Items, Scalar
from lastro.text.messages import clean

_FAULT = LastroError("an id stands where it cannot be replaced alone", "change it by hand")


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
    steps: list[FixStep] = []
    for at, new in values.items():
        node = locate_node(tree, at)
        if not isinstance(node, Scalar):
            raise LastroError(f"'{clean(str(at[-1]))}' holds no text", "run `lastro check`")
        if node.text not in text_in_span(text, node.span):  # an escape may be there to be seen
            raise _FAULT
        steps.append(Rewrite(at, new.text))
        if new.beside:
            steps.append(Beside(at, *new.beside))
    return with_steps(text, Record, steps, _FAULT)


def with_citations(text: str, cited: Mapping[str, str]) -> tuple[str, int]:
    """Return the text of a claim whose reasoning cites by other ids, and how many places changed.

    Every language is changed alike. Raises LastroError as `with_values` does.
    """
    tree = tree_of(text)
    steps, count = [], 0
    for at, words in _reasonings(tree):
        for old, new in cited.items():
            for end in ",]":
                if found := words.count(part := f"[@{old}{end}"):
                    steps.append(Rewrite(at, f"[@{new}{end}", part))
                    count += found
    return with_steps(text, Record, steps, _FAULT), count


def _reasonings(tree: Fields) -> Iterator[tuple[RecordPath, str]]:
    reviews = locate_node(tree, ("reviews",))
    for number in range(len(reviews.nodes) if isinstance(reviews, Items) else 0):
        at = ("reviews", number, "because")
        because = locate_node(tree, at)
        if isinstance(because, Scalar):
            yield at, because.text
        elif isinstance(because, Fields):
            for language, (_, node) in because.nodes.items():
                if isinstance(node, Scalar):
                    yield (*at, language), node.text
