"""Decode a located tree into a record, and collect every problem with its line and column.

A contributor who mends one mistake at a time gives up, so a record is judged whole. pydantic finds
the faults; this module gives each the name of its rule, plain words and a hint. A missing key beside
a misspelt one is one problem, not two.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import msgspec
from msgspec import Struct
from pydantic import ValidationError

from lastro.loading import decode_hints
from lastro.loading.decode_hints import last_key
from lastro.model.base import Record
from lastro.model.fields import describe_field, field_names, fields_of, kind_of, owner_of, values_of
from lastro.places import RecordPath, Span
from lastro.syntax.locate import locate, locate_node
from lastro.syntax.tree import Fields, Items, Node, Scalar, marks_in, plain
from lastro.text.messages import clean, did_you_mean, nearest, suggestion_in

R = TypeVar("R", bound=Record)


class Problem(Struct, frozen=True):
    """A fault in one record: the rule it breaks, its route and its span."""

    rule: str
    route: RecordPath
    span: Span
    message: str
    hint: str


class DecodeResult(Struct, Generic[R], frozen=True):
    """The record, or None with the problems that kept it from being one."""

    record: R | None
    problems: tuple[Problem, ...]


def decode(
    model: type[R], tree: Fields, identity: Mapping[str, str], languages: tuple[str, ...]
) -> DecodeResult[R]:
    """Turn a located tree into a record, without raising; `identity` comes from its place."""
    marks = tuple(_ask_for_value(model, tree, at) for at in marks_in(tree))
    values = cast("dict[str, Any]", plain(tree))
    typed = {key: value for key, value in values.items() if key not in model.FROM_PATH}
    smuggled = [key for key in model.FROM_PATH if key in tree.nodes]
    hint = "delete it: the file's name and folder say it"
    problems = [_unknown(model, tree, (key,), model, hint) for key in smuggled]
    try:
        record = model.model_validate({**typed, **identity}, context={"languages": languages})
    except ValidationError as error:
        found = [*error.errors(include_url=False, include_input=False)]
        problems += _drop_twins(list(_problems(model, tree, found)), model, tree)
        marked = {mark.route for mark in marks}
        others = (p for p in problems if not any(p.route[: len(at)] == at for at in marked))
        return DecodeResult(None, (*marks, *others))
    found_all = (*marks, *problems)
    return DecodeResult(None if found_all else record, found_all)


def _ask_for_value(model: type[Record], tree: Fields, steps: RecordPath) -> Problem:
    field_steps = steps
    while isinstance(field_steps[-1], int):
        field_steps = field_steps[:-1]
    owner, of_text = owner_of(model, field_steps), ""
    if owner is None and len(field_steps) > 1:  # a reading of a text, by its language
        of_text = f" in {field_steps[-1]}"
        field_steps = field_steps[:-1]
        owner = owner_of(model, field_steps)
    key = str(field_steps[-1])
    hint = "write it"
    if owner and key in fields_of(owner):
        of_list = "one of" if values_of(fields_of(owner)[key]) else "what belongs here"
        hint = f"{of_list}: {describe_field(owner, key)}"
    message = f"'{clean(key)}' is still to be written{of_text}"
    return _problem(tree, "placeholder-left", steps, message, hint)


Detail = Mapping[str, Any]
Hint = Callable[[type[Record] | None, RecordPath, Node | None], str]


def _problems(model: type[Record], tree: Fields, errors: list[Any]) -> Iterator[Problem]:
    routes = [_route(tree, error["loc"]) for error in errors]
    for error, (steps, on_key) in zip(errors, routes, strict=True):
        kind, context = error["type"], error.get("ctx", {})
        told_here = sum(other[: len(steps)] == steps for other, _ in routes)
        if kind == "too_short" and told_here > 1:
            continue
        owner = owner_of(model, steps)
        if kind in {"missing", "too_short"} and steps == ("evidence",):
            message = "a claim without evidence cannot be published"
            yield _problem(tree, "evidence-missing", steps, message, _ADD_EVIDENCE, on_key=True)
        elif kind == "missing":
            yield _missing(tree, steps, owner)
        elif kind == "extra_forbidden":
            yield _unknown(model, tree, steps, owner)
        elif kind == "too_short":
            message, hint = f"'{last_key(steps)}' is an empty list", "add at least one item"
            yield _problem(tree, "field-missing", steps, message, hint, on_key=True)
        elif kind == "literal_error":
            yield _not_in_list(tree, steps, context)
        elif "_" in kind:
            yield _wrong_type(tree, steps, error, owner)
        else:
            message = clean(context["message"], 300)
            at_key = on_key or kind == "field-unknown"
            yield _problem(tree, kind, steps, message, context["hint"], on_key=at_key)


_ADD_EVIDENCE = (
    "add an `evidence` list with a passage of a source in sources/, its `source` and `stance`"
)
_BY_SHAPE: dict[str, Hint] = {
    "of_a_list": decode_hints.of_a_list,
    "of_a_map": decode_hints.of_a_map,
}
_WRONG_TYPES: dict[str, tuple[str, str]] = msgspec.json.decode(
    Path(__file__).with_suffix(".json").read_bytes(), type=dict[str, tuple[str, str]]
)
"""For each kind of error what is wrong, and a hint or the name of what writes it."""


def _what(node: Node | None) -> str:
    if isinstance(node, Scalar):
        return f"'{clean(node.text, 40)}'" if len(node.text) <= len("2026-04-27/..") else "text"
    return "a map" if isinstance(node, Fields) else "a list"


def _wrong_type(
    tree: Fields, steps: RecordPath, error: Detail, owner: type[Record] | None
) -> Problem:
    told, hint = _WRONG_TYPES.get(error["type"], _WRONG_TYPES["other"])
    value, key = locate_node(tree, steps), last_key(steps)
    if hint in _BY_SHAPE:
        hint = _BY_SHAPE[hint](owner, steps, value)
    else:
        hint = hint.format(key=key, **error.get("ctx", {}))
    return _problem(tree, "type-wrong", steps, f"'{key}' is {_what(value)}{told}", hint)


def _missing(tree: Fields, steps: RecordPath, owner: type[Record] | None) -> Problem:
    key = str(steps[-1])
    parent = locate_node(tree, steps[:-1])
    beside = parent.nodes if isinstance(parent, Fields) else {}
    if key in beside:
        message, hint = f"'{key}' stands here without a value", "write a value"
    else:
        holder = owner.KIND if owner and owner.KIND else f"this {kind_of(owner)}"
        if len(steps) > 1 and isinstance(steps[-2], str):
            holder = f"'{steps[-2]}'"
        message, hint = f"{holder} has no '{key}'", f"add `{key}: …`"
        names = field_names(owner) if owner else ()
        earlier = [n for n in names[: names.index(key)] if n in beside] if key in names else []
        if earlier:
            hint = f"add it after '{earlier[-1]}' (line {beside[earlier[-1]][0].line})"
    hint += decode_hints.of_a_missing_field(owner, key)
    return _problem(tree, "field-missing", steps, message, hint, on_key=True)


def _unknown(
    model: type[Record], tree: Fields, steps: RecordPath, owner: type[Record] | None, hint: str = ""
) -> Problem:
    key = str(steps[-1])
    names = field_names(owner) if owner else ()
    other = decode_hints.of_an_unknown_key(model, tree, steps) or f"fields here: {', '.join(names)}"
    hint = hint or did_you_mean(key, names, other)
    message = f"'{clean(key)}' is not a field of {kind_of(owner)}"
    return _problem(tree, "field-unknown", steps, message, hint, on_key=True)


def _not_in_list(tree: Fields, steps: RecordPath, context: Detail) -> Problem:
    allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    node = locate_node(tree, steps)
    key, hint = last_key(steps), f"allowed: {', '.join(allowed)}"
    if not isinstance(node, Scalar):
        message = f"'{key}' is {_what(node)}, it must be one word"
        return _problem(tree, "type-wrong", steps, message, hint)
    near = nearest(node.text, allowed)
    meant = f"did you mean '{near}'? " if near else ""
    message = f"'{clean(node.text)}' is not a value of '{key}'"
    return _problem(tree, "value-unknown", steps, message, meant + hint)


def _drop_twins(problems: list[Problem], model: type[Record], tree: Fields) -> list[Problem]:
    """Tell of a key that is misspelt, or stands at a wrong level, not that it is missing as well."""
    meant: set[RecordPath] = set()
    for found in (p for p in problems if p.rule == "field-unknown"):
        if word := suggestion_in(found.hint):
            meant.add((*found.route[:-1], word))
        elif (home := decode_hints.home_of(model, tree, found.route)) is not None:
            meant.add((*home, found.route[-1]))
    missing = ("field-missing", "evidence-missing")
    kept = (p for p in problems if p.rule not in missing or p.route not in meant)
    return list({(p.rule, p.route): p for p in kept}.values())


def _problem(
    tree: Fields, rule: str, steps: RecordPath, message: str, hint: str, *, on_key: bool = False
) -> Problem:
    return Problem(rule, steps, locate(tree, steps, on_key=on_key), message, hint)


def _route(tree: Fields, loc: tuple[int | str, ...]) -> tuple[RecordPath, bool]:
    """Drop pydantic's own steps from a location; `[key]` means that the key is at fault."""
    steps: RecordPath = ()
    on_key = False
    for step in loc:
        at = locate_node(tree, steps)
        is_alone = step == 0 and not isinstance(at, Items)
        # a record may have a key of this very name
        on_key = step == "[key]" and not (isinstance(at, Fields) and step in at.nodes)
        steps = steps if is_alone or on_key else (*steps, step)
    return steps, on_key
