"""`lastro captures`: what the store holds, where it goes, and how a copy is taken down."""

import shutil
from pathlib import Path

import pytest

from lastro.capture.store.store import TEXT, WARC, CaptureStore
from lastro.locks.evidence import (
    EVIDENCE,
    CaptureProof,
    DroppedCapture,
    EvidenceLock,
    evidence_lock_of,
)
from tests.support.command_line import Lastro
from tests.support.little_site import CLAIM, CLAIM_PATH, SETTINGS, write_files
from tests.support.little_store import BYLAWS, capture, keep

BLOG = "source:port-blog"
REASON = "Its author asked us to."
DAY = ("--today", "2026-12-01")


@pytest.fixture
def store(site: Path) -> CaptureStore:
    """Keep three captures of two of its sources."""
    store = CaptureStore(site / ".captures")
    keep(store)
    keep(store, seconds=5, words="The quays are closed.")
    keep(store, of=BLOG, words="Quiet again on Sunday.", url="unknown")
    return store


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "index.json"
    }


def lock(site: Path) -> EvidenceLock:
    return evidence_lock_of((site / EVIDENCE).read_text(encoding="utf-8"))


# --- list -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
def test_the_list_has_a_line_a_capture(lastro: Lastro) -> None:
    assert lastro("captures", "list") == (
        0,
        (
            f"{BYLAWS}  2026-11-24T21:30:00Z  text/plain  37 bytes, 37 characters  "
            "https://port.example.org/bylaws\n"
            f"{BYLAWS}  2026-11-24T21:30:05Z  text/plain  21 bytes, 21 characters  "
            "https://port.example.org/bylaws\n"
            f"{BLOG}  2026-11-24T21:30:00Z  text/plain  22 bytes, 22 characters  unknown\n"
            "3 captures of 2 records.\n"
        ),
        "",
    )


@pytest.mark.usefixtures("site")
def test_an_empty_store_is_listed_as_such(lastro: Lastro) -> None:
    assert lastro("captures", "list") == (0, "no captures.\n", "")


def test_the_store_is_the_folder_that_the_site_names(site: Path, lastro: Lastro) -> None:
    moved = SETTINGS.replace("captures: .captures", "captures: private/copies")
    write_files(site, {"lastro.yml": moved})
    keep(CaptureStore(site / "private/copies"))
    assert lastro("captures", "list")[1].endswith("1 capture of 1 record.\n")


def test_a_hostile_address_is_listed_inert(site: Path, lastro: Lastro) -> None:
    keep(CaptureStore(site / ".captures"), url="https://port.example.org/\x1b[2J##[error]\u202e")
    _, out, _ = lastro("captures", "list")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "##[" not in out


# --- the folder is all there is ---------------------------------------------------------------


def test_a_copy_of_the_folder_is_the_store(
    site: Path, store: CaptureStore, lastro: Lastro, tmp_path: Path
) -> None:
    _, listed, _ = lastro("captures", "list")
    held = store.everything()
    shutil.copytree(site / ".captures", tmp_path / "desk")
    shutil.rmtree(site / ".captures")
    assert lastro("captures", "list")[1] == "no captures.\n"
    shutil.copytree(tmp_path / "desk", site / ".captures")
    assert lastro("captures", "list") == (0, listed, "")
    assert CaptureStore(tmp_path / "desk").everything() == held


def test_the_bytes_of_a_capture_are_read_again_as_a_file(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    last = store.all(BLOG)[-1]
    warc = str(store.path(last, WARC).relative_to(site))
    code, out, _ = lastro("capture", "port-blog", "--file", warc)
    assert (code, out.splitlines()[0]) == (0, "port-blog: unchanged since 2026-11-24")
    other = str(store.path(store.all(BYLAWS)[-1], WARC).relative_to(site))
    out = lastro("capture", "port-blog", "--file", other)[1]
    assert out.startswith("port-blog: changed since 2026-11-24, ")


def test_a_damaged_capture_says_how_it_is_mended(store: CaptureStore, lastro: Lastro) -> None:
    store.path(store.all(BLOG)[-1], TEXT).write_bytes(b"Quiet again on Monday.")
    _, _, said = lastro("verify", "--fresh")
    assert (
        "hint: remove the files of that moment; copy them from another store, or capture again"
        in said
    )


# --- drop -----------------------------------------------------------------------------------


def test_a_drop_removes_the_copies_and_says_so_in_the_lock(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    last = capture(words="The quays are closed.", seconds=5)
    assert lastro("captures", "drop", "harbour-bylaws", "--reason", REASON, *DAY) == (
        0,
        f"{BYLAWS}: 2 captures removed; evidence.lock says why\n",
        "",
    )
    assert list(store.everything()) == [BLOG]
    assert lock(site).dropped == {
        BYLAWS: DroppedCapture(
            CaptureProof(
                url="https://port.example.org/bylaws",
                retrieved="2026-11-24T21:30:05Z",
                media_type="text/plain",
                via="file",
                bytes=last.bytes_sha256,
                text=last.text_sha256,
                characters=21,
            ),
            on="2026-12-01",
            reason=REASON,
        )
    }
    assert lastro("check", *DAY)[0] == 0


def test_a_drop_again_changes_nothing(site: Path, store: CaptureStore, lastro: Lastro) -> None:
    lastro("captures", "drop", "harbour-bylaws", "--reason", REASON, *DAY)
    before = (site / EVIDENCE).read_bytes()
    left = site / ".captures/source/harbour-bylaws/20261124T213000Z.txt"
    left.parent.mkdir()
    left.write_bytes(b"left by a drop that was killed")
    assert lastro("captures", "drop", "harbour-bylaws", "--reason", "Other.") == (
        0,
        f"{BYLAWS}: nothing left to remove; evidence.lock keeps the reason of 2026-12-01\n",
        "",
    )
    assert (site / EVIDENCE).read_bytes() == before
    assert not left.parent.exists()
    assert BLOG in store.everything()


def test_a_dry_run_of_a_drop_changes_nothing(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    done = lastro("captures", "drop", "port-blog", "--reason", REASON, "--dry-run")
    assert done == (0, f"{BLOG}: 1 capture would be removed; evidence.lock would say why\n", "")
    assert (BLOG in store.everything(), (site / EVIDENCE).exists()) == (True, False)


def test_copies_of_an_article_and_of_a_record_that_is_gone_are_dropped(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    keep(store, of="article:harbour")
    keep(store, of="source:gone-since")
    for name in ("article:harbour", "gone-since"):
        assert lastro("captures", "drop", name, "--reason", REASON, *DAY)[0] == 0
    assert list(lock(site).dropped) == ["article:harbour", "source:gone-since"]


def test_a_copy_is_dropped_by_the_name_that_the_list_gives_it(
    store: CaptureStore, lastro: Lastro
) -> None:
    assert lastro("captures", "drop", BLOG, "--reason", REASON, *DAY)[0] == 0
    assert BLOG not in store.everything()


@pytest.mark.usefixtures("store")
def test_a_copy_cannot_go_before_it_was_made(lastro: Lastro) -> None:
    day = ("--today", "2026-11-23")
    assert lastro("captures", "drop", "port-blog", "--reason", REASON, *day) == (
        2,
        "",
        (
            "error: its last capture is of 2026-11-24, later than 2026-11-23\n"
            "hint: leave out `--today`, or give the day on which the copy goes\n"
        ),
    )


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        (
            "harbour-bylaw",
            REASON,
            "error: no source or article 'harbour-bylaw'\nhint: did you mean 'harbour-bylaws'?\n",
        ),
        (
            "../../x",
            REASON,
            "error: no source or article '../../x'\nhint: see `lastro captures list`\n",
        ),
        (
            "article:harbour",
            REASON,
            (
                "error: 'article:harbour' has no copy in the store\n"
                "hint: see `lastro captures list`\n"
            ),
        ),
        *(
            (
                "port-blog",
                reason,
                (
                    f"error: the reason '{shown}' is not a line of 1 to 500 characters\n"
                    "hint: say in one line why the copy goes; it is published\n"
                ),
            )
            for reason, shown in (
                (" ", " "),
                ("a\nb", r"a\nb"),
                ("a\u202eb", r"a\u202eb"),
                ("a" * 501, f"{'a' * 119}…"),
            )
        ),
    ],
)
def test_a_drop_that_makes_no_sense_is_refused(
    store: CaptureStore, lastro: Lastro, name: str, reason: str, said: str
) -> None:
    assert lastro("captures", "drop", name, "--reason", reason) == (2, "", said)
    assert (len(store.everything()), Path(EVIDENCE).exists()) == (2, False)


@pytest.mark.usefixtures("store")
def test_a_lock_or_settings_with_errors_stop_the_work(site: Path, lastro: Lastro) -> None:
    write_files(site, {EVIDENCE: "{\n"})
    stopped = (2, "", "error: evidence.lock has errors\nhint: run `lastro check`\n")
    assert lastro("captures", "drop", "port-blog", "--reason", REASON) == stopped
    write_files(site, {"lastro.yml": "schema: 9\n"})
    assert lastro("captures", "list") == (
        2,
        "",
        "error: lastro.yml has errors\nhint: run `lastro check`\n",
    )


def test_a_record_with_errors_does_not_keep_a_copy_from_being_dropped(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    write_files(site, {CLAIM_PATH: CLAIM.replace("nature: fact", "nature: rumour")})
    assert lastro("captures", "drop", "port-blog", "--reason", REASON, *DAY)[0] == 0
    assert BLOG not in store.everything()


@pytest.mark.parametrize(
    "arguments", [("--help",), ("list", "--debug"), ("list", "--help"), ("--debug", "list")]
)
@pytest.mark.usefixtures("site")
def test_help_and_debugging_are_taken_at_each_level(
    lastro: Lastro, arguments: tuple[str, ...]
) -> None:
    code, _, said = lastro("captures", *arguments)
    assert (code, said) == (0, "")
