"""What ruamel.yaml does for us: the lines of a key of a record with steps made in them.

ruamel keeps quotes, block texts, brackets and comments on the way through. It never sees a text that
`yaml_tree` has refused, and only new nodes are taken of what it writes (`splice`). A new text is quoted
unless every parser takes it for that text: 'no' and '2025' would turn into something else.
"""

import io
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase, CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted
from ruamel.yaml.scalarstring import ScalarString

from lastro.diagnostics.finding import FixStep, Value, make
from lastro.model.canonical_form import NOT_TEXT

WIDEST = 100
"""Columns of a line, above which a map or a list is written on several."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w .;!?()'’“”–—/+-]*[\w.;!?)’”])?")
"""Texts that mean themselves wherever they stand, in brackets too."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""What is written as all records write their days."""


class _TextAlone(VersionedResolver):
    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and value:
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)


def remake(piece: str, steps: Sequence[FixStep]) -> str:
    """Return the YAML of a map, or of nothing, with steps made; raises LookupError for what ruamel cannot read."""
    try:
        document = _yaml().load(piece) or CommentedMap()
        for step in steps:
            make(document, step, _in_style)
        return _dumped(document)
    except (YAMLError, AssertionError, NotImplementedError, ValueError) as error:
        raise LookupError("ruamel cannot read it, or write it") from error


def inline(value: Value) -> str:
    return _dumped(CommentedSeq([_styled(value)]))[4:-1]


def _yaml() -> YAML:
    yaml = YAML(pure=True, plug_ins=[])  # it would look for plug-ins on the disk each time
    yaml.Resolver = _TextAlone
    yaml.preserve_quotes = True
    yaml.width = sys.maxsize
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(document: object) -> str:
    stream = io.StringIO()
    _yaml().dump(document, stream)
    return stream.getvalue()


def _in_style(value: Value, holder: Any, key: str | int | None) -> object:
    """Turn a new value into what ruamel writes as its neighbours, or its predecessor, stand there."""
    is_flow = holder.fa.flow_style()
    if key is None:
        indent = holder.lc.col + 2
        quoted = isinstance(holder[-1], Quoted) and (is_flow or isinstance(value, str))
        return _styled(value, None if is_flow else indent, indent, quoted=quoted)
    if isinstance(key, str) and key not in holder:
        quoted = any(isinstance(other, Quoted) for other in holder) and is_flow
        return _styled(value, None if is_flow else 2, len(key) + 2, quoted=quoted)
    old = holder[key]
    if not isinstance(value, str):
        is_block = old and isinstance(old, CommentedBase) and not old.fa.flow_style()
        return _styled(value, 2 if is_block else None, WIDEST)
    if isinstance(old, ScalarString) and value.isprintable() and value == value.strip():
        return type(old)(value)
    stays = type(old) is str and (_DAY.fullmatch(value) or not NOT_TEXT.fullmatch(value))
    return value if stays else _styled(value)


def _styled(
    value: Value, indent: int | None = None, lead: int = 0, *, quoted: bool = False
) -> object:
    """Turn a value into our style; with an indent, what is too wide behind `lead` columns gets lines of its own."""
    if isinstance(value, str):
        is_text = _PLAIN.fullmatch(value) and not NOT_TEXT.fullmatch(value)
        return value if not quoted and (is_text or _DAY.fullmatch(value)) else Quoted(value)
    if indent is not None and (not value or lead + len(inline(value)) <= WIDEST):
        indent = None
    deeper = None if indent is None else indent + 2
    node: Any
    if isinstance(value, Mapping):
        node = CommentedMap()
        for key, inner in value.items():
            # our own word `on` stands in all records without quotes
            name = key if _PLAIN.fullmatch(key) and not quoted else Quoted(key)
            behind = (indent or 0) + len(key) + 2
            node[name] = _styled(inner, deeper, behind, quoted=quoted)
    else:
        node = CommentedSeq(_styled(item, deeper, deeper or 0, quoted=quoted) for item in value)
    if indent is None:
        node.fa.set_flow_style()
    return node
