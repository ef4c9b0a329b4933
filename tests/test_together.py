"""Several files change together or not at all, whatever fails, and whenever the process ends."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from lastro import together
from lastro.errors import LastroError
from lastro.together import (
    JOURNAL,
    Relocation,
    Step,
    change_together,
    refuse_half_done,
    undo_broken_off,
)
from little_site import write_files

STEPS: tuple[Step | Relocation, ...] = (
    Relocation("store/old/bytes", "store/new/bytes"),
    Step("claims/new/b.yml", None, b"b of new"),
    Step("sources/a.yml", b"a", b"a of new"),
    Step("claims/old/b.yml", b"b", None),
)
AFTER = {
    "claims/new/b.yml": b"b of new",
    "sources/a.yml": b"a of new",
    "sources/c.yml": b"c",
    "store/new/bytes": b"\0",
}
BEFORE = {
    "claims/old/b.yml": b"b",
    "sources/a.yml": b"a",
    "sources/c.yml": b"c",
    "store/old/bytes": b"\0",
}
MOST = 60
"""More things than one change does to the disk."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path, BEFORE)


def tree(root: Path) -> dict[str, bytes]:
    """Read every file and name every folder that is empty, our folder for steps apart."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()) and not name.startswith("build"):
            found[f"{name}/"] = b""
    return found


def counting(fails: Callable[[int, Callable[[], object]], object]) -> Callable[..., None]:
    """Return what does things to the disk, and asks of each by its number."""
    count = 0

    def act(_: Path, action: Callable[[], object]) -> None:
        nonlocal count
        count += 1
        fails(count, action)

    return act


def test_all_steps_are_made_and_nothing_is_left_beside(root: Path) -> None:
    change_together(root, STEPS)
    assert tree(root) == AFTER
    assert not undo_broken_off(root)


@pytest.mark.parametrize("late", [False, True], ids=["not done", "done and refused"])
def test_whichever_thing_fails_everything_stands_as_before(
    root: Path, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    refused = 0
    for number in range(1, MOST):

        def fails(count: int, action: Callable[[], object], number: int = number) -> None:
            if count == number and not late:
                raise LastroError("the disk is full")
            action()
            if count == number:
                raise LastroError("the disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(together, "_act", counting(fails))
            with suppress(LastroError):
                change_together(root, STEPS)
                break
        refused += 1
        assert tree(root) == BEFORE, number
    assert refused >= 15
    assert not undo_broken_off(root)
    assert tree(root) == AFTER


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do some work in a child that kills itself at one thing; tell whether it came to it."""
    child = os.fork()
    if child == 0:

        def fails(count: int, action: Callable[[], object]) -> None:
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)
            action()

        together._act = counting(fails)
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_killed_change_is_undone_by_the_next_one_even_when_that_is_killed_too(
    tmp_path: Path,
) -> None:
    number, refused, ends = 1, 0, []
    while True:
        root = write_files(tmp_path / str(number), BEFORE)
        if not killed_at(number, partial(change_together, root, STEPS)):
            break
        standing = {k: v for k, v in tree(root).items() if k in {*BEFORE, *AFTER}}
        try:
            refuse_half_done(root)
        except LastroError as error:
            refused += error.message.endswith("broke off half done")
        else:
            assert standing in (BEFORE, AFTER)
        killed_at(number % 5 + 1, partial(undo_broken_off, root))
        undo_broken_off(root)
        ends.append(tree(root))
        assert ends[-1] in (BEFORE, AFTER), number
        refuse_half_done(root)
        number += 1
    assert number > 20
    assert refused > 10
    assert ends == sorted(ends, key=lambda end: end == AFTER)


def test_a_file_that_somebody_changed_since_is_not_overwritten(root: Path) -> None:
    number = 1
    while killed_at(number, partial(change_together, root, STEPS)):
        if (root / "claims/new/b.yml").exists():
            break
        undo_broken_off(root)
        number += 1
    (root / "claims/new/b.yml").write_bytes(b"hers")
    with pytest.raises(LastroError, match=r"'claims/new/b\.yml' was changed since") as refused:
        undo_broken_off(root)
    assert refused.value.hint == (
        f"put your change aside, or delete {JOURNAL} to keep everything as it is"
    )
    assert (root / "claims/new/b.yml").read_bytes() == b"hers"


@pytest.mark.parametrize(
    "step",
    [
        Step("sources/a.yml", b"another", b"a of new"),
        Step("sources/c.yml", None, b"new"),
        Relocation("store/gone", "store/new"),
        Relocation("store/old/bytes", "sources/a.yml"),
    ],
    ids=["changed", "taken", "gone", "in the way"],
)
def test_what_is_no_longer_as_it_was_stops_all_of_it(root: Path, step: Step | Relocation) -> None:
    with pytest.raises(LastroError, match="was changed while this ran"):
        change_together(root, [STEPS[1], step])
    assert tree(root) == BEFORE


@pytest.mark.parametrize("path", ["../a.yml", "/a.yml", "claims/../../a.yml"])
def test_nothing_outside_the_root_is_touched(root: Path, path: str) -> None:
    with pytest.raises(LastroError, match="lies outside the site"):
        change_together(root, [Step(path, None, b"x")])
    with pytest.raises(LastroError, match="lies outside the site"):
        change_together(root, [Relocation("sources/a.yml", path)])


@pytest.mark.parametrize(
    "journal",
    [
        b"{",
        b"[]",
        b'{"version": 1}',
        b'{"version": 1, "done": false, "files": [["a"]]}',
    ],
)
def test_a_journal_that_cannot_be_read_is_told(root: Path, journal: bytes) -> None:
    (root / JOURNAL).parent.mkdir(parents=True)
    (root / JOURNAL).write_bytes(journal)
    with pytest.raises(LastroError, match="cannot be read: a rename may have broken off"):
        undo_broken_off(root)


def test_a_journal_of_somebody_else_cannot_reach_outside(root: Path) -> None:
    (root / JOURNAL).parent.mkdir(parents=True)
    (root / JOURNAL).write_text(
        '{"version": 1, "done": true, "files": [["../victim", null, null, null, []]]}',
        encoding="utf-8",
    )
    with pytest.raises(LastroError, match="lies outside the site"):
        undo_broken_off(root)
