"""Paths of records mean the same on every system: an address has `/`, whatever the system's sign is."""

import ast
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from lastro.loading.files import printable_path
from lastro.model.values import why_not_id
from tests.support.folders import PACKAGE

IN_POSIX = {"as_posix", "parts"}


@pytest.mark.parametrize(
    ("root", "path"),
    [
        (PurePosixPath("/site"), PurePosixPath("/site/claims/harbour/quays-closed.yml")),
        (PureWindowsPath(r"C:\site"), PureWindowsPath(r"C:\site\claims\harbour\quays-closed.yml")),
        (
            PureWindowsPath(r"\\host\s"),
            PureWindowsPath(r"\\host\s\claims\harbour\quays-closed.yml"),
        ),
        # Windows takes names apart by either sign, and no letter for another one than its capital
        (PureWindowsPath("c:/Site"), PureWindowsPath(r"C:\site\claims/harbour\quays-closed.yml")),
    ],
)
def test_a_place_is_shown_and_linked_alike(root: Path, path: Path) -> None:
    assert printable_path(path, root) == "claims/harbour/quays-closed.yml"


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_record_has_a_name_that_windows_keeps_for_a_device(name: str) -> None:
    assert why_not_id(name) is not None
    assert why_not_id(f"{name}-a") is None


def test_no_module_makes_an_address_of_a_path_by_the_sign_of_the_system() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for node in calls:
            if not (isinstance(node.func, ast.Attribute) and node.func.attr == "relative_to"):
                continue
            above = parents[node]
            if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Div):
                continue  # joined to another path
            if not (isinstance(above, ast.Attribute) and above.attr in IN_POSIX):
                found.append(f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}")
    assert found == []
