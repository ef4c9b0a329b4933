"""What is remembered is believed only when this user's own tool wrote it; else nothing is lost."""

import os
import random
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from lastro.build.build import build
from lastro.build.prepare import state_of
from lastro.build.state import PagesState
from lastro.checks.runner import recheck, run
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.fixes import FixKind
from lastro.loading.load import load
from lastro.loading.remembered import RecordsState
from lastro.memo.store import KEY_BYTES, RECORDS, MemoStore, own_key, tool_digest
from lastro.system.output import read_tree
from tests.support.remembered_site import (
    FIRST_DAY,
    KEY,
    Remembered,
    built_afresh,
    run_in,
    store,
    write_corpus,
)

PAGES = state_of(Path("site"))
SHAPES: dict[str, type[RecordsState | PagesState]] = {RECORDS: RecordsState, PAGES: PagesState}
HOSTILE = b"\xdd\xff\xff\xff\xff"
"""A list of four billion things, of which none follows."""
LATER = 2**62
KINDS: tuple[FixKind, ...] = ("safe", "unsafe")
FAULT = ("sources/tide-blog.yml", "kind: secondary", "kind: secondery")


def _file(root: Path, name: str) -> Path:
    return root / "build" / "state" / name


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _linked(path: Path) -> None:
    """Put a link to the file in its place."""
    path.symlink_to(path.rename(path.with_name("elsewhere")))


def _other_name(path: Path) -> None:
    """Swap the files of two names."""
    beside = path.with_name(RECORDS if path.name == PAGES else PAGES)
    shutil.copy(beside, path)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut short": _cut,
    "empty": lambda path: path.write_bytes(b""),
    "hostile": lambda path: path.write_bytes(HOSTILE),
    "one bit": lambda path: path.write_bytes(
        bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]
    ),
    "a folder": _folder,
    "a link": _linked,
    "of another name": _other_name,
    "a pipe": _pipe,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site that was built with a memory."""
    root = write_corpus(tmp_path_factory.mktemp("whole") / "site")
    assert Remembered(root, random.Random(0)).build().written is not None  # noqa: S311 - no secret
    return root


@pytest.mark.parametrize("name", [RECORDS, PAGES])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_state_is_as_if_it_were_not_there(
    damage: str, name: str, whole: Path, tmp_path: Path
) -> None:
    root = tmp_path / "site"
    shutil.copytree(whole, root)
    DAMAGE[damage](_file(root, name))
    assert store(root).read(name, SHAPES[name]) is None
    memory = store(root)
    assert recheck(root, FIRST_DAY, memory, time.time_ns()).report.diagnostics == (
        run(load(root), FIRST_DAY).diagnostics
    )
    if name == PAGES and damage in {"hostile", "a folder"}:
        built = build(root, FIRST_DAY, memory=memory)
        assert built.written is not None
        assert read_tree(root / "build" / "site") == read_tree(whole / "build" / "site")


@pytest.mark.parametrize(
    ("key", "tool"), [(b"another user's key", "one version"), (KEY, "another version"), (None, "")]
)
def test_a_state_of_another_user_or_version_is_not_read(
    key: bytes | None, tool: str, whole: Path
) -> None:
    assert store(whole).read(RECORDS, RecordsState) is not None
    assert MemoStore(whole, key, tool).read(RECORDS, RecordsState) is None
    assert MemoStore(whole, key, tool).read(PAGES, PagesState) is None


def test_a_sealed_state_of_another_shape_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    store(tmp_path).write(RECORDS, {"files": "none"})
    assert _file(tmp_path, RECORDS).exists()
    assert store(tmp_path).read(RECORDS, RecordsState) is None


def test_a_state_that_came_with_a_checkout_cannot_say_that_all_is_well(
    whole: Path, tmp_path: Path
) -> None:
    root = tmp_path / "site"
    shutil.copytree(whole, root)
    name, right, wrong = FAULT
    (root / name).write_text((root / name).read_text().replace(right, wrong))
    stamps = {path: (root / path).stat() for path in _known(root).files}
    forged = _known(root)
    for path, kept in forged.files.items():
        status = stamps[path]
        kept.stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        kept.found = msgspec.Raw(msgspec.msgpack.encode([]))
    forged.saved = LATER
    forged.findings = {}
    MemoStore(root, b"the key of whoever sent it", "one version").write(RECORDS, forged)
    memory = store(root)
    report = recheck(root, FIRST_DAY, memory, time.time_ns()).report
    assert report.diagnostics == run(load(root), FIRST_DAY).diagnostics
    assert report.failed
    # with the user's own key it would be believed: the seal is what keeps it out
    store(root).write(RECORDS, forged)
    assert not recheck(root, FIRST_DAY, memory, time.time_ns()).report.failed


def _known(root: Path) -> RecordsState:
    state = store(root).read(RECORDS, RecordsState)
    assert state is not None
    return state


def test_a_key_is_made_once_and_only_its_user_can_read_it(tmp_path: Path) -> None:
    key = own_key(tmp_path)
    assert key is not None
    assert len(key) == KEY_BYTES
    assert own_key(tmp_path) == key
    assert (tmp_path / "lastro" / "key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "lastro").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"short", b"x" * (KEY_BYTES + 1)])
def test_a_key_of_another_length_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "lastro").mkdir()
    (tmp_path / "lastro" / "key").write_bytes(content)
    assert own_key(tmp_path) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_key_that_others_may_read_or_write_is_none(mode: int, tmp_path: Path) -> None:
    own_key(tmp_path)
    (tmp_path / "lastro" / "key").chmod(mode)
    assert own_key(tmp_path) is None


def test_a_key_that_another_user_made_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_key(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert own_key(tmp_path) is None


def test_a_key_behind_a_link_is_none(tmp_path: Path) -> None:
    own_key(tmp_path)
    path = tmp_path / "lastro" / "key"
    path.symlink_to(path.rename(path.with_name("elsewhere")))
    assert own_key(tmp_path) is None


def test_where_the_cache_folder_refuses_all_works_and_nothing_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_text("not a folder")
    assert own_key(no_folder) is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(no_folder))
    root = write_corpus(tmp_path / "site")
    run_in(root, "build", "--today", str(FIRST_DAY))
    first = read_tree(root / "build" / "site")
    assert not (root / "build" / "state").exists()
    run_in(root, "build", "--today", str(FIRST_DAY))
    assert read_tree(root / "build" / "site") == first
    built_afresh(Remembered(root, random.Random(0)), tmp_path / "twin")  # noqa: S311 - no secret
    assert read_tree(tmp_path / "twin" / "build" / "site") == first


def test_the_tool_is_another_when_one_of_its_files_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tool_digest()
    assert tool_digest() == before
    file = tmp_path / "lastro" / "__init__.py"
    file.parent.mkdir()
    file.write_text("# another version\n")
    monkeypatch.setattr("lastro.__file__", str(file))
    assert tool_digest() != before


def test_the_tests_remember_nothing_in_the_home_folder(own_cache: Path) -> None:
    assert os.environ["XDG_CACHE_HOME"] == str(own_cache)


def test_what_is_read_back_is_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    state = RecordsState(1, "a", "b", "2026-11-24", {}, {})
    store(tmp_path).write(RECORDS, state)
    assert msgspec.msgpack.encode(_known(tmp_path)) == msgspec.msgpack.encode(state)


def test_files_that_were_too_fresh_are_read_once_more_and_then_believed(tmp_path: Path) -> None:
    root = write_corpus(tmp_path / "site")
    (root / "build").mkdir(exist_ok=True)
    checked = [recheck(root, FIRST_DAY, store(root), moment) for moment in (0, LATER, LATER + 1)]
    assert [one.loaded.read_anew for one in checked] == [True, True, False]
    assert _known(root).saved == LATER


def test_notes_that_nobody_looked_at_are_kept_packed_and_come_out_as_they_were(
    tmp_path: Path,
) -> None:
    root = write_corpus(tmp_path / "site")
    (root / "build").mkdir(exist_ok=True)
    full = run(load(root), FIRST_DAY)
    recheck(root, FIRST_DAY, store(root), LATER)
    brief = recheck(root, FIRST_DAY, store(root), LATER, in_order=False).report
    notes = full.count(Severity.NOTE)
    assert brief.silent_notes == notes > 0
    assert not any(d.severity is Severity.NOTE and not d.waived for d in brief.diagnostics)
    assert {s: brief.count(s) for s in Severity} == {s: full.count(s) for s in Severity}
    assert [brief.fixable(kind) for kind in KINDS] == [full.fixable(kind) for kind in KINDS]
    again = recheck(root, date(2026, 12, 1), store(root), LATER, in_order=False).report
    assert again.silent == ()
    assert recheck(root, FIRST_DAY, store(root), LATER).report.diagnostics == full.diagnostics


@pytest.mark.parametrize("ending", [b"\xff", b"a: &b c\n", b"<<<<<<< here\n"])
def test_what_was_refused_is_told_and_shown_again_as_before(ending: bytes, tmp_path: Path) -> None:
    root = write_corpus(tmp_path)
    (root / "build").mkdir()
    broken = root / "sources" / "tide-blog.yml"
    broken.write_bytes(broken.read_bytes() + ending)
    once, again = (recheck(root, FIRST_DAY, store(root), LATER) for _ in range(2))
    assert again.loaded.records == {}, "nothing was read again"
    assert again.report.diagnostics == once.report.diagnostics
    assert dict(again.report.texts) == dict(once.report.texts)
    assert {*again.loaded.trees} == {*once.loaded.trees}
