"""What tells a record that has the form of all records, without a look at its lines.

Most records are in their form. To see it in the plain values costs little, and the few that may not
be are then looked at with the places of all their values (`lastro.editing.formatter`).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lastro.model.base import Record
from lastro.model.fields import field_names, fields_of, model_in
from lastro.syntax.altered_texts import may_hold_fold

NOT_TEXT = re.compile(
    r"true|false|yes|no|on|off|null|y|n|~|=|0o[0-7]+|[-+]?0x[\da-f_]+|[-+]?0b[01_]+|[-+]?\.(?:inf|nan)"
    r"|[-+]?(?:\d[\d_,]*\.?|\.\d)[\d_]*(?:e[-+]?\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?"
    r"|\d{4}-\d\d?-\d\d?(?:(?:t|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?[ \t]*(?:z|[-+]\d\d?(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
"""What some readers of YAML take for something else than text: 12:34 is 754 to those of version 1.1.

Source: yaml.org/type, "bool", "int", "float", "null" and "timestamp". In a field of `DAYS` a year or
a day is no text.
"""


def may_hold_blanks(text: str) -> bool:
    """Tell whether a line may end in a blank, or blank lines be double: most records have none."""
    return (
        " \n" in text
        or ("\t" in text and "\t\n" in text)
        or "\n\n\n" in text
        or text.startswith("\n")
        or text.endswith((" ", "\t"))
    )


def surely_in_form(
    text: str, fields: Mapping[str, object], bare: Iterable[str], model: type[Record]
) -> bool:
    """Tell whether the form is beyond doubt: False says only that nobody knows yet."""
    return (
        text[-1:] == "\n"
        and text[-2:-1] != "\n"
        and not may_hold_blanks(text)
        and not may_hold_fold(text)
        and not any(
            (" " not in value or value[0].isdigit()) and NOT_TEXT.fullmatch(value) for value in bare
        )
        and _has_keys_in_order(fields, model)
    )


@lru_cache(maxsize=64)
def models_in(model: type[Record]) -> Mapping[str, type[Record]]:
    found = {key: model_in(field.annotation) for key, field in fields_of(model).items()}
    return {key: inner for key, inner in found.items() if inner}


def _has_keys_in_order(node: Mapping[str, object], model: type[Record]) -> bool:
    below = _below(model, tuple(node))
    if below is None:
        return False
    for key, inner in below:
        value = node[key]
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict) and not _has_keys_in_order(item, inner):
                return False
    return True


@lru_cache(maxsize=4096)
def _below(
    model: type[Record], keys: tuple[str, ...]
) -> tuple[tuple[str, type[Record]], ...] | None:
    """Return the models of what stands below some keys; None when these are not in their order."""
    names = field_names(model)
    if {*names}.issuperset(keys):
        ranks = [names.index(key) for key in keys]
        if ranks != sorted(ranks):
            return None
    inner = models_in(model)
    return tuple((key, inner[key]) for key in keys if key in inner)
