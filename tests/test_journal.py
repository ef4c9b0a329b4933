"""A run that ends in the middle has changed nothing, or the next one does the rest."""

import errno
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from lastro.errors import LastroError
from lastro.journal import settle
from lastro.write import Written, read_tree, write_file, write_some, write_tree

OLD = {f"{n % 7}/{n}/index.html": b"old %d" % n for n in range(60)} | {
    "x": b"a file",
    "y/deep/z": b"in a folder",
    "same": b"same",
}
NEW = {name: content.replace(b"old", b"new") for name, content in OLD.items() if "6" not in name}
NEW = {name: content for name, content in NEW.items() if name not in {"x", "y/deep/z"}}
NEW |= {"x/index.html": b"now below", "y": b"now a file"} | {f"new/{n}": b"n" for n in range(60)}
GONE = sorted(OLD.keys() - NEW.keys())
CHANGED = {name: content for name, content in NEW.items() if OLD.get(name) != content}


def left_in(site: Path) -> list[str]:
    return [path.name for path in site.iterdir() if path.name.startswith(".")]


def test_only_what_is_named_changes(tmp_path: Path) -> None:
    write_tree(tmp_path / "site", OLD)
    done = write_some(tmp_path / "site", NEW.items(), GONE)
    assert done == Written(tuple(sorted(CHANGED)), tuple(GONE))
    assert read_tree(tmp_path / "site") == dict(sorted(NEW.items()))
    assert left_in(tmp_path / "site") == []


def test_files_are_asked_for_one_at_a_time(tmp_path: Path) -> None:
    stage = tmp_path / ".lastro-new"

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(3):
            assert len(list(stage.iterdir()) if number else []) == number
            yield f"{number}", b"x"
        assert read_tree(tmp_path) == {}

    assert write_some(tmp_path, files()) == Written(("0", "1", "2"), ())


def test_what_comes_again_is_not_removed(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a": b"a", "b": b"b"})
    assert write_some(tmp_path, [("a", b"a")], ["a", "b"]) == Written((), ("b",))
    assert read_tree(tmp_path) == {"a": b"a"}


def test_a_source_of_files_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        raise LastroError("no more")

    write_tree(tmp_path, {"a": b"old"})
    with pytest.raises(LastroError, match="no more"):
        write_some(tmp_path, files())
    assert read_tree(tmp_path) == {"a": b"old"}
    assert left_in(tmp_path) == []


def test_a_path_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LastroError, match="two files want the place of 'a'"):
        write_some(tmp_path, [("a", b"1"), ("a", b"2")])
    assert read_tree(tmp_path) == {}


@pytest.mark.parametrize("name", ["../out", "/out", ".lastro-new/journal"])
def test_what_lies_outside_is_neither_written_nor_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / "out").write_bytes(b"of others")
    for changed, gone in (([(name, b"x")], []), ([], [name])):
        with pytest.raises(LastroError, match="not a path below the folder"):
            write_some(tmp_path / "site", changed, gone)
    assert (tmp_path / "out").read_bytes() == b"of others"


def test_nothing_is_removed_or_compared_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    write_tree(elsewhere, {"a": b"a", "b": b"b"})
    write_tree(tmp_path / "site", {"c": b"c"})
    (tmp_path / "site" / "link").symlink_to(elsewhere)
    assert write_some(tmp_path / "site", [], ["link/a"]) == Written((), ("link/a",))
    assert write_some(tmp_path / "site", [("link/b", b"b")], ["link"]) == Written(
        ("link/b",), ("link",)
    )
    assert read_tree(tmp_path / "site") == {"c": b"c", "link/b": b"b"}
    assert read_tree(elsewhere) == {"a": b"a", "b": b"b"}


@pytest.mark.parametrize("call", ["replace", "unlink", "makedirs", "write", "open"])
def test_a_disk_that_refuses_any_one_call_leaves_the_old_tree_or_a_journal(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, true = tmp_path / "site", getattr(os, call)
    made, fails_at = 0, 1

    def refuse(*args: object, **more: object) -> object:
        nonlocal made
        made += 1
        if made == fails_at:
            raise OSError(errno.EIO, "Input/output error")
        return true(*args, **more)

    while True:
        write_tree(site, OLD)
        made, failed = 0, False
        with monkeypatch.context() as patch:
            patch.setattr(f"lastro.journal.os.{call}", refuse)
            try:
                write_some(site, CHANGED.items(), GONE)
            except LastroError:
                failed = True
        is_new = settle(site) or not failed
        assert read_tree(site) == dict(sorted((NEW if is_new else OLD).items()))
        assert left_in(site) == []
        if made < fails_at:
            break
        fails_at += 1 + fails_at // 3
    assert fails_at > 1


@pytest.mark.parametrize("journal", [b"", b"{", b"[]", b'{"changed": ["../x"], "gone": []}'])
def test_a_journal_that_a_power_cut_tore_says_nothing(tmp_path: Path, journal: bytes) -> None:
    stage = tmp_path / ".lastro-new"
    stage.mkdir()
    (stage / "journal").write_bytes(journal)
    (stage / "0").write_bytes(b"x")
    assert not settle(tmp_path)
    assert read_tree(tmp_path) == {}
    assert left_in(tmp_path) == []


def test_every_write_does_the_rest_of_the_one_before(tmp_path: Path) -> None:
    stage = tmp_path / ".lastro-new"
    for write in (
        lambda: write_file(tmp_path / "b", b"b"),
        lambda: write_some(tmp_path, [("b", b"b")]),
    ):
        write_tree(tmp_path, {"a": b"old", "gone": b"x"})
        stage.mkdir()
        (stage / "0").write_bytes(b"new")
        (stage / "journal").write_text(json.dumps({"changed": ["a"], "gone": ["gone"]}))
        write()
        assert read_tree(tmp_path) == {"a": b"new", "b": b"b"}
        assert left_in(tmp_path) == []


KILLED = """
import json, sys
from pathlib import Path
from lastro.write import write_some
print("ready", flush=True)
changed, gone = json.loads(sys.stdin.readline())
write_some(Path(sys.argv[1]), [(name, text.encode()) for name, text in changed.items()], gone)
print("done", flush=True)
"""


def start(site: Path) -> subprocess.Popen[bytes]:
    run = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(site)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == b"ready\n"
    assert run.stdin is not None
    changed = {name: content.decode() for name, content in CHANGED.items()}
    run.stdin.write(json.dumps([changed, GONE]).encode() + b"\n")
    run.stdin.flush()
    return run


def test_a_run_that_is_killed_at_any_moment_leaves_the_old_tree_or_a_new_one(
    tmp_path: Path,
) -> None:
    site, rounds, drawn = tmp_path / "site", 20, random.Random(6)  # noqa: S311
    write_tree(site, OLD)
    with start(site) as run:
        began = monotonic()
        assert run.stdout is not None
        assert run.stdout.readline() == b"done\n"
        whole = monotonic() - began
    for _ in range(rounds):
        write_tree(site, OLD)
        with start(site) as run:
            sleep(drawn.uniform(0, whole))
            run.kill()
        begun = settle(site)
        found = read_tree(site)
        assert found == dict(sorted(NEW.items())) or (
            not begun and found == dict(sorted(OLD.items()))
        )
        assert left_in(site) == []
