"""What a record tells its readers, freed from how it is written.

A correction is owed for what readers were told, not for a line that moved. So two records are
compared by their words: white space, order of keys and translations are no part of them.
"""

import re
from collections.abc import Mapping

from lastro.model.base import Record
from lastro.model.reader_text import Text
from lastro.text.dates import Edtf, Window

PLACES = frozenset({"id", "article", "former_ids"})
"""Fields that say where a record lies, not what it tells."""
_TRANSLATIONS = frozenset({"translation", "named"})
"""Fields that readers of the original do not see, or that only join parts of one record."""


def collapse_spaces(text: str) -> str:
    return " ".join(text.split())


def split_sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?…]) ", collapse_spaces(text))


def comparable(value: object, language: str) -> object:
    """Reduce a value to strings, lists and maps; text for readers is taken in `language`, else as it stands first."""
    if isinstance(value, Text):
        return collapse_spaces(value.get(language) or value.readings[0][1])
    if isinstance(value, str):
        return collapse_spaces(value)
    if isinstance(value, Record):
        return fields(value, language)
    if isinstance(value, tuple):
        return [comparable(one, language) for one in value]
    return days(value) if isinstance(value, Edtf | Window) else value


def fields(record: Record | None, language: str) -> Mapping[str, object]:
    return {
        field.alias or name: comparable(getattr(record, name), language)
        for name, field in (type(record).model_fields.items() if record else ())
        if name not in _TRANSLATIONS
    }


def fields_that_differ(before: Record, after: Record, language: str) -> tuple[str, ...]:
    one, other = fields(before, language), fields(after, language)
    return tuple(name for name in other if name not in PLACES and one.get(name) != other[name])


def days(period: Edtf | Window) -> tuple[str, ...]:
    """Return the days that a period covers, with the marks that make them uncertain."""
    ends = (period,) if isinstance(period, Edtf) else (period.start, period.end)
    marks = "".join(end.mark or "-" for end in ends if end)
    return (str(period.first), str(period.after), marks)
