"""The mark that a scaffold leaves where only a person knows what to write: `TODO`.

A scaffold that filled in a guess would be published as if somebody had said it. A mark cannot be:
the record that holds one is not finished, and the check says where.
"""

import re
from collections.abc import Iterator

from lastro.places import RecordPath
from lastro.syntax.tree import Fields, Scalar, scalars

_MARK = re.compile(r"\s*TODO\s*(?:\Z|:)")
_WITH_MORE = re.compile(r"\s*TODO\s")


def is_mark(scalar: Scalar) -> bool:
    """Tell whether a value is still to be written.

    It is when it is `TODO`, or begins with `TODO:`. Without quotes around it more words may follow
    the mark directly, as in `TODO ask the author`; within quotes these are printed words.
    """
    found = _MARK.match(scalar.text) or (scalar.plain and _WITH_MORE.match(scalar.text))
    return bool(found)


def marks_in(tree: Fields) -> Iterator[RecordPath]:
    """Yield the routes of all values that are still to be written, from the first line on."""
    found = [(at, scalar) for at, scalar, is_key in scalars(tree) if not is_key and is_mark(scalar)]
    found.sort(key=lambda pair: (pair[1].span.line, pair[1].span.column))
    yield from (at for at, _ in found)
