"""Whoever makes the pages, they are the same, in the same order; who fails publishes nothing."""

import resource
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from lastro.build import workers
from lastro.build.build import build
from lastro.build.workers import (
    CHUNK,
    WorkerPool,
    executor_pool,
    process_pool,
    with_executor,
)
from lastro.build.workshop import MadePage, Order, Request
from lastro.errors import LastroError
from lastro.system.output import WriteResult, read_tree
from tests.support import farm
from tests.support.remembered_site import FIRST_DAY, store, write_corpus


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CHUNK", 7)


def _built(root: Path, hire: WorkerPool) -> WriteResult:
    memory = store(root)
    built = build(root, FIRST_DAY, memory=memory, workers=hire)
    assert built.written is not None
    return built.written


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = write_corpus(tmp_path_factory.mktemp("reference"))
    build(root, FIRST_DAY)
    return read_tree(root / "build" / "site")


@pytest.mark.parametrize("name", ["threads", "dask"])
def test_an_executor_makes_the_bytes_that_a_build_without_it_makes(
    name: str, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    root = write_corpus(tmp_path)
    hire = executor_pool(getattr(farm, name), 2)
    _built(root, hire)
    assert read_tree(root / "build" / "site") == reference
    claim = root / "claims" / "quays-2025-03" / "ferry-fares-doubled.yml"
    whole = claim.read_text()
    claim.write_text(whole.replace("Fares of season tickets.", "Fares of the night boats."))
    assert "claims/ferry-fares-doubled/index.html" in _built(root, hire).changed
    claim.write_text(whole)
    _built(root, hire)
    assert read_tree(root / "build" / "site") == reference


def test_processes_make_the_bytes_that_a_build_without_them_makes(
    tmp_path: Path, reference: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "MANY", 1)
    root = write_corpus(tmp_path)
    _built(root, process_pool(2))
    assert read_tree(root / "build" / "site") == reference
    assert _built(root, process_pool(2)) == WriteResult()


def test_no_more_processes_make_pages_than_there_is_memory_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def noted(count: int, mp_context: object) -> AbstractContextManager[object]:
        del mp_context
        asked.append(count)
        return nullcontext()

    monkeypatch.setattr(workers, "ProcessPoolExecutor", noted)
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    for times in (5.5, 2.5):
        monkeypatch.setattr("lastro.build.workers.MEMORY", int(held * times))
        with process_pool(None)(10_000), process_pool(7)(10_000):
            pass
    assert asked == [3, 6, 6]  # and the one that orders


def test_workers_that_outlive_a_build_read_the_records_again(
    tmp_path: Path, reference: dict[str, bytes]
) -> None:
    root = write_corpus(tmp_path)
    claim = root / "claims" / "quays-2025-03" / "ferry-fares-doubled.yml"
    whole = claim.read_text()
    claim.write_text(whole.replace("Fares of season tickets.", "Fares of the night boats."))
    with farm.threads() as executor:
        hire = executor_pool(lambda: nullcontext(executor), 3)
        _built(root, hire)
        claim.write_text(whole)
        _built(root, hire)
    assert read_tree(root / "build" / "site") == reference


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mortal", "a process that made pages was ended from outside"),
        (
            "unreachable",
            "the executor did not make its pages: TimeoutError: no worker\\x1b[31m within 10 s",
        ),
    ],
)
def test_an_executor_that_breaks_is_told_in_one_sentence_and_publishes_nothing(
    name: str, said: str, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    root = write_corpus(tmp_path)
    _built(root, workers.in_process)
    claim = root / "claims" / "quays-2025-03" / "ferry-fares-doubled.yml"
    claim.write_text(claim.read_text().replace("Fares of season tickets.", "Fares by night."))
    with pytest.raises(LastroError) as refused:
        _built(root, executor_pool(getattr(farm, name), 2))
    assert refused.value.message == said
    assert read_tree(root / "build" / "site") == reference


def test_a_fault_in_a_page_is_told_as_it_is_and_where_it_arose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> list[MadePage]:
        raise LastroError("the records changed", "build again")

    monkeypatch.setattr(workers, "make_pages", fail)
    with farm.threads() as executor, pytest.raises(LastroError) as refused:
        list(with_executor(executor, 1)(_order(), b"", "en", ["a/"]))
    assert (refused.value.message, refused.value.hint) == ("the records changed", "build again")
    assert "in fail" in refused.value.__notes__[0]


def test_pages_come_in_order_and_few_chunks_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "make_pages", lambda *given: [*given[3]])
    paths = [f"{number}/" for number in range(CHUNK)]
    with farm.Counting(1) as executor:
        made: list[object] = [*with_executor(executor, 2)(_order(), b"", "en", paths)]
    assert made == paths
    assert executor.most == 7


def test_who_orders_makes_pages_instead_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    here = threading.get_ident()
    turn = threading.Event()
    made_here: list[str] = []

    def make(_: Order, __: bytes, ___: str, paths: Sequence[str]) -> list[str]:
        if threading.get_ident() == here:
            made_here.extend(paths)
            turn.set()
        else:
            assert turn.wait(10)
        return [*paths]

    monkeypatch.setattr(workers, "make_pages", make)
    paths = [f"{number}/" for number in range(CHUNK)]
    with farm.threads() as executor:
        made: list[object] = [*with_executor(executor, 1, helps=True)(_order(), b"", "en", paths)]
    assert made == paths
    assert made_here[:7] == paths[14:21]


def _order() -> Order:
    ask = Request(root=Path("site"), today=FIRST_DAY, folder=Path("site/build/site"))
    return Order(ask=ask, url="", is_sound=True, key=None, tool="", moment=0)
