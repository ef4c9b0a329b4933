"""One text to one record: by its values alone where nothing is to be said of it.

Nearly every record of a site is sound, and then nobody asks for places. What is read here is what
`lastro.syntax.tree` and `lastro.loading.decode` would read; where they would have something to say, this
says nothing and leaves the text to them.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

from msgspec import Struct
from pydantic import ValidationError

from lastro.model.base import Record
from lastro.model.canonical_form import surely_in_form
from lastro.syntax.plain_values import values_in

R = TypeVar("R", bound=Record)


class Sound(Struct, Generic[R], frozen=True):
    """A record without a fault, and whether it has the form of all records beyond doubt."""

    record: R
    in_form: bool


def sound_record(
    model: type[R], text: str, identity: Mapping[str, str], languages: tuple[str, ...]
) -> Sound[R] | None:
    """Read a record that nothing has to be said of; None when something may have to be.

    `text` is that of a file without hidden characters, as `read_text` returns it; the other
    arguments are those of `decode`.
    """
    values = values_in(text)
    if values is None:
        return None
    fields = values.fields
    if not fields.keys().isdisjoint(model.FROM_PATH):
        return None
    in_form = surely_in_form(text, fields, values.bare, model)
    try:
        record = model.model_validate({**fields, **identity}, context={"languages": languages})
    except ValidationError:
        return None
    return Sound(record, in_form)
