"""The store of captures: a capture is there whole or not at all, and what is there stays."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lastro.capture.store.capture import capture_from, sha256_of
from lastro.capture.store.store import SAID, TEXT, WARC, CaptureStore
from lastro.errors import LastroError
from lastro.text.messages import clean
from tests.support.folders import ROOT
from tests.support.little_store import AT, BYLAWS, PAGE, WORDS, capture, keep


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".captures"


@pytest.fixture
def store(folder: Path) -> CaptureStore:
    return CaptureStore(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_an_empty_store_holds_nothing_and_makes_no_folder(
    store: CaptureStore, folder: Path
) -> None:
    assert (store.all(BYLAWS), store.everything()) == ((), {})
    assert not folder.exists()


def test_a_capture_is_three_files_that_only_their_owner_may_list(
    store: CaptureStore, folder: Path
) -> None:
    keep(store)
    assert list(files(folder)) == [
        ".gitignore",
        ".lock",
        "source/harbour-bylaws/20261124T213000Z.json",
        "source/harbour-bylaws/20261124T213000Z.txt",
        "source/harbour-bylaws/20261124T213000Z.warc.gz",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_store_keeps_itself_out_of_git_unless_its_owner_wants_it_there(
    store: CaptureStore, folder: Path
) -> None:
    keep(store)
    assert (folder / ".gitignore").read_bytes() == b"*\n"
    (folder / ".gitignore").unlink()  # as a branch does that brought one
    keep(store, seconds=5)
    assert (folder / ".gitignore").read_bytes() == b"*\n"
    (folder / ".gitignore").write_bytes(b"")
    keep(store, seconds=6)
    assert (folder / ".gitignore").read_bytes() == b""


def test_what_is_said_of_a_capture_stands_in_its_json(store: CaptureStore, folder: Path) -> None:
    keep(store)
    written = (folder / "source/harbour-bylaws/20261124T213000Z.json").read_bytes()
    assert json.loads(written) == {
        "of": BYLAWS,
        "url": PAGE,
        "final_url": PAGE,
        "retrieved": "2026-11-24T21:30:00Z",
        "via": "file",
        "status": None,
        "media_type": "text/plain",
        "charset": "utf-8",
        "bytes_sha256": sha256_of(WORDS),
        "text_sha256": sha256_of(WORDS),
        "size": 37,
        "characters": 37,
        "truncated": False,
        "parts": [{"name": "", "offset": 0}],
        "extractor": "lastro 0.1.0",
        "normalization": 2,
    }


def test_captures_come_back_oldest_first(store: CaptureStore) -> None:
    later = keep(store, seconds=5, words="The quays are closed.")
    earlier = keep(store)
    other = keep(store, of="article:harbour")
    assert store.all(BYLAWS) == (earlier, later)
    assert store.all(BYLAWS)[-1] == later
    assert store.everything() == {"article:harbour": (other,), BYLAWS: (earlier, later)}
    assert store.text(later) == "The quays are closed."
    assert store.warc(later).startswith(b"\x1f\x8b")


def test_the_same_capture_twice_is_kept_once(store: CaptureStore) -> None:
    assert keep(store) == keep(store)
    assert len(store.all(BYLAWS)) == 1


def test_another_capture_of_the_same_second_is_refused(store: CaptureStore, folder: Path) -> None:
    keep(store)
    before = files(folder)
    with pytest.raises(LastroError) as refused:
        keep(store, words="Otherwise.")
    assert refused.value.message == f"'{BYLAWS}' already has another capture of 20261124T213000Z"
    assert files(folder) == before


def test_a_text_that_was_changed_is_no_longer_the_capture(store: CaptureStore) -> None:
    kept = keep(store)
    path = store.path(kept, TEXT)
    path.write_text(WORDS.replace("shall", "may"), encoding="utf-8")
    with pytest.raises(LastroError) as refused:
        store.text(kept)
    told = f"the capture was changed after it was taken: '{clean(str(path))}'"
    assert refused.value.message == told


@pytest.mark.parametrize("end", [TEXT, WARC])
def test_a_capture_that_was_damaged_is_made_whole_by_the_same(
    store: CaptureStore, folder: Path, end: str
) -> None:
    kept = keep(store)
    before = files(folder)
    store.path(kept, end).unlink()
    assert not store.is_whole(kept)
    keep(store)
    assert store.is_whole(kept)
    assert files(folder) == before


@pytest.mark.parametrize("end", [TEXT, WARC])
def test_a_file_that_is_gone_is_missed(store: CaptureStore, end: str) -> None:
    kept = keep(store)
    store.path(kept, end).unlink()
    with pytest.raises(LastroError) as refused:
        (store.text if end == TEXT else store.warc)(kept)
    assert refused.value.message.startswith("a capture has lost '")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"status"', '"state"'),
        ('"size": 37', '"size": "37"'),
        ('"size": 37', '"size": -1'),
        ("source:harbour-bylaws", "source:other"),
        ("source:harbour-bylaws", "source:../other"),
        ("2026-11-24T21:30:00Z", "2026-11-24T21:30:01Z"),
        ("2026-11-24T21:30:00Z", "2026-11-24T22:30:00+01:00"),
        ("2026-11-24T21:30:00Z", "2026-11-24T21:30:00"),
        ('"offset": 0', '"offset": 0, "page": 1'),
        ("{", "["),
    ],
)
def test_a_json_that_says_something_else_is_refused(
    store: CaptureStore, was: str, becomes: str
) -> None:
    path = store.path(keep(store), SAID)
    path.write_text(path.read_text(encoding="utf-8").replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(LastroError) as refused:
        store.all(BYLAWS)[-1]
    assert refused.value.message == f"'{clean(str(path))}' is not as a capture is written"


def test_a_json_in_another_order_is_the_same_capture(store: CaptureStore) -> None:
    kept = keep(store)
    path = store.path(kept, SAID)
    said = json.loads(path.read_bytes())
    path.write_text(json.dumps(dict(reversed(said.items()))), encoding="utf-8")
    assert store.all(BYLAWS)[-1] == kept
    assert store.all(kept.of) == (kept,)


@pytest.mark.parametrize("of", ["", "harbour", "source:", "source:../x", "claim:x", "source:a/b"])
def test_what_is_neither_source_nor_article_has_no_captures(store: CaptureStore, of: str) -> None:
    with pytest.raises(LastroError) as refused:
        store.all(of)
    assert refused.value.message == f"'{of}' is no source and no article"


def test_a_capture_is_read_as_it_was_written() -> None:
    assert capture_from(capture().written) == capture()


def test_what_a_broken_off_capture_left_does_not_count_and_is_swept(
    store: CaptureStore, folder: Path
) -> None:
    keep(store)
    place = folder / "source/harbour-bylaws"
    for left in ("20261124T220000Z.warc.gz", ".20261124T220000Z.txt.lastro-new"):
        (place / left).write_bytes(b"half")
    (place / "notes.md").write_bytes(b"mine")
    assert len(store.all(BYLAWS)) == 1
    keep(store, seconds=5)
    assert sorted(path.name for path in place.iterdir()) == [
        *(f"2026112{end}" for end in ("4T213000Z.json", "4T213000Z.txt", "4T213000Z.warc.gz")),
        *(f"2026112{end}" for end in ("4T213005Z.json", "4T213005Z.txt", "4T213005Z.warc.gz")),
        "notes.md",
    ]


def test_a_drop_removes_all_captures_of_one_source_and_names_them(
    store: CaptureStore, folder: Path
) -> None:
    kept = keep(store), keep(store, seconds=5)
    other = keep(store, of="source:harbour")
    (folder / "source/harbour-bylaws/20261124T220000Z.txt").write_bytes(b"half")
    assert store.drop(BYLAWS) == kept
    assert store.everything() == {"source:harbour": (other,)}
    assert not (folder / "source/harbour-bylaws").exists()
    assert store.drop(BYLAWS) == ()


def test_a_drop_leaves_what_is_not_ours(store: CaptureStore, folder: Path) -> None:
    keep(store)
    (folder / "source/harbour-bylaws/notes.md").write_bytes(b"mine")
    store.drop(BYLAWS)
    assert list(files(folder)) == [".gitignore", ".lock", "source/harbour-bylaws/notes.md"]


def test_a_disk_that_refuses_leaves_earlier_captures_whole(
    store: CaptureStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    before = files(folder)
    calls = 0

    def full(_: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LastroError) as refused:
        keep(store, seconds=5)
    monkeypatch.undo()
    assert refused.value.message.endswith("No space left on device")
    assert store.all(BYLAWS) == (capture(),)
    assert {name: before[name] for name in before} == {
        name: content for name, content in files(folder).items() if name in before
    }


@pytest.mark.parametrize("refused_at", [1, 2, 3, 4, 5, 6])
def test_a_disk_that_refuses_leaves_nothing_of_the_capture_and_is_named(
    store: CaptureStore, folder: Path, monkeypatch: pytest.MonkeyPatch, refused_at: int
) -> None:
    keep(store)
    before, calls = files(folder), 0

    def full(_: int) -> None:
        nonlocal calls
        calls += 1
        if calls >= refused_at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LastroError) as refused:
        keep(store, seconds=5)
    monkeypatch.undo()
    end = (WARC, WARC, TEXT, TEXT, SAID, SAID)[refused_at - 1]
    path = folder / f"source/harbour-bylaws/20261124T213005Z{end}"
    if refused_at == 6:  # the name was there, only the folder was not synced
        before = files(folder)
        assert path.name in {Path(name).name for name in before}
    assert refused.value.message == f"cannot write '{clean(str(path))}': No space left on device"
    assert files(folder) == before


def test_a_store_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / ".captures").write_text("a file", encoding="utf-8")
    with pytest.raises(LastroError, match=r"cannot write '.*/\.captures': File exists"):
        keep(CaptureStore(tmp_path / ".captures"))


def test_what_a_kill_left_of_any_source_is_swept(store: CaptureStore, folder: Path) -> None:
    store.tidy()
    assert not folder.exists()
    keep(store)
    before = files(folder)
    for left in ("20261124T220000Z.warc.gz", ".20261124T220000Z.json.lastro-new"):
        (folder / "article/harbour").mkdir(parents=True, exist_ok=True)
        (folder / "article/harbour" / left).write_bytes(b"half")
        (folder / "source/harbour-bylaws" / left).write_bytes(b"half")
    store.tidy()
    assert files(folder) == before


KEEPS = """
import sys
from pathlib import Path
from lastro.capture.store.store import CaptureStore
from tests.support.little_store import keep
store = CaptureStore(Path(sys.argv[1]))
print("ready", flush=True)
for second in range(int(sys.argv[2]), 60_000):
    keep(store, words=f"The quays close, moment {second}.", seconds=second)
    print("kept", flush=True)
"""


def test_a_kill_at_any_moment_leaves_whole_captures_and_no_half_one_counts(
    store: CaptureStore, folder: Path
) -> None:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "generator")])
    seed = int(os.environ.get("LASTRO_SEED", "7"))
    chance = random.Random(seed)  # noqa: S311 - a test says which moments it picked
    before: dict[str, bytes] = {}
    first = 0
    for number in range(1, 21):
        with subprocess.Popen(
            [sys.executable, "-c", KEEPS, str(folder), str(first)],
            env={"PYTHONPATH": paths},
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            if number % 2 == 0:  # however busy the machine is, half of the kills come between two
                assert process.stdout.readline() == b"kept\n"
            time.sleep(chance.uniform(0.0, 0.02 * number))
            process.send_signal(signal.SIGKILL)
        whole = store.all(BYLAWS)
        for kept in whole:
            second = int((kept.retrieved - AT).total_seconds())
            assert store.text(kept) == f"The quays close, moment {second}.", f"seed {seed}"
            assert store.warc(kept).startswith(b"\x1f\x8b")
        now = files(folder)
        assert {name: now.get(name) for name in before} == before, f"seed {seed}"
        before = {
            name: content
            for name, content in now.items()
            if any(Path(name).name.startswith(kept.name) for kept in whole)
        }
        first = len(whole)
    assert first >= 10


def test_two_captures_at_once_wait_for_each_other(folder: Path) -> None:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "generator")])
    some = KEEPS.replace("60_000", "int(sys.argv[2]) + 20")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", some, str(folder), str(first)], env={"PYTHONPATH": paths}
        )
        for first in (0, 1000)
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert len(CaptureStore(folder).all(BYLAWS)) == 40


def test_a_second_capture_sweeps_what_a_killed_one_left_and_keeps_the_first(
    store: CaptureStore, folder: Path
) -> None:
    keep(store)
    whole = files(folder)
    orphan = folder / "source/harbour-bylaws/20261125T213000Z.warc.gz"
    orphan.write_bytes(b"cut off")
    store.tidy()
    assert files(folder) == whole
