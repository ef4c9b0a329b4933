"""What ruamel.yaml does for us: one key of a record with a change made, as YAML that people write.

ruamel keeps what no other library keeps on the way through: quotes, block texts, brackets, comments.
It is given the lines of one key, never a text that `yaml_tree` has refused, and `edit` takes from
its answer only the node that changed. All that is plain is text to it, as it is to Lastro.
"""

import io
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted
from ruamel.yaml.scalarstring import ScalarString

from lastro.fixes import FixStep, Value, make
from lastro.record_form import NOT_TEXT

WIDEST = 100
"""Columns of a line, above which a map or a list is written on several."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w .;!?()'’“”–—/+-]*[\w.;!?)’”])?|\d{4}-\d\d-\d\d")
"""Texts that mean themselves wherever they stand, in brackets too; days are text to all."""


class _TextAlone(VersionedResolver):
    """Takes nothing for a number, a date or a truth."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and value:
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)


def remade(piece: str, steps: Sequence[FixStep]) -> str:
    """Return the YAML of a map with steps made."""
    document = _yaml().load(piece)
    for step in steps:
        make(document, step, _in_style)
    return _dumped(document)


def written(
    key: str, value: Value, *, margin: int | None = None, quoted: bool = False, block: bool = False
) -> str:
    """Write a key and its value: in braces without a margin; `block` never puts it on one line."""
    lead = WIDEST if block else (margin or 0) + len(inline(key)) + 2
    indent = None if margin is None else margin + 2
    document = CommentedMap({_key(key, quoted=quoted): _styled(value, indent, lead, quoted=quoted)})
    if margin is None:
        document.fa.set_flow_style()
    return _dumped(document)


def inline(value: Value, *, quoted: bool = False) -> str:
    """Write a value on one line; `quoted` puts every text and key in quotes, as JSON does."""
    return _dumped(CommentedSeq([_styled(value, quoted=quoted)]))[4:-1]


def _yaml() -> YAML:
    yaml = YAML(pure=True)
    yaml.Resolver = _TextAlone
    yaml.preserve_quotes = True
    yaml.width = sys.maxsize
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(document: object) -> str:
    stream = io.StringIO()
    _yaml().dump(document, stream)
    return stream.getvalue()


def _in_style(value: Value, like: object = None) -> object:
    """Turn a value into what ruamel writes as the text, or the last item of the list, it is like."""
    if isinstance(like, CommentedSeq):
        is_flow, indent = like.fa.flow_style(), like.lc.col + 2
        quoted = isinstance(like[-1], Quoted) and (is_flow or isinstance(value, str))
        return _styled(value, None if is_flow else indent, indent, quoted=quoted)
    if isinstance(like, ScalarString):
        return type(like)(value)
    stays = like is not None and not (NOT_TEXT.fullmatch(str(value)) or str(value).isdigit())
    return value if stays else _styled(value)


def _styled(
    value: Value, indent: int | None = None, lead: int = 0, *, quoted: bool = False
) -> object:
    """Turn a value into what ruamel writes in our style.

    With an indent, what is too wide for the line behind `lead` columns gets lines of its own there.
    """
    if isinstance(value, str):
        is_plain = not quoted and _PLAIN.fullmatch(value) and not NOT_TEXT.fullmatch(value)
        return value if is_plain else Quoted(value)
    if indent is None or not value or lead + len(inline(value)) <= WIDEST:
        indent = None
    deeper = None if indent is None else indent + 2
    node: Any
    if isinstance(value, Mapping):
        node = CommentedMap()
        for key, inner in value.items():
            wide = (indent or 0) + len(key) + 2
            node[_key(key, quoted=quoted)] = _styled(inner, deeper, wide, quoted=quoted)
    else:
        node = CommentedSeq(_styled(item, deeper, deeper or 0, quoted=quoted) for item in value)
    if indent is None:
        node.fa.set_flow_style()
    return node


def _key(key: str, *, quoted: bool = False) -> str:
    """Write a key; our own word `on` stands in all records without quotes."""
    return key if _PLAIN.fullmatch(key) and not quoted else Quoted(key)
