"""What the record types say of themselves: names for messages, and whose field a route names."""

import ast
import inspect
import itertools
import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from lastro.model.base import Record, as_list
from lastro.model.values import OrWord
from lastro.places import RecordPath


def kind_of(model: type[Record] | None) -> str:
    """Return what a message calls a record of a model, such as 'claim'."""
    if model is None:
        return "record"
    return model.KIND or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


@lru_cache(maxsize=64)
def field_names(model: type[Record]) -> tuple[str, ...]:
    """Return the keys that a record of a model may hold: its own, then those of every record."""
    own = model.__annotations__
    fields = sorted(model.model_fields.items(), key=lambda item: item[0] not in own)
    return tuple(field.alias or name for name, field in fields if name not in model.FROM_PATH)


@lru_cache(maxsize=64)
def required_names(model: type[Record]) -> tuple[str, ...]:
    return tuple(n for n in field_names(model) if fields_of(model)[n].is_required())


@lru_cache(maxsize=64)
def fields_of(model: type[Record]) -> Mapping[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def values_of(field: FieldInfo) -> tuple[str, ...]:
    return get_args(field.annotation) if get_origin(field.annotation) is Literal else ()


def other_word(field: FieldInfo) -> OrWord | None:
    return next((found for found in field.metadata if isinstance(found, OrWord)), None)


def describe_field(model: type[Record], key: str) -> str:
    """Say in one line what may stand in a field: its words, or what its description says."""
    describe(model)
    found = fields_of(model)[key]
    if values := values_of(found):
        return ", ".join(values)
    other = other_word(found)
    said = " ".join((found.description or key).split()).removesuffix(".")
    more = f", or `{other.word}`" if other and f"`{other.word}`" not in said else ""
    return said[:1].lower() + said[1:] + more


@lru_cache(maxsize=64)
def describe(model: type[Record]) -> None:
    """Give the fields of a model, own and inherited, the sentence that stands under each as theirs."""
    said = {
        name: text
        for owner in reversed(model.__mro__)
        if issubclass(owner, Record)
        for name, text in _read_sentences_by_class(owner.__module__)[owner.__name__].items()
    }
    for name, field in model.model_fields.items():
        field.description = said.get(name)


@lru_cache(maxsize=8)
def _read_sentences_by_class(module: str) -> Mapping[str, Mapping[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: dict(_under(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _under(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for above, below in itertools.pairwise(node.body):
        if (
            isinstance(above, ast.AnnAssign)
            and isinstance(above.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            yield above.target.id, inspect.cleandoc(below.value.value)


def is_list(field: FieldInfo) -> bool:
    """Tell whether a field holds a list, and one item of it may not stand there alone."""
    alone = any(getattr(found, "func", None) is as_list for found in field.metadata)
    return get_origin(field.annotation) is tuple and not alone


def owner_of(model: type[Record], route: RecordPath) -> type[Record] | None:
    """Return the model whose field the last step names, by walking the types of the fields."""
    owner: type[Record] | None = model
    for step in route[:-1]:
        if isinstance(step, int) or owner is None:
            continue
        fields = fields_of(owner)
        owner = model_in(fields[step].annotation) if step in fields else None
    return owner


def model_in(annotation: object) -> type[Record] | None:
    """Return the model of the map, or of each item of the list, that a field of a type holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, Record) else None
    found = (model_in(inner) for inner in getattr(annotation, "__args__", ()))
    return next((model for model in found if model), None)
