"""What a maintainer is sent to can be opened: the repository cites no document that it lacks."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.folders import ROOT

CITED = re.compile(r"(?<![\w/.-])((?:\.\./)*(?:[\w-]+/)*[\w-]+\.md)\b")
"""A document in running text or in a link, with the folders that are told before it."""
GENERATED = {"index.md", "SKILL.md"}
"""Names of files that a build makes."""


def _cited() -> Iterator[tuple[Path, str]]:
    for folder, pattern in (("generator", "*.py"), ("docs", "*.md"), (".", "*.md")):
        found = (ROOT / folder).glob(pattern) if folder == "." else (ROOT / folder).rglob(pattern)
        for path in sorted(found):
            for name in CITED.findall(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT), name


def test_every_document_that_code_or_docs_cite_is_in_the_repository() -> None:
    here = {path.name for path in ROOT.glob("*.md")} | {p.name for p in ROOT.glob("docs/**/*.md")}
    beside = {
        path.name for folder in ("generator", "tests") for path in (ROOT / folder).rglob("*.md")
    }
    known = here | beside | GENERATED
    missing = {f"{path}: {name}" for path, name in _cited() if Path(name).name not in known}
    assert missing == set()


def test_code_says_in_which_folder_a_document_lies() -> None:
    bare = {
        f"{path}: {name}"
        for path, name in _cited()
        if path.parts[0] == "generator"
        and "/" not in name
        and not (ROOT / name).exists()
        and not (ROOT / path).with_name(name).exists()
        and name not in GENERATED
    }
    assert bare == set()
