"""The house: rooms of a size to be read, private names that stay at home, docs that name them all."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.memo.store import tool_digest
from tests.support.folders import PACKAGE, ROOT

MODULES = {
    ".".join(("lastro", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
MOST = {"build": 14, "loading": 14}
"""Until there is one build; families of rules are alike, and may have as many as 15."""


def _folder(module: str) -> str:
    return module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]


def _imports(module: str) -> Iterator[tuple[str, str]]:
    """Yield each module of ours and the name in it that a module imports."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lastro"):
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield (whole, "") if whole in MODULES else (str(node.module), name.name)


def test_no_name_with_an_underscore_leaves_its_folder() -> None:
    left = [
        (module, source, name)
        for module in MODULES
        for source, name in _imports(module)
        if _folder(source) != _folder(module)
        and any(re.match("_(?!_)", part) for part in (*source.split("."), name))
    ]
    assert left == []


def test_no_module_is_longer_than_can_be_read() -> None:
    long = {m for m, path in MODULES.items() if len(path.read_text("utf-8").splitlines()) > 300}
    assert long == set()


def test_no_folder_has_more_modules_than_can_be_known() -> None:
    folders = [path.parent for path in PACKAGE.rglob("__init__.py")]
    full = {
        folder.relative_to(PACKAGE).as_posix(): found
        for folder in folders
        if (found := sum(path.name != "__init__.py" for path in folder.glob("*.py")))
        > (15 if folder.parent.name == "rules" else MOST.get(folder.name, 12))
    }
    assert full == {}


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/images/rooms.svg"])
def test_every_room_is_named(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [room for room in ROOMS if not re.search(rf"[`>]{room}[`<]", text)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_lives_in_it(room: str) -> None:
    said = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8")))
    assert said
    assert len(said.splitlines()[0]) > 30


@pytest.mark.parametrize("room", ROOMS)
def test_a_memory_is_dropped_when_one_file_of_a_room_is_another(
    room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PACKAGE / room, tmp_path / "lastro" / room)
    (tmp_path / "lastro" / "__init__.py").touch()
    monkeypatch.setattr("lastro.__file__", str(tmp_path / "lastro" / "__init__.py"))
    before = tool_digest()
    changed = max((tmp_path / "lastro" / room).rglob("*.py"), key=lambda path: len(path.parts))
    changed.write_text("# another version\n", encoding="utf-8")
    assert tool_digest() != before
