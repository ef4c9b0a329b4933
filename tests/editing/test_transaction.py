"""Several files change together or not at all, no link is followed, and no file gives orders."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from lastro.editing.transaction import FileEdit, Move, commit
from lastro.errors import LastroError
from tests.support.little_site import write_files

EDITS = (
    FileEdit("evidence.lock", b"{}", b"{1}"),
    FileEdit("claims/old/b.yml", b"b", b"b of new"),
    FileEdit("claims/old/article.yml", b"a", b"a of new"),
)
MOVE = Move("claims/old", "claims/new")
BEFORE = {
    "claims/old/article.yml": b"a",
    "claims/old/b.yml": b"b",
    "evidence.lock": b"{}",
    "sources/c.yml": b"c",
}
AFTER = {
    "claims/new/article.yml": b"a of new",
    "claims/new/b.yml": b"b of new",
    "evidence.lock": b"{1}",
    "sources/c.yml": b"c",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "site", BEFORE)


def tree(root: Path) -> dict[str, bytes]:
    """Read every file and name every folder that is empty."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{name}/"] = b""
    return found


def test_all_is_done_and_nothing_is_left_beside(root: Path) -> None:
    commit(root, EDITS, MOVE)
    assert tree(root) == AFTER


@pytest.mark.parametrize("late", [False, True], ids=["not done", "done and refused"])
@pytest.mark.parametrize("fault", [LastroError("the disk is full"), KeyboardInterrupt()])
def test_whichever_thing_fails_everything_stands_as_before(
    root: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, *, late: bool
) -> None:
    refused = 0
    for number in range(1, 60):
        steps = count(1)

        def failing(act: Callable[..., Any], *given: Any, number: int, steps: Iterator[int]) -> Any:
            is_it = next(steps) == number
            if is_it and not late:
                raise fault
            done = act(*given)
            if is_it:
                raise fault
            return done

        with monkeypatch.context() as patched:
            for name in ("open", "fsync", "replace", "rename"):
                act = partial(failing, getattr(os, name), number=number, steps=steps)
                patched.setattr(os, name, act)
            with suppress(LastroError, KeyboardInterrupt):
                commit(root, EDITS, MOVE)
                break
        refused += 1
        assert tree(root) == BEFORE, number
    assert refused == len(EDITS) * len(("open", "sync", "replace", "open", "sync")) + 3
    assert tree(root) == AFTER


@pytest.mark.parametrize("as_link", [False, True], ids=["file", "link"])
def test_what_a_killed_run_left_beside_is_written_over_and_no_link_there_is_followed(
    root: Path, *, as_link: bool
) -> None:
    victim, beside = root.parent / "victim", root / ".evidence.lock.lastro-new"
    victim.write_bytes(b"hers")
    if as_link:
        beside.symlink_to(victim)
    else:
        beside.write_bytes(b"half")
    commit(root, EDITS, MOVE)
    assert tree(root) == AFTER
    assert victim.read_bytes() == b"hers"


@pytest.mark.parametrize(
    "edit",
    [FileEdit("sources/c.yml", b"another", b"new"), FileEdit("sources/d.yml", b"d", b"new")],
    ids=["changed", "gone"],
)
def test_what_is_no_longer_as_it_was_stops_all_of_it(root: Path, edit: FileEdit) -> None:
    with pytest.raises(LastroError, match=f"'{edit.path}' was changed while this ran"):
        commit(root, [*EDITS, edit], MOVE)
    assert tree(root) == BEFORE


def test_what_stands_in_the_new_place_stops_all_of_it(root: Path) -> None:
    write_files(root, {"claims/new/mine": b"x"})
    with pytest.raises(LastroError, match="'claims/new' is there already"):
        commit(root, EDITS, MOVE)
    assert tree(root) == {**BEFORE, "claims/new/mine": b"x"}


@pytest.mark.parametrize(
    "path",
    [
        "../a.yml",
        "/a.yml",
        "claims/../../a.yml",
        "claims/./a.yml",
        "claims//a.yml",
        "claims/.git/a.yml",
        ".git/hooks/pre-commit",
        ".captures/source/a/x.txt",
        "build/state/records",
        "docs/en/index.md",
        "Makefile",
        "claims",
        "",
    ],
)
def test_only_places_of_records_are_ever_written(root: Path, path: str) -> None:
    for edits, move in (
        ([FileEdit(path, b"", b"x")], None),
        (EDITS, Move("sources/c.yml", path)),
        (EDITS, Move(path, "sources/d.yml")),
    ):
        with pytest.raises(LastroError, match="is no place of a record"):
            commit(root, edits, move)
    assert tree(root) == BEFORE


@pytest.mark.parametrize("link", ["claims", "claims/old", "claims/old/b.yml", "evidence.lock"])
def test_a_link_on_the_way_is_refused_and_not_followed(root: Path, link: str) -> None:
    there = root.parent / "outside"
    (root / link).rename(there)
    (root / link).symlink_to(there)
    before = tree(root.parent)
    with pytest.raises(LastroError, match=f"'{link}' is a symbolic link"):
        commit(root, EDITS, MOVE)
    assert tree(root.parent) == before


def test_a_link_in_the_new_place_is_refused(root: Path) -> None:
    (root / "claims/new").symlink_to(root.parent)
    with pytest.raises(LastroError, match="'claims/new' is a symbolic link"):
        commit(root, EDITS, MOVE)
    assert (root / "claims/new").readlink() == root.parent
