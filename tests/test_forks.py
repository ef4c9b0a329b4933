"""However many processes read and check, and whatever becomes of them, what is found is the same."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from click.testing import CliRunner

from lastro import forks, found_by_parts, read_files
from lastro.build_since import Memory
from lastro.building import build
from lastro.checks import rules
from lastro.commands import group
from lastro.corpus import Corpus
from lastro.diagnostics import Finding
from lastro.errors import Exit, LastroError
from lastro.forks import processes, shared_out
from lastro.load import SETTINGS, read_entry
from lastro.rechecking import Rechecked, recheck
from lastro.state import RecordsState
from lastro.state_store import RECORDS
from lastro.write import read_tree
from remembered_site import FIRST_DAY, store, write_corpus

T = TypeVar("T")
LATER = 2**62
JOBS = 3
BROKEN = {
    "sources/tide-blog.yml": b"kind: nonsense\n",
    "sources/radio-mare.yml": b"\xff",
    "sources/stray.txt": b"",
    "claims/quays-2025-03/odd.yml": b"claim: &a TODO\n",
    "claims/quays-2025-03/ferry-fares-doubled.yml": b"former_ids: [old]\nsources: nowhere\n",
}


@pytest.fixture(autouse=True)
def _little_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "MANY", 1)
    monkeypatch.setattr(forks, "LEAST", 1)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site with faults of every kind: of files, values and links."""
    root = write_corpus(tmp_path / "site")
    (root / "build").mkdir()
    for name, content in BROKEN.items():
        path = root / name
        path.write_bytes((path.read_bytes() if path.exists() else b"") + content)
    strange = root / "claims" / "quays-2025-03" / "refund-promised.yml"
    strange.write_bytes(strange.read_bytes().replace(b"\n  pt-BR: ", b"\n  fr: ", 1))
    return root


def _checked(root: Path, jobs: int, *, in_order: bool) -> Rechecked:
    """Check without a memory."""
    shutil.rmtree(root / "build" / "state", ignore_errors=True)
    return recheck(root, FIRST_DAY, store(root), LATER, in_order=in_order, jobs=jobs)


def _remembered(root: Path, jobs: int) -> tuple[list[tuple[str, object]], dict[str, bytes]]:
    """Return what the next run would know of the files, and what the rules said."""
    _checked(root, jobs, in_order=False)
    kept = store(root).read(RECORDS, RecordsState)
    assert kept is not None
    return [*kept.files.items()], {
        at: msgspec.msgpack.encode(about) for at, about in kept.findings.items()
    }


def _assert_same(root: Path) -> None:
    alone, many = (_checked(root, jobs, in_order=True) for jobs in (1, JOBS))
    assert many.report.diagnostics == alone.report.diagnostics
    assert dict(many.report.texts) == dict(alone.report.texts)
    assert (many.report.files, many.report.unread) == (alone.report.files, alone.report.unread)
    ours, theirs = many.loaded.corpus, alone.loaded.corpus
    assert isinstance(ours, Corpus)
    assert isinstance(theirs, Corpus)
    assert dict(ours.records) == dict(theirs.records)
    assert _remembered(root, JOBS) == _remembered(root, 1)


def _in_one_process() -> object:
    @contextmanager
    def lent(
        work: Callable[[T], bytes], shares: Sequence[T]
    ) -> Iterator[Iterator[tuple[T, bytes | None]]]:
        yield ((share, work(share)) for share in shares)

    return lent


def test_several_processes_find_what_one_finds(site: Path) -> None:
    _assert_same(site)


def test_what_other_processes_read_is_not_read_again(site: Path) -> None:
    loaded = _checked(site, JOBS, in_order=False).loaded
    sound = {("claims", str(path.stem)) for path in site.glob("claims/*/*.yml")} & {*loaded.in_form}
    assert sound - loaded.records.keys() == {at for at in loaded.values if at[0] == "claims"}


def test_a_rule_that_fails_in_every_process_is_told_of_once(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Iterator[Finding]:
        raise ValueError("of ours")

    broken = {
        name: replace(rule, check=fails) for name, rule in rules().items() if rule.scope == "record"
    }
    monkeypatch.setattr("lastro.checks.rules", lambda: {**rules(), **broken})
    _assert_same(site)


def test_what_is_handed_back_says_all_that_was_found(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (read_files, found_by_parts):
        monkeypatch.setattr(module, "shared_out", _in_one_process())
    _assert_same(site)


def test_records_whose_values_are_not_kept_are_read_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_files, "MOST_VALUES", 5)
    _assert_same(site)


@pytest.mark.parametrize("module", [read_files, found_by_parts])
@pytest.mark.parametrize("way", ["killed", "failing"])
def test_the_share_of_a_process_that_ends_early_is_done_all_the_same(
    module: object, way: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = os.getpid()

    def ends(*_: object) -> bytes:
        assert os.getpid() != first
        if way == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise RuntimeError

    monkeypatch.setattr(module, "_packed", ends)
    _assert_same(site)


def test_where_no_process_may_be_made_one_does_all(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    _assert_same(site)


def test_a_disk_that_refuses_is_told_of_as_by_one_process(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(loaded: object, entry: object, *rest: object) -> object:
        if getattr(entry, "relative", "") not in {SETTINGS, "claims/quays-2025-03/article.yml"}:
            raise PermissionError(13, "Permission denied", str(getattr(entry, "path", "")))
        return read_entry(loaded, entry, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(read_files, "read_entry", refuses)
    told = []
    for jobs in (1, JOBS):
        with pytest.raises(LastroError) as error:
            recheck(site, FIRST_DAY, store(site), LATER, jobs=jobs)
        told.append(error.value.message)
    assert told[0] == told[1]


def test_a_site_is_built_of_what_other_processes_read(tmp_path: Path) -> None:
    root = write_corpus(tmp_path)
    build(root, FIRST_DAY)
    reference = read_tree(root / "build" / "site")
    shutil.rmtree(root / "build")
    for _ in range(2):
        build(root, FIRST_DAY, memory=Memory(store(root), LATER), jobs=JOBS)
        assert read_tree(root / "build" / "site") == reference


@pytest.mark.parametrize("verb", ["check", "build"])
def test_a_command_hands_on_how_many_processes_may_work(
    verb: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def noted(jobs: int, _: int) -> int:
        asked.append(jobs)
        return 1

    monkeypatch.setattr(read_files, "processes", noted)
    monkeypatch.setattr("lastro.checks.processes", noted)
    found = CliRunner().invoke(group, [verb, str(site), "--jobs", "7"])
    assert (found.exit_code, asked) == (Exit.FINDINGS, [7, 7])


def test_answers_come_in_the_order_of_the_shares() -> None:
    def slow_first(share: int) -> bytes:
        time.sleep(0.05 * (2 - share))
        return str(share).encode() * 100_000

    with shared_out(slow_first, [0, 1, 2]) as answers:
        assert [*answers] == [(share, str(share).encode() * 100_000) for share in (0, 1, 2)]


def test_no_process_is_left_when_the_first_one_is_interrupted(tmp_path: Path) -> None:
    def endless(share: str) -> bytes:
        (tmp_path / share).write_text(str(os.getpid()))
        time.sleep(600)
        return b""

    def interrupted() -> None:
        with shared_out(endless, ["one", "two"]):
            while not all((tmp_path / name).exists() for name in ("one", "two")):
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    for name in ("one", "two"):
        with pytest.raises(ChildProcessError):
            os.waitpid(int((tmp_path / name).read_text()), os.WNOHANG)


def test_a_process_of_the_crew_takes_no_interrupt_for_its_own() -> None:
    def interrupted(_: int) -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        return b"done"

    with shared_out(interrupted, [1]) as answers:
        assert [*answers] == [(1, b"done")]


def test_so_many_processes_work_as_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "MANY", 20)
    monkeypatch.setattr(forks, "LEAST", 10)
    found = [
        processes(jobs, things) for jobs, things in ((8, 19), (8, 20), (8, 45), (2, 45), (1, 45))
    ]
    assert found == [1, 2, 4, 2, 1]
