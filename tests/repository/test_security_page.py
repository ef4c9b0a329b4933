"""The threat model names tests that exist, one for each threat."""

import ast
import re

from tests.support.folders import ROOT

ROW = re.compile(r"^\| .+ \| .+ \| `(?P<file>[^`:]+)::(?P<test>\w+)` \|$", re.MULTILINE)


def _shown() -> list[tuple[str, str]]:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    return [(found["file"], found["test"]) for found in ROW.finditer(page)]


def test_every_threat_names_a_test() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    table = page.partition("| shown by |")[2].partition("\n\n")[0].strip().splitlines()[1:]
    assert len(_shown()) == len(table) >= 30


def test_every_test_that_is_named_exists() -> None:
    missing = [
        (file, test)
        for file, test in _shown()
        if test
        not in {
            node.name
            for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
    ]
    assert missing == []


def test_no_test_is_named_for_two_threats() -> None:
    assert len(set(_shown())) == len(_shown())
