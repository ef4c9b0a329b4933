"""What the record types say of themselves: names for messages, and whose field a route names."""

import re
from functools import lru_cache

from pydantic import BaseModel

from lastro.places import RecordPath
from lastro.records import Record


def kind_of(model: type[Record] | None) -> str:
    """Return what a message calls a record of a model, such as 'claim'."""
    if model is None:
        return "record"
    return model.KIND or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


@lru_cache(maxsize=64)
def field_names(model: type[Record]) -> tuple[str, ...]:
    """Return the keys that a record of a model may hold, in the order of the format."""
    return tuple(
        field.alias or name
        for name, field in model.model_fields.items()
        if name not in model.FROM_PATH
    )


def owner_of(model: type[Record], steps: RecordPath) -> type[Record] | None:
    """Return the model whose field the last step names, by walking the types of the fields."""
    owner: type[Record] | None = model
    for step in steps[:-1]:
        if isinstance(step, int) or owner is None:
            continue
        fields = {field.alias or name: field for name, field in owner.model_fields.items()}
        owner = _model_in(fields[step].annotation) if step in fields else None
    return owner


def _model_in(annotation: object) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, Record) else None
    found = (_model_in(inner) for inner in getattr(annotation, "__args__", ()))
    return next((model for model in found if model), None)
