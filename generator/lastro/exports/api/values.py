"""A record as plain values: what api/v1 publishes of it, so that nothing of it is lost.

Written as YAML it loads as an equal record. Keys stand as the record types order them; every value of
a claim, a source or an article is text; what may be written in two ways has the longer one: a map by language, a
list of claimants, a quote with `exact`.
"""

from functools import lru_cache
from typing import Any

from lastro.model.base import Record
from lastro.model.fields import field_names, other_word
from lastro.model.reader_text import Text

_WORDS = {"unknown", "unread"}
"""What a record writes where there is no answer."""


def record_values(record: Record) -> dict[str, Any]:
    """Return the fields of a record that are written in it, by the keys that it writes."""
    written = record.model_fields_set
    values = vars(record)
    return {
        key: word if values[name] is None else _plain(values[name])
        for key, name, word in _fields(type(record))
        if name in written and (values[name] is not None or word)
    }


@lru_cache(maxsize=64)
def _fields(model: type[Record]) -> tuple[tuple[str, str, str], ...]:
    """Return key, attribute and the word for no answer of each field, in their order."""
    found = {field.alias or name: (name, field) for name, field in model.model_fields.items()}
    words = ((key, *found[key]) for key in field_names(model))
    return tuple(
        (key, name, other.word if (other := other_word(field)) and other.word in _WORDS else "")
        for key, name, field in words
    )


def _plain(value: object) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return dict(value.readings)
    if isinstance(value, Record):
        return record_values(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | float) else str(value)
