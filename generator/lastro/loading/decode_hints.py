"""Hints that say which keys to write where a record lacks a field or has another shape.

A contributor who reads "it must be a map" has to look up its keys; the types of the records know
them. Every hint can be followed as it stands.
"""

import re

from lastro.model import fields
from lastro.model.base import Record
from lastro.places import RecordPath
from lastro.syntax.locate import locate_node
from lastro.syntax.tree import Fields, Items, Node, Scalar
from lastro.text.messages import clean

LONGEST_SHOWN = 40
_NEEDS_NO_QUOTES = re.compile(r"\w[\w .-]*")


def last_key(route: RecordPath) -> str:
    """Name a value by its key; an item of a list by the list's key and its number."""
    if route and isinstance(route[-1], int):
        return f"{last_key(route[:-1])}[{route[-1]}]"
    return str(route[-1]) if route else "record"


def of_a_list(owner: type[Record] | None, route: RecordPath, node: Node | None) -> str:
    key = last_key(route)
    item = _model_at(owner, route)
    if item is None:
        return f"write `{key}: [{_shown(node)}]`"
    if isinstance(node, Fields):
        return "put `- ` before its first key, and two more spaces before the others"
    return f"write the items below '{key}:', each beginning with `- {_first(item)}: …`"


def of_a_map(owner: type[Record] | None, route: RecordPath, node: Node | None) -> str:
    key = last_key(route)
    model = _model_at(owner, route)
    if model is None:
        return f"write keys and values below '{key}:'"
    if route and isinstance(route[-1], int):
        return f"write `- {_first(model)}: {_shown(node)}`"
    keys = fields.required_names(model)
    return f"write {_listed(keys or fields.field_names(model), 'and' if keys else 'or')} below '{key}:'"


def of_a_missing_field(owner: type[Record] | None, key: str) -> str:
    """Say what a missing field may hold, in words that follow "add it"."""
    field = fields.fields_of(owner).get(key) if owner else None
    if field is None:
        return ""
    said = ""
    if values := fields.values_of(field):
        said = f": one of {', '.join(values)}"
    elif model := fields.model_in(field.annotation):
        begun = f", each item beginning with `- {_first(model)}: …`"
        said = (
            begun
            if fields.is_list(field)
            else f", with {_listed(fields.required_names(model))} below it"
        )
    word = fields.other_word(field)
    return f"{said}, or `{word.word}` {word.when}" if word else said


def of_an_unknown_key(model: type[Record], tree: Fields, steps: RecordPath) -> str:
    """Say where a key belongs that stands at the wrong level; empty when no level has it."""
    home = home_of(model, tree, steps)
    if home is None:
        return ""
    if not home:
        return f"it belongs to the {fields.kind_of(model)}: write it at the left margin, beside '{steps[0]}'"
    names = [step for step in home if isinstance(step, str)]
    return f"it belongs to '{names[-1]}': write it below that, beside its other keys"


def home_of(model: type[Record], tree: Fields, steps: RecordPath) -> RecordPath | None:
    """Find the one map around a key, or right below its neighbours, that may hold it and does not yet."""
    key, here = str(steps[-1]), steps[:-1]
    holder = locate_node(tree, here)
    inner: list[RecordPath] = []
    for name, (_, value) in holder.nodes.items() if isinstance(holder, Fields) else ():
        is_alone = isinstance(value, Items) and len(value.nodes) == 1
        inner.append((*here, name, 0) if is_alone else (*here, name))
    around: list[RecordPath] = [steps[:number] for number in range(len(here))]
    for among in (around, inner):
        homes = [at for at in among if _may_hold(model, tree, at, key)]
        if homes:
            return homes[0] if len(homes) == 1 else None
    return None


def _may_hold(model: type[Record], tree: Fields, at: RecordPath, key: str) -> bool:
    owner, node = fields.owner_of(model, (*at, key)), locate_node(tree, at)
    return (
        owner is not None
        and key in fields.field_names(owner)
        and isinstance(node, Fields)
        and key not in node.nodes
    )


def _model_at(owner: type[Record] | None, steps: RecordPath) -> type[Record] | None:
    if steps and isinstance(steps[-1], int):
        return owner  # the walk to an item of a list has already entered the list
    field = fields.fields_of(owner).get(last_key(steps)) if owner else None
    return fields.model_in(field.annotation) if field else None


def _first(model: type[Record]) -> str:
    return (fields.required_names(model) or fields.field_names(model))[0]


def _listed(keys: tuple[str, ...], word: str = "and") -> str:
    *first, last = (f"`{key}:`" for key in keys)
    return f"{', '.join(first)} {word} {last}" if first else last


def _shown(node: Node | None) -> str:
    if not isinstance(node, Scalar) or len(node.text) > LONGEST_SHOWN:
        return "…"
    if _NEEDS_NO_QUOTES.fullmatch(node.text):
        return node.text
    return '"' + clean(node.text).replace("\\", "\\\\").replace('"', '\\"') + '"'
