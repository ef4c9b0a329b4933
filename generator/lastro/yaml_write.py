"""Values as the YAML that people write here: plain words, quotes where a reader of YAML needs them.

A text is quoted unless every parser takes it for that text: 'no' and '2025' would turn into
something else in an editor that knows less than Lastro. What is short stands on one line.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""What a record holds: texts, lists of values, maps of values."""

WIDEST = 100
"""Columns of a line, above which a map or a list is written on several."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w .;!?()'’“”–—/+-]*[\w.;!?)’”])?|\d{4}-\d\d-\d\d")
"""Texts that mean themselves wherever they stand, in brackets too; days are text to all."""
_NOT_TEXT = re.compile(r"true|false|yes|no|on|off|null|y|n", re.IGNORECASE)


def inline(value: Value, *, quoted: bool = False) -> str:
    """Write a value on one line; `quoted` puts every text and key in quotes, as JSON does."""
    if isinstance(value, str):
        return _text(value, quoted=quoted)
    if isinstance(value, Mapping):
        written = (entry(key, inner, quoted=quoted) for key, inner in value.items())
        return "{" + ", ".join(written) + "}"
    return "[" + ", ".join(inline(item, quoted=quoted) for item in value) + "]"


def entry(key: str, value: Value, *, quoted: bool = False) -> str:
    """Write a key and its value on one line."""
    return f"{_key(key, quoted=quoted)}: {inline(value, quoted=quoted)}"


def lines_of(key: str, value: Value, indent: int) -> list[str]:
    """Write a key and its value: on one line where it fits, else on one for each part."""
    margin = " " * indent
    one = margin + entry(key, value)
    if isinstance(value, str) or not value or len(one) <= WIDEST:
        return [one]
    return [f"{margin}{_key(key)}:", *parts_of(value, indent + 2)]


def parts_of(value: Sequence[Value] | Mapping[str, Value], indent: int) -> list[str]:
    """Write the items of a list or the keys of a map, each from a line of its own."""
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in lines_of(key, inner, indent)]
    return [line for item in value for line in _item(item, indent)]


def _item(item: Value, indent: int) -> list[str]:
    dash = " " * indent + "- "
    one = dash + inline(item)
    if isinstance(item, str) or not item or len(one) <= WIDEST:
        return [one]
    first, *others = parts_of(item, indent + 2)
    return [dash + first[indent + 2 :], *others]


def _key(key: str, *, quoted: bool = False) -> str:
    """Write a key; our own word `on` stands in all records without quotes."""
    return key if _PLAIN.fullmatch(key) and not quoted else _text(key, quoted=True)


def _text(text: str, *, quoted: bool = False) -> str:
    plain = not quoted and _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
