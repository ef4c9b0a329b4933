"""A site in a folder of others: what is theirs stays, and only a list of ours says what is ours."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from lastro.errors import LastroError
from lastro.foreign_folder import _stage, write_into
from lastro.state_store import Store
from lastro.write import Written, read_tree
from remembered_site import KEY, store


def site_of(root: Path, key: bytes = KEY, tool: str = "one version") -> Store:
    (root / "build").mkdir(exist_ok=True)
    return store(root, key, tool)


def test_a_folder_of_others_keeps_what_is_theirs(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_into(out, {"a": b"a", "b": b"b"}, site_of(tmp_path))
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_bytes(b"ref")
    (out / "CNAME").write_bytes(b"example.org")
    assert write_into(out, {"a": b"a"}, site_of(tmp_path)) == Written((), ("b",))
    assert read_tree(out) == {".git/HEAD": b"ref", "CNAME": b"example.org", "a": b"a"}


def test_a_folder_that_no_build_wrote_is_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "home"
    out.mkdir()
    (out / "letters").write_bytes(b"dear")
    with pytest.raises(LastroError) as caught:
        write_into(out, {"a": b"a"}, site_of(tmp_path))
    assert caught.value.message == f"'{out}' holds files that no build of yours wrote"
    assert read_tree(out) == {"letters": b"dear"}


def test_a_file_of_others_in_the_way_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_into(out, {"a": b"a"}, site_of(tmp_path))
    (out / "claims").write_bytes(b"theirs")
    (out / "b").mkdir()
    (out / "b" / "c").write_bytes(b"theirs")
    with pytest.raises(LastroError, match="claims' is no folder"):
        write_into(out, {"a": b"new", "claims/x": b"x"}, site_of(tmp_path))
    with pytest.raises(LastroError, match="b' is a folder"):
        write_into(out, {"a": b"new", "b": b"x"}, site_of(tmp_path))
    assert (out / "a").read_bytes() == b"a"


def test_a_list_that_came_with_a_branch_says_nothing_and_one_of_another_version_does(
    tmp_path: Path,
) -> None:
    out = tmp_path / "public"
    write_into(out, {"a": b"a", "b": b"b"}, site_of(tmp_path))
    with pytest.raises(LastroError, match="holds files that no build of yours wrote"):
        write_into(out, {"a": b"new"}, site_of(tmp_path, b"whose branch it is"))
    assert read_tree(out) == {"a": b"a", "b": b"b"}
    write_into(out, {"a": b"new"}, site_of(tmp_path, tool="another version"))
    assert read_tree(out) == {"a": b"new"}


def test_files_wait_outside_of_the_folder(tmp_path: Path) -> None:
    out = tmp_path / "public"
    seen: list[list[str]] = []

    class Watched(dict[str, bytes]):
        def items(self) -> Iterator[tuple[str, bytes]]:  # type: ignore[override]
            for item in super().items():
                yield item
                seen.append(sorted(path.name for path in tmp_path.glob("*/.*")))

    write_into(out, Watched({"a": b"a", "b": b"b"}), site_of(tmp_path))
    assert seen == [[".out.lastro-new"]] * 2
    assert list(tmp_path.glob("**/.*")) == []


def test_what_a_former_version_left_in_it_goes(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_into(out, {"a": b"a"}, site_of(tmp_path))
    (out / ".lastro-new").mkdir()
    (out / ".lastro-new" / "0").write_bytes(b"taken back")
    assert write_into(out, {"a": b"a"}, site_of(tmp_path)) == Written((), ())
    assert [path.name for path in out.iterdir()] == ["a"]


def test_a_folder_on_another_disk_has_its_files_wait_beside_it(tmp_path: Path) -> None:
    with TemporaryDirectory(dir="/dev/shm") as disk:
        out = Path(disk) / "public"
        write_into(out, {"a": b"a"}, site_of(tmp_path))
        write_into(out, {"a": b"new"}, site_of(tmp_path))
        assert read_tree(Path(disk)) == {"public/a": b"new"}
        assert [path.name for path in Path(disk).iterdir()] == ["public"]


def test_a_folder_that_is_a_disk_of_its_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LastroError, match="'/proc' is a disk of its own") as caught:
        _stage(Path("/proc"), site_of(tmp_path).build)
    assert caught.value.hint == "name a folder on it: --out /proc/site"
