"""What holds for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import Lastro, runner
from little_site import write_site


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
