"""A run that ends in the middle leaves whole files, and the next one makes of them what it wants."""

import errno
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import pytest

from lastro.errors import LastroError
from lastro.system.output import WriteResult, read_tree, write_some, write_tree

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
    """Return what a run left in a site, or beside it."""
    paths = (*site.iterdir(), *site.parent.iterdir())
    return [path.name for path in paths if path.name.endswith(".lastro-new")]


def test_only_what_is_named_changes(tmp_path: Path) -> None:
    write_tree(tmp_path / "site", OLD)
    done = write_some(tmp_path / "site", NEW.items(), GONE)
    assert done == WriteResult(tuple(sorted(CHANGED)), tuple(GONE))
    assert read_tree(tmp_path / "site") == dict(sorted(NEW.items()))
    assert left_in(tmp_path / "site") == []


def test_files_are_asked_for_one_at_a_time(tmp_path: Path) -> None:
    site, stage = tmp_path / "site", tmp_path / ".site.lastro-new"

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(3):
            assert len(list(stage.iterdir()) if number else []) == number
            yield f"{number}", b"x"
        assert read_tree(site) == {}

    assert write_some(site, files()) == WriteResult(("0", "1", "2"), ())


def test_what_comes_again_is_not_removed(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a": b"a", "b": b"b"})
    assert write_some(tmp_path, [("a", b"a")], ["a", "b"]) == WriteResult((), ("b",))
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


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out"])
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
    assert write_some(tmp_path / "site", [], ["link/a"]) == WriteResult((), ("link/a",))
    assert write_some(tmp_path / "site", [("link/b", b"b")], ["link"]) == WriteResult(
        ("link/b",), ("link",)
    )
    assert read_tree(tmp_path / "site") == {"c": b"c", "link/b": b"b"}
    assert read_tree(elsewhere) == {"a": b"a", "b": b"b"}


@pytest.mark.parametrize("call", ["replace", "unlink", "mkdir", "write", "open"])
def test_a_disk_that_refuses_any_one_call_leaves_whole_files_and_nothing_beside_them(
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
            patch.setattr(f"lastro.system.exchange.os.{call}", refuse)
            try:
                write_some(site, CHANGED.items(), GONE)
            except LastroError:
                failed = True
        assert is_whole(site)
        assert failed or read_tree(site) == dict(sorted(NEW.items()))
        if failed and call in {"mkdir", "write", "open"}:
            assert read_tree(site) == dict(sorted(OLD.items()))
        assert left_in(site) == []
        if made < fails_at:
            break
        fails_at += 1 + fails_at // 3
    assert fails_at > 1


def is_whole(site: Path) -> bool:
    """Tell whether each file is an old or a new one, to its last byte."""
    return all(content in {OLD.get(n), NEW.get(n)} for n, content in read_tree(site).items())


def test_a_full_disk_that_has_no_room_for_a_folder_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, true = tmp_path / "site", os.mkdir
    write_tree(site, {"a": b"a"})

    def refuse(path: str | Path, *more: int) -> None:
        if str(path).endswith("/deep"):
            raise OSError(errno.ENOSPC, "No space left on device")
        true(path, *more)

    with monkeypatch.context() as patch:
        patch.setattr("lastro.system.exchange.os.mkdir", refuse)
        with pytest.raises(LastroError, match=f"cannot write '{site}': No space left on device"):
            write_tree(site, {"a": b"new", "b/c/d": b"d", "x/deep/y": b"y"})
    assert [path.name for path in site.rglob("*")] == ["a"]
    assert read_tree(site) == {"a": b"a"}


@pytest.mark.parametrize("in_site", [False, True])
def test_a_journal_that_somebody_brings_neither_publishes_nor_removes(
    tmp_path: Path, *, in_site: bool
) -> None:
    site = tmp_path / "build" / "site"
    stage = site / ".lastro-new" if in_site else tmp_path / "build" / ".site.lastro-new"
    whole = {"a": b"ours", "stays": b"s", "b": b"b"}
    for write in (partial(write_some, site, [("b", b"b")]), partial(write_tree, site, whole)):
        write_tree(site, {"a": b"ours", "stays": b"s"})
        stage.mkdir()
        (stage / "0").write_bytes(b"theirs")
        (stage / "journal").write_text('{"changed": ["a"], "gone": ["stays"]}')
        write()
        assert read_tree(site) == {"a": b"ours", "b": b"b", "stays": b"s"}
        assert left_in(site) == []


def test_files_do_not_wait_where_a_link_leads(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    write_tree(elsewhere, {"1": b"theirs"})
    for link in (".site.lastro-new", "site/.lastro-new"):
        write_tree(tmp_path / "site", {"a": b"a"})
        (tmp_path / link).symlink_to(elsewhere)
        write_tree(tmp_path / "site", {"a": b"new", "b": b"new"})
        assert read_tree(elsewhere) == {"1": b"theirs"}
        assert left_in(tmp_path / "site") == []


KILLED = """
import json, sys
from pathlib import Path
from lastro.system.output import write_some
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


def test_a_run_that_is_killed_at_any_moment_leaves_whole_files_outside_of_any_stage(
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
        assert is_whole(site)
        assert [path.name for path in site.iterdir() if path.name.startswith(".")] == []
        write_tree(site, OLD)
        assert read_tree(site) == dict(sorted(OLD.items()))
        assert left_in(site) == []
