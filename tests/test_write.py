"""Writing: what changed and nothing else, whole or not at all."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lastro.errors import LastroError
from lastro.write import (
    Written,
    lock,
    read_tree,
    write_file,
    write_into,
    write_kept,
    write_tree,
)


def stamps(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_files_whose_bytes_differ_are_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = write_tree(site, {"a/index.html": b"a", "b.css": b"b"})
    assert first == Written(("a/index.html", "b.css"), ())
    before = stamps(site)
    second = write_tree(site, {"a/index.html": b"a", "b.css": b"other"})
    assert second == Written(("b.css",), ())
    assert stamps(site)["a/index.html"] == before["a/index.html"]
    assert write_tree(site, {"a/index.html": b"a", "b.css": b"other"}) == Written()


def test_what_is_no_longer_wanted_goes_with_the_folders_it_leaves_empty(tmp_path: Path) -> None:
    write_tree(tmp_path / "site", {"a/b/c/index.html": b"1", "a/index.html": b"2"})
    done = write_tree(tmp_path / "site", {"a/index.html": b"2"})
    assert done == Written((), ("a/b/c/index.html",))
    assert sorted(p.name for p in (tmp_path / "site").rglob("*")) == ["a", "index.html"]


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_tree(site, {"x": b"file", "y/deep/z": b"folder"})
    done = write_tree(site, {"x/index.html": b"now below", "y": b"now a file"})
    assert done == Written(("x/index.html", "y"), ("x", "y/deep/z"))
    assert read_tree(site) == {"x/index.html": b"now below", "y": b"now a file"}


def test_an_empty_folder_in_the_place_of_a_file_makes_room(tmp_path: Path) -> None:
    (tmp_path / "site" / "x" / "empty").mkdir(parents=True)
    write_tree(tmp_path / "site", {"x": b"file"})
    assert read_tree(tmp_path / "site") == {"x": b"file"}


@pytest.mark.parametrize(
    "path",
    [
        "../out",
        "a/../../out",
        "/etc/x",
        "a//b",
        "",
        ".",
        "a/./b",
        "a\\..\\b",
        "a\0b",
        ".lastro-new/x",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused_before_anything_is_written(
    tmp_path: Path, path: str
) -> None:
    with pytest.raises(LastroError, match="not a path below the folder"):
        write_tree(tmp_path / "site", {"good": b"1", path: b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_symbolic_link_in_the_tree_is_replaced_and_never_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_bytes(b"kept")
    site = tmp_path / "site"
    site.mkdir()
    (site / "folder").symlink_to(elsewhere)
    (site / "file").symlink_to(elsewhere / "kept")
    write_tree(site, {"folder/kept": b"new", "file": b"kept"})
    assert (elsewhere / "kept").read_bytes() == b"kept"
    assert not (site / "folder").is_symlink()
    assert not (site / "file").is_symlink()
    assert read_tree(site) == {"folder/kept": b"new", "file": b"kept"}


def test_a_disk_that_refuses_leaves_the_old_tree_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_tree(site, {"a": b"old a", "b": b"old b", "gone": b"old"})
    code = """
import resource, sys
from pathlib import Path
from lastro.errors import LastroError
from lastro.write import write_tree
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    write_tree(Path(sys.argv[1]), {"a": b"new a", "b": b"x" * 1000})
except LastroError as error:
    print(error.message)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(site)], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"cannot write '{site}/b': File too large\n"
    assert read_tree(site) == {"a": b"old a", "b": b"old b", "gone": b"old"}
    assert sorted(p.name for p in site.iterdir()) == ["a", "b", "gone"]


def test_what_a_killed_build_left_unfinished_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "site" / ".lastro-new"
    left.mkdir(parents=True)
    (left / "0").write_bytes(b"half a pa")
    assert write_tree(tmp_path / "site", {"a": b"a"}) == Written(("a",), ())
    assert [p.name for p in (tmp_path / "site").iterdir()] == ["a"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"a file")
    with pytest.raises(LastroError) as caught:
        write_tree(tmp_path / "site", {"a": b"a"})
    assert caught.value.message.startswith(f"cannot write '{tmp_path}/site")


def test_a_folder_of_others_keeps_what_is_theirs(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_into(out, {"a": b"a", "b": b"b"}, tmp_path)
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_bytes(b"ref")
    (out / "CNAME").write_bytes(b"example.org")
    assert write_into(out, {"a": b"a"}, tmp_path) == Written((), ("b",))
    assert read_tree(out) == {".git/HEAD": b"ref", "CNAME": b"example.org", "a": b"a"}


def test_a_folder_that_no_build_wrote_is_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "home"
    out.mkdir()
    (out / "letters").write_bytes(b"dear")
    with pytest.raises(LastroError) as caught:
        write_into(out, {"a": b"a"}, tmp_path)
    assert caught.value.message == f"'{out}' holds files that no build wrote"
    assert read_tree(out) == {"letters": b"dear"}


def test_a_file_of_others_in_the_way_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_into(out, {"a": b"a"}, tmp_path)
    (out / "claims").write_bytes(b"theirs")
    (out / "b").mkdir()
    (out / "b" / "c").write_bytes(b"theirs")
    with pytest.raises(LastroError, match="claims' is no folder"):
        write_into(out, {"a": b"new", "claims/x": b"x"}, tmp_path)
    with pytest.raises(LastroError, match="b' is a folder"):
        write_into(out, {"a": b"new", "b": b"x"}, tmp_path)
    assert (out / "a").read_bytes() == b"a"


def test_a_broken_manifest_says_nothing(tmp_path: Path) -> None:
    write_into(tmp_path / "public", {"a": b"a"}, tmp_path)
    write_file(tmp_path / "build" / "state" / "manifest.json", b"{")
    with pytest.raises(LastroError, match="holds files that no build wrote"):
        write_into(tmp_path / "public", {"a": b"b"}, tmp_path)


def test_a_second_build_waits_for_the_first_and_says_so(tmp_path: Path) -> None:
    waits, order = threading.Event(), []

    def second() -> None:
        with lock(tmp_path, waits.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with lock(tmp_path):
        thread.start()
        assert waits.wait(timeout=10)
        order.append("first")
    thread.join(timeout=10)
    assert order == ["first", "second"]


def test_a_lone_build_does_not_speak_of_waiting(tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        with lock(tmp_path, lambda: said.append("waits")):
            pass
    assert said == []


def test_a_kept_file_is_replaced_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "translations.lock"
    write_kept(path, b"one")
    stood = path.stat().st_ino
    write_kept(path, b"one")
    assert path.stat().st_ino == stood
    write_kept(path, b"two")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [(path.name, b"two")]


def test_a_kept_file_takes_the_place_of_a_link_and_not_of_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"of others")
    (tmp_path / "kept").symlink_to("other")
    write_kept(tmp_path / "kept", b"ours")
    assert (tmp_path / "other").read_bytes() == b"of others"
    assert not (tmp_path / "kept").is_symlink()


def test_a_kept_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(LastroError, match=r"cannot write '.*kept': Is a directory"):
        write_kept(tmp_path / "kept", b"ours")
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]
