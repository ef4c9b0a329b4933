"""One form for all records, so that a diff shows what was changed and not how it was typed.

Keys stand in the order of the schema, lines end without blanks, at most one blank line stands between two
others, and a text that another reader of YAML would take for a number or for `no` is in quotes. All else is
the writer's. Each step is read back, and one that would change a value or lose a comment is not taken.
"""

import itertools
import json
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from lastro.diagnostics.fixes import offset_of
from lastro.editing.splice import below
from lastro.model.base import Record
from lastro.model.canonical_form import NOT_TEXT, may_hold_blanks, models_in
from lastro.model.fields import field_names
from lastro.places import RecordPath
from lastro.syntax.plain_values import DAYS
from lastro.syntax.tree import Fields, Items, Node, Refused, Scalar, end_of, parse, plain, scalars

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_LONGEST_NUMBER = 40
_DASHES = frozenset(" -")
MOST_ONE_BY_ONE = 20
"""Maps of one record that are sorted alone: each of them has the record read anew."""


def format_record(text: str, model: type[Record]) -> str:
    """Return the text of a record in the form of all, with LF line ends; raises Refused when it cannot be read."""
    text = _in_order(_kept(text, _tidy_end(text, parse(text))), model)
    for step in (_without_blanks, _with_single_gaps, _in_quotes, _tidy_end):
        text = _kept(text, step(text, parse(text)))
    return text


class FormFault(Struct, frozen=True):
    """What keeps a record from its form, and where: at a value, a key, or nowhere in particular."""

    route: RecordPath
    message: str
    on_key: bool = False


def faults(text: str, tree: Fields, model: type[Record]) -> Iterator[FormFault]:
    for at, node, names in _maps(tree, model):
        keys = [*node.nodes]
        for before, key in itertools.pairwise(keys):
            if names.index(key) < names.index(before):
                yield FormFault((*at, key), f"'{key}' stands after '{before}'", on_key=True)
    for at, scalar, is_key in scalars(tree):
        if not is_key and _needs_quotes(at, scalar):
            yield FormFault(at, f"other readers of YAML do not take '{scalar.text}' for text")
    if _tidy_end(text, tree) != text:
        yield FormFault((), "the file does not end with one line end")
    if not may_hold_blanks(text):
        return
    if _without_blanks(text, tree) != text:
        yield FormFault((), "lines end with blanks")
    if _with_single_gaps(text, tree) != text:
        yield FormFault((), "blank lines stand together")


def comments(text: str, tree: Fields) -> list[str]:
    """Return the comments of a record, sorted; one beside the sign of a block text is left out."""
    lines = text.split("\n")
    for _, scalar, _ in scalars(tree):
        span = scalar.span
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            lines[number - 1] = line[:start] + "_" * (end - start) + line[end:]
    return sorted(found[0].rstrip() for line in lines for found in _COMMENT.finditer(line))


def _kept(text: str, changed: str) -> str:
    """Return the changed text if it says the same, with the same comments; else the text."""
    if changed == text:
        return text
    before = parse(text)
    try:
        after = parse(changed)
    except Refused:
        return text
    same = plain(before) == plain(after) and comments(text, before) == comments(changed, after)
    return changed if same else text


def _tidy_end(text: str, _: Fields) -> str:
    return text.rstrip("\n") + "\n"


def _without_blanks(text: str, tree: Fields) -> str:
    inside = _find_lines_of_long_texts(text, tree)
    lines = enumerate(text.split("\n"), start=1)
    return "\n".join(line if n in inside else line.rstrip(" \t") for n, line in lines)


def _with_single_gaps(text: str, tree: Fields) -> str:
    inside = _find_lines_of_long_texts(text, tree)
    kept: list[str] = []
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        is_blank = not line.strip() and number not in inside
        if not (is_blank and (not kept or not kept[-1].strip())):
            kept.append(line)
    return "\n".join([*kept, text.rpartition("\n")[2]]) if kept else text


def _find_lines_of_long_texts(text: str, tree: Fields) -> set[int]:
    lines = text.split("\n")
    found: set[int] = set()
    for _, scalar, _ in scalars(tree):
        if scalar.span.line < scalar.span.end_line:
            found |= {*range(scalar.span.line, below(lines, scalar))}
    return found


def _in_quotes(text: str, tree: Fields) -> str:
    lines = text.split("\n")
    found = [s for at, s, is_key in scalars(tree) if not is_key and _needs_quotes(at, s)]
    for scalar in sorted(found, key=lambda s: s.span, reverse=True):
        line, start = lines[scalar.span.line - 1], scalar.span.column - 1
        end = scalar.span.end_column - 1
        lines[scalar.span.line - 1] = line[:start] + json.dumps(scalar.text) + line[end:]
    return "\n".join(lines)


def _needs_quotes(at: RecordPath, scalar: Scalar) -> bool:
    is_short = scalar.plain and scalar.verbatim and len(scalar.text) <= _LONGEST_NUMBER
    return is_short and at[-1] not in DAYS and NOT_TEXT.fullmatch(scalar.text) is not None


def _maps(
    node: Node, model: type[Record] | None, at: RecordPath = ()
) -> Iterator[tuple[RecordPath, Fields, tuple[str, ...]]]:
    """Yield the maps that hold fields of a model and no other keys, outer ones first."""
    if isinstance(node, Items):
        for index, item in enumerate(node.nodes):
            yield from _maps(item, model, (*at, index))
    if not isinstance(node, Fields) or model is None:
        return
    names = field_names(model)
    if {*names}.issuperset(node.nodes):
        yield at, node, names
    inner = models_in(model)
    for key, (_, value) in node.nodes.items():
        if key in inner and not isinstance(value, Scalar):
            yield from _maps(value, inner[key], (*at, key))


def _in_order(text: str, model: type[Record]) -> str:
    """Sort all maps at once, inner and later ones first, as no line leaves its map; else one after the other."""
    wrong = _disordered(text, model)
    lines = text.split("\n")
    for _, node, order in reversed(wrong):
        _sort(lines, node, order)
    changed = _kept(text, "\n".join(lines))
    if changed != text:
        return changed
    for at, _, _ in wrong[:MOST_ONE_BY_ONE]:
        lines = text.split("\n")
        for here, node, order in _disordered(text, model):
            if here == at:
                _sort(lines, node, order)
        text = _kept(text, "\n".join(lines))
    return text


def _disordered(text: str, model: type[Record]) -> list[tuple[RecordPath, Fields, list[int]]]:
    found = []
    for at, node, names in _maps(parse(text), model):
        ranks = [names.index(key) for key in node.nodes]
        if ranks != sorted(ranks):
            found.append((at, node, sorted(range(len(ranks)), key=ranks.__getitem__)))
    return found


def _sort_in_braces(lines: list[str], node: Fields, order: list[int]) -> None:
    """Let keys and values change places; commas, comments and line breaks between them stay."""
    text = "\n".join(lines)
    spots = [
        (offset_of(text, key.line, key.column), offset_of(text, *end_of(value)))
        for key, value in node.nodes.values()
    ]
    pieces = [text[start:end] for start, end in spots]
    for (start, end), number in reversed([*zip(spots, order, strict=True)]):
        text = text[:start] + pieces[number] + text[end:]
    lines[:] = text.split("\n")


def _sort(lines: list[str], node: Fields, order: list[int]) -> None:
    """Each key takes its lines along, with the comments and the blank line above it."""
    if node.closes:
        _sort_in_braces(lines, node, order)
        return
    pairs = [*node.nodes.values()]
    first = pairs[0][0]
    margin, prefix = first.column - 1, lines[first.line - 1][: first.column - 1]
    if not _DASHES.issuperset(prefix):
        return
    starts = [
        _start_with_comments(lines, key.line, key.column - 1, below(lines, value) - 1)
        for (_, value), (key, _) in itertools.pairwise(pairs)
    ]
    top = first.line
    if margin and not prefix.strip():
        top = _start_with_comments(lines, top, margin, 0)
    ends = [*starts, below(lines, pairs[-1][1], margin)]
    parts = [lines[a - 1 : b - 1] for a, b in zip([top, *starts], ends, strict=True)]
    if prefix.strip():
        parts[0] = [" " * margin + parts[0][0][margin:], *parts[0][1:]]
    moved = [line for number in order for line in parts[number]]
    if prefix.strip():
        if not moved[0].strip() or moved[0][margin] == "#":
            return
        moved[0] = prefix + moved[0][margin:]
    lines[top - 1 : ends[-1] - 1] = moved


def _start_with_comments(lines: Sequence[str], line: int, margin: int, floor: int) -> int:
    comment = " " * margin + "#"
    while line - 1 > floor and (lines[line - 2].startswith(comment) or not lines[line - 2].strip()):
        line -= 1
    return line
