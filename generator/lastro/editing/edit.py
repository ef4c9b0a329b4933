"""The fewest changed lines in the YAML of a record: steps in, edits of its text out.

A tool that sorts keys, folds lines or drops comments hides its one change in a diff that nobody reads. So
ruamel makes the steps in the lines of one key (`round_trip`), and only what is new is taken from it
(`splice`). The result is read again: edits that would alter another value are not made. Line ends stay.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lastro.diagnostics.finding import Append, FixStep, Reformat, Rewrite, Set, Value, below, make
from lastro.diagnostics.fixes import TextEdit, apply_edits, difference, offset_of
from lastro.editing.splice import by_ruamel, in_letters
from lastro.errors import LastroError
from lastro.loading.source_text import refuse_hidden_in
from lastro.model.base import Record
from lastro.model.fields import field_names
from lastro.places import START, RecordPath, Span
from lastro.syntax.tree import Fields, Items, Refused, Scalar, is_empty, parse, plain
from lastro.text.messages import clean

_ODD_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""Line breaks to YAML and not to editors: lines could not be counted."""


def with_key(text: str, model: type[Record], key: str, value: Value) -> str:
    """Return the text of a record with a key set at its top level.

    A new key follows the nearest key before it in the order of the model that is there; a value
    that stands there is replaced. Raises LastroError when the text is no record, the value holds
    hidden characters, or no place leaves the other values as they are.
    """
    return with_steps(text, model, [Set((key,), value)])


def with_items(text: str, model: type[Record], key: str, items: Sequence[Value]) -> str:
    """Return a record with items at the end of a list, which may not be there; raises as `with_key` does."""
    node = tree_of(text).nodes.get(key, (START, None))[1]
    if node is None or is_empty(node) or (isinstance(node, Items) and not node.nodes):
        return with_key(text, model, key, items)
    if not isinstance(node, Items):
        raise LastroError(f"'{clean(key)}' holds no list", "run `lastro check`")
    return with_steps(text, model, [Append((key,), item) for item in items])


def with_steps(
    text: str, model: type[Record], steps: Sequence[FixStep], fault: LastroError | None = None
) -> str:
    """Return the text of a record with all steps made; raises the fault when they cannot be."""
    tree = tree_of(text)
    for step in steps:
        for name in ("value", "item", "text"):
            _refuse_hidden(getattr(step, name, ""))
    edits = _found(text.replace("\r\n", "\n"), tree, model, steps)
    if edits is None:
        key = clean(str(steps[0].route[0]))
        what = f"no place for '{key}' that leaves the other lines as they are"
        raise fault or LastroError(what, "add it by hand")
    return apply_edits(text, edits)


def edits_of(
    text: str, tree: Fields, model: type[Record], steps: Sequence[FixStep]
) -> tuple[TextEdit, ...]:
    """Return the edits, none if one fails, of steps whose routes start in the record; `text` has LF line ends."""
    return _found(text, tree, model, steps) or ()


def rewrite_text(text: str, route: RecordPath, meant: str) -> tuple[TextEdit, ...]:
    """Return the edits that write another text at a route of a finding; none for an empty one."""
    try:
        tree = parse(text)
    except Refused:
        return ()
    return edits_of(text, tree, Record, [Rewrite(below(route), meant)]) if meant else ()


def edits_if_readable(text: str, edits: Sequence[TextEdit]) -> tuple[TextEdit, ...]:
    return tuple(edits) if _read(apply_edits(text, tuple(edits))) is not None else ()


def text_in_span(text: str, span: Span) -> str:
    start = offset_of(text, span.line, span.column)
    return text[start : offset_of(text, span.end_line, span.end_column)]


def tree_of(text: str) -> Fields:
    """Read the text of a record; raises LastroError for one that cannot be edited."""
    try:
        if odd := _ODD_BREAK.search(text):
            raise LastroError(f"a line ends with {odd[0]!a}", "save it with LF line ends")
        return parse(text)
    except Refused as refused:
        place = f"line {refused.span.line}"
        raise LastroError(f"{place}: {clean(refused.message, 300)}", "run `lastro check`") from None


def _refuse_hidden(value: Value) -> None:
    if not isinstance(value, str):
        for inner in value.values() if isinstance(value, Mapping) else value:
            _refuse_hidden(inner)
        return
    try:
        value.encode()
        refuse_hidden_in(Scalar(START, value, plain=True, verbatim=False))
    except UnicodeEncodeError:
        raise LastroError(f"'{clean(value)}' is no text in UTF-8", "write it anew") from None
    except Refused as refused:
        raise LastroError(f"{refused.message} in '{clean(value)}'", refused.hint) from None


def _found(
    text: str, tree: Fields, model: type[Record], steps: Sequence[FixStep]
) -> tuple[TextEdit, ...] | None:
    """Return the first edits with which the record says what it should, and nothing else."""
    wanted: Any = plain(tree)
    try:
        steps = [  # a list begins with its first item
            Set(step.route, [step.item])
            if isinstance(step, Append) and not wanted.get(step.route[0])
            else step
            for step in steps
        ]
        for step in steps:
            make(wanted, step)
        for spot in _spots(tree, model, steps):
            edits = tuple(_edits(text, tree, steps, spot))
            if _read(apply_edits(text, edits)) == wanted:
                return edits
    except (AttributeError, LookupError, TypeError, Refused):  # a route that leads nowhere
        pass
    return None


def _spots(tree: Fields, model: type[Record], steps: Sequence[FixStep]) -> Iterator[str | None]:
    """Yield the keys below which a new one may stand, the best first, and None for the top."""
    key = str(steps[0].route[0]) if steps and steps[0].route else ""
    if key and key not in tree.nodes:
        names = field_names(model)
        before = names[: names.index(key)] if key in names else tree.nodes
        yield from (name for name in reversed([*before]) if name in tree.nodes)
    yield None


def _edits(
    text: str, tree: Fields, steps: Sequence[FixStep], spot: str | None
) -> Iterator[TextEdit]:
    """Yield the edits that make steps; ruamel makes all that change more than letters of a text."""
    by_key: dict[str, list[FixStep]] = {}
    for step in steps:
        if isinstance(step, Reformat):
            yield difference(text, step.text)
        elif isinstance(step, Rewrite) and step.part:
            yield from in_letters(text, tree, step)
        else:
            by_key.setdefault(str(step.route[0]), []).append(step)
    for key, here in by_key.items():
        yield from by_ruamel(text, tree, key, here, spot)


def _read(text: str) -> object:
    try:
        return plain(parse(text))
    except Refused:
        return None
