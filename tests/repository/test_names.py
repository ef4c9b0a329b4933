"""Names: a function says what it does, a property may say what is so, and a class means one thing."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.support.folders import PACKAGE

IRREGULAR = frozenset(
    (
        *(
            "begun",
            "bound",
            "broken",
            "brought",
            "built",
            "cast",
            "caught",
            "chosen",
            "done",
            "drawn",
        ),
        *("driven", "found", "given", "gone", "heard", "held", "hidden", "kept", "known", "laid"),
        *("led", "left", "lent", "lost", "made", "meant", "met", "paid", "said", "seen", "sent"),
        *("shown", "sought", "spent", "spoken", "stood", "sworn", "taken", "taught", "thought"),
        *("thrown", "told", "took", "torn", "understood", "withdrawn", "won", "worn", "written"),
    )
)
"""Forms of verbs that end neither in -ed nor in -ing, but those that are verbs as well (read, cut)."""
NOUNS = {
    "everything": "all captures",
    "rating": "a step of the scale",
    "ruling": "what the scale says of a rating",
    "wording": "the sentences of a page",
}
"""Words that look like a participle and name a thing."""
AS_ADJECTIVES = {
    "changed_lines": "names lines",
    "cited_ids": "names ids",
    "configured_folder": "names a folder",
    "required_names": "names names",
    "retired_ids": "names ids",
    "published_files": "names files",
    "shared_files": "names files",
    "said_key": "the key of a field that records call `said`",
    "served_formats": "names formats",
    "unified_diff": "the form of a diff",
}
"""Functions named by what they return, where the participle says which."""


def _functions(source: str) -> Iterator[str]:
    """Yield the public functions of a module, and the methods of its public classes."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (
                inner.name
                for inner in node.body
                if isinstance(inner, ast.FunctionDef)
                and not any(map(_is_state, inner.decorator_list))
            )


def _is_state(decorator: ast.expr) -> bool:
    """Tell whether a decorator makes a method a property; `query` makes one too."""
    return ast.unparse(decorator).rpartition(".")[2] in {"property", "cached_property", "query"}


def participles(source: str) -> list[str]:
    """Return the public functions and methods of a module whose first word is a participle."""
    found = []
    for name in _functions(source):
        first = name.partition("_")[0]  # empty for a private name
        is_one = first in IRREGULAR or re.fullmatch(r"\w+[^e]ed|\w{2,}ing", first)
        if is_one and first not in NOUNS and name not in AS_ADJECTIVES:
            found.append(name)
    return found


def _classes() -> dict[str, list[str]]:
    """Return each public class of the package, with the modules that define it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(PACKAGE).as_posix())
    return found


def test_functions_and_methods_are_verbs_and_no_participles() -> None:
    modules = {path: participles(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    assert {path.name: found for path, found in modules.items() if found} == {}


def test_a_name_of_a_class_means_one_thing_in_the_package() -> None:
    assert {name: homes for name, homes in _classes().items() if len(homes) > 1} == {}


@pytest.mark.parametrize("name", ["told", "counted_changes", "noting", "left_out", "shown"])
def test_a_participle_is_seen_as_function_and_as_method(name: str) -> None:
    assert participles(f"def {name}(): ...") == [name]
    assert participles(f"class Report:\n    def {name}(self): ...") == [name]


@pytest.mark.parametrize(
    "source",
    [
        "def read(): ...",
        "def need(): ...",
        "def _told(): ...",
        "def rating(): ...",
        "class _Report:\n    def told(self): ...",
        "class Report:\n    @property\n    def shown(self): ...",
        "class Report:\n    @functools.cached_property\n    def shown(self): ...",
    ],
)
def test_verbs_private_names_and_properties_are_left(source: str) -> None:
    assert participles(source) == []


def test_every_exception_is_needed() -> None:
    names = {n for path in PACKAGE.rglob("*.py") for n in _functions(path.read_text("utf-8"))}
    assert (NOUNS.keys() | AS_ADJECTIVES.keys()) - names == set()
