"""Whatever a stranger sends becomes a record or a finding that points into the file, never more."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from lastro.checks.runner import run
from lastro.loading.decode import decode
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.model.values import LONGEST_ID
from lastro.places import START, Span
from lastro.syntax.tree import Fields, Items, Node, Refused, Scalar, parse
from lastro.text.dates import whole_day
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    FILES,
    OTHER_SOURCE_PATH,
    SETTINGS,
    SOURCE,
    SOURCE_PATH,
    write_files,
)

TODAY = whole_day("2026-03-01")
FEW = settings(max_examples=100, deadline=None)

VALID: dict[type[Record], str] = {
    Article: ARTICLE,
    Claim: CLAIM,
    Settings: SETTINGS,
    Source: SOURCE,
}
IDENTITIES: Mapping[type[Record], dict[str, str]] = {
    Article: {"id": "harbour"},
    Claim: {"id": "quays-closed", "article": "harbour"},
    Settings: {},
    Source: {"id": "harbour-bylaws"},
}
PATHS = {
    ARTICLE_PATH: ("articles", "harbour"),
    CLAIM_PATH: ("claims", "quays-closed"),
    SOURCE_PATH: ("sources", "harbour-bylaws"),
}


# --- texts ----------------------------------------------------------------------------------

ODD = st.sampled_from(
    [
        *"\t :-?&*!|>'\"%@`#,[]{}<=\\\r\x00\x1b\x85\xa0\ufeff\u200b\u202e\u2028日é",
        "",
        "\n",
        "<<: *a",
    ]
)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """Change a valid text as slips of the hand, of an editor or of a merge do."""
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        slip = draw(st.sampled_from(["drop", "repeat", "swap", "flip", "indent", "cut"]))
        if slip == "drop" and len(lines) > 1:
            del lines[at]
        elif slip == "repeat":
            lines.insert(other, lines[at])
        elif slip == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif slip == "flip" and lines[at]:
            column = draw(st.integers(0, len(lines[at]) - 1))
            lines[at] = lines[at][:column] + draw(ODD) + lines[at][column + 1 :]
        elif slip == "indent":
            lines[at] = " " * draw(st.integers(1, 3)) + lines[at]
        elif slip == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
    return "".join(lines)


def read_as(path: str, content: bytes) -> tuple[Workspace, list[str]]:
    """Read a little site in which one file has other bytes; the site and the file's lines."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_files(Path(folder), {p: text.encode() for p, text in FILES.items()})
        write_files(root, {path: content})
        loaded = load(root)
    return loaded, loaded.texts[path].split("\n")


def must_be_a_record_or_a_finding(path: str, content: bytes) -> None:
    loaded, lines = read_as(path, content)
    assert loaded.corpus is not None
    found = [d for d in loaded.diagnostics if d.place.path == path]
    kind, name = PATHS[path]
    is_record = name in getattr(loaded.corpus, kind)
    assert is_record != bool(found)
    assert [d for d in loaded.diagnostics if d.place.path != path] == []
    for diagnostic in run(loaded, TODAY).diagnostics:
        assert diagnostic.rule != "internal-error"
        assert diagnostic.message
        assert "\n" not in diagnostic.message
        if diagnostic.place.path == path:
            must_lie_inside(diagnostic.place.span, lines)
            for related in diagnostic.related:
                if related.place.path == path:
                    must_lie_inside(related.place.span, lines)


def must_lie_inside(span: Span, lines: list[str]) -> None:
    assert 1 <= span.line <= len(lines) + 1
    assert span.column >= 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert span.end_line <= len(lines) + 1
    if span.line <= len(lines):
        assert span.column <= len(lines[span.line - 1]) + 1


@pytest.mark.parametrize("path", PATHS)
@FEW
@given(content=st.binary(max_size=300))
@example(content=b"")
@example(content=b"\xef\xbb\xbftitle: a")
@example(content=b"\xff\xfet\x00")
@example(content=b"a: [" * 100)
@example(content=b"\xed\xa0\x80: x")
def test_any_bytes_are_a_record_or_a_finding(path: str, content: bytes) -> None:
    must_be_a_record_or_a_finding(path, content)


@FEW
@given(content=mutated(CLAIM))
def test_a_claim_with_slips_is_a_record_or_a_finding(content: str) -> None:
    must_be_a_record_or_a_finding(CLAIM_PATH, content.encode())


@FEW
@given(content=mutated(SOURCE))
def test_a_source_with_slips_is_a_record_or_a_finding(content: str) -> None:
    must_be_a_record_or_a_finding(SOURCE_PATH, content.encode())


@FEW
@given(content=mutated(ARTICLE))
def test_an_article_with_slips_is_a_record_or_a_finding(content: str) -> None:
    must_be_a_record_or_a_finding(ARTICLE_PATH, content.encode())


@FEW
@given(content=mutated(SETTINGS))
def test_a_scale_with_slips_is_read_or_a_finding(content: str) -> None:
    loaded, lines = read_as("lastro.yml", content.encode())
    found = [d for d in loaded.diagnostics if d.place.path == "lastro.yml"]
    assert (loaded.corpus is None) == bool(found)
    for diagnostic in run(loaded, TODAY).diagnostics:
        assert diagnostic.rule != "internal-error"
        if diagnostic.place.path == "lastro.yml":
            must_lie_inside(diagnostic.place.span, lines)


@pytest.mark.parametrize("path", [*PATHS, OTHER_SOURCE_PATH, "lastro.yml"])
def test_the_little_site_itself_has_no_finding(path: str) -> None:
    loaded, _ = read_as(path, FILES[path].encode())
    assert loaded.diagnostics == []


# --- trees ----------------------------------------------------------------------------------


@FEW
@given(text=st.one_of(st.text(max_size=200), mutated(CLAIM)))
@example(text="? [a]\n: b")
@example(text="a: *b")
@example(text="%YAML 1.1\n---\na: b")
@example(text="\x00")
@example(text="a:\n" * 3)
@example(text="{" * 2000)
@example(text='"\\x')
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    read = tree_or_refusal(text)
    if isinstance(read, Fields):
        return
    assert read.message
    assert read.rule in ("yaml-syntax", "yaml-feature", "key-duplicate", "file-too-large")
    assert 1 <= read.span.line <= text.count("\n") + 2


def tree_or_refusal(text: str) -> Fields | Refused:
    try:
        return parse(text)
    except Refused as refused:
        return refused


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """Yield the keys of a record and of all that it holds."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in _models_in(field.annotation):
            yield from keys_of(inner)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


KEYS = sorted({key for model in VALID for key in keys_of(model)})
VALUES = ["", " ", "unknown", "unread", "true", "1", "99", "2026", "2026-04-27", "2026-01/..", "en"]
WORDS = st.one_of(
    st.sampled_from([*VALUES, *KEYS, "https://a.example.org/", "a" * (LONGEST_ID + 1), "index"]),
    st.text(st.characters(exclude_categories=()), max_size=12),
)


def scalar(text: str) -> Node:
    return Scalar(START, text, plain=True, verbatim=True)


def items(nodes: list[Node]) -> Node:
    return Items(START, nodes)


def fields(nodes: dict[str, Node]) -> Fields:
    return Fields(START, {key: (START, node) for key, node in nodes.items()})


NODES: st.SearchStrategy[Node] = st.recursive(
    WORDS.map(scalar),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(items),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=5).map(fields),
    ),
    max_leaves=12,
)
TREES = st.dictionaries(st.one_of(st.sampled_from(KEYS), WORDS), NODES, max_size=8).map(fields)


def must_be_decoded(model: type[Record], tree: Fields) -> None:
    decoded = decode(model, tree, IDENTITIES[model], ("en", "pt-BR"))
    assert (decoded.record is None) == bool(decoded.problems)
    for problem in decoded.problems:
        assert problem.message
        assert problem.rule == problem.rule.lower()
        assert "_" not in problem.rule


@pytest.mark.parametrize("model", VALID)
@FEW
@given(tree=TREES)
def test_any_tree_is_decoded_or_explained(model: type[Record], tree: Fields) -> None:
    must_be_decoded(model, tree)


@pytest.mark.parametrize("model", VALID)
@FEW
@given(data=st.data())
def test_a_valid_tree_with_one_part_exchanged_is_decoded_or_explained(
    model: type[Record], data: st.DataObject
) -> None:
    tree = parse(VALID[model])
    holders = list(_holders(tree))
    holder = data.draw(st.sampled_from(holders), label="holder")
    node = data.draw(NODES, label="node")
    if isinstance(holder, Fields):
        key = data.draw(st.sampled_from([*holder.nodes, *KEYS]), label="key")
        holder.nodes[key] = (START, node)
    else:
        holder.nodes[data.draw(st.integers(0, len(holder.nodes) - 1), label="index")] = node
    must_be_decoded(model, tree)


def _holders(node: Node) -> Iterator[Fields | Items]:
    if isinstance(node, Fields):
        yield node
        for _, inner in node.nodes.values():
            yield from _holders(inner)
    if isinstance(node, Items) and node.nodes:
        yield node
        for inner in node.nodes:
            yield from _holders(inner)
