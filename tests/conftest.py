"""What holds for every test."""

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from lastro.corpus.columns import STRICT
from tests.support.command_line import Lastro, runner
from tests.support.folders import ROOT
from tests.support.little_site import write_site
from tests.support.real_records import RECORDS

LIVE_FOLDERS = tuple(str(ROOT / name) for name in RECORDS)
_running: list[pytest.Item] = []


def _refuse_live_records(event: str, arguments: tuple[object, ...]) -> None:
    """Let no test but a live one read the records of the site, which grow."""
    if event not in {"open", "os.scandir", "os.listdir"} or not _running:
        return
    if str(arguments[0]).startswith(LIVE_FOLDERS) and not _running[0].get_closest_marker("live"):
        message = (
            "the records of the site grow: read FROZEN of real_records, or mark this test live"
        )
        raise AssertionError(message)


sys.addaudithook(_refuse_live_records)
os.environ[STRICT] = "1"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    _running[:] = [item]
    try:
        return (yield)
    finally:
        _running.clear()


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what commands remember, here and in processes that tests start, out of the home folder."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site without faults and stand in it."""
    monkeypatch.chdir(write_site(tmp_path / "site"))
    return tmp_path / "site"


@pytest.fixture
def lastro(capsys: pytest.CaptureFixture[str]) -> Lastro:
    """Run a command line in this process: its exit, standard output and standard error."""
    return runner(capsys)
