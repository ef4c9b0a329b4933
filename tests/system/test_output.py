"""Writing: what changed and nothing else, whole or not at all."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lastro.errors import LastroError
from lastro.system.atomic import write_kept
from lastro.system.output import WriteResult, is_kept, lock, read_tree, write_tree


def stamps(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_files_whose_bytes_differ_are_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = write_tree(site, {"a/index.html": b"a", "b.css": b"b"})
    assert first == WriteResult(("a/index.html", "b.css"), ())
    before = stamps(site)
    second = write_tree(site, {"a/index.html": b"a", "b.css": b"other"})
    assert second == WriteResult(("b.css",), ())
    assert stamps(site)["a/index.html"] == before["a/index.html"]
    assert write_tree(site, {"a/index.html": b"a", "b.css": b"other"}) == WriteResult()


def test_what_is_no_longer_wanted_goes_with_the_folders_it_leaves_empty(tmp_path: Path) -> None:
    write_tree(tmp_path / "site", {"a/b/c/index.html": b"1", "a/index.html": b"2"})
    done = write_tree(tmp_path / "site", {"a/index.html": b"2"})
    assert done == WriteResult((), ("a/b/c/index.html",))
    assert sorted(p.name for p in (tmp_path / "site").rglob("*")) == ["a", "index.html"]


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_tree(site, {"x": b"file", "y/deep/z": b"folder"})
    done = write_tree(site, {"x/index.html": b"now below", "y": b"now a file"})
    assert done == WriteResult(("x/index.html", "y"), ("x", "y/deep/z"))
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
from lastro.system.output import write_tree
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
    left = tmp_path / ".site.lastro-new"
    left.mkdir()
    (left / "0").write_bytes(b"half a pa")
    assert write_tree(tmp_path / "site", {"a": b"a"}) == WriteResult(("a",), ())
    assert [p.name for p in tmp_path.rglob("*")] == ["site", "a"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"a file")
    with pytest.raises(LastroError) as caught:
        write_tree(tmp_path / "site", {"a": b"a"})
    assert caught.value.message.startswith(f"cannot write '{tmp_path}/site")


def test_what_a_site_keeps_is_a_path_or_what_lies_below_it() -> None:
    keep = ("CNAME", ".well-known/x")
    kept = {"CNAME", "CNAME/a", ".well-known/x", ".well-known/x/y"}
    others = {".well-known/xy", "CNAME.bak", "b/CNAME", ".well-known"}
    assert {name for name in kept | others if is_kept(name, keep)} == kept


@pytest.mark.parametrize(
    "link",
    ["build", "build/site", "build/pages", "build/engine/en", "build/search/en/made"],
)
def test_a_build_folder_that_leads_elsewhere_is_refused(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    write_tree(elsewhere, {"a": b"theirs"})
    path = tmp_path / "root" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere)
    with pytest.raises(LastroError, match=f"'{path}' is a link to another folder"):
        lock(tmp_path / "root").__enter__()
    path.unlink()
    with lock(tmp_path / "root"):
        assert read_tree(elsewhere) == {"a": b"theirs"}


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
