"""A build that was stopped while it wrote, of an edit that was taken back: its words never appear.

Each build runs in a child that stops at its n-th change of the disk: killed, interrupted, or the
disk is full. The edit is undone by moving the old files back, so that not even their times tell.
"""

import errno
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from lastro.build.build import BuildResult, build
from lastro.errors import LastroError
from lastro.memo.store import MemoStore
from lastro.memo.trace import digest
from lastro.publish.mkdocs import config as engine
from lastro.system.output import read_tree
from tests.support.little_docs import DOCS
from tests.support.little_site import CLAIM, CLAIM_PATH, FILES, TODAY, write_files
from tests.support.remembered_site import KEY

DAY = date.fromisoformat(TODAY)
TAKEN_BACK = CLAIM.replace("The bylaws say so.", "Zebras say so.") + "former_ids: [old-zebra]\n"
"""Changes words of a page, brings a page of its own, and takes another one away."""
BEFORE = CLAIM + "former_ids: [old-quays]\n"
CHANGES = ("open", "mkdir", "rmdir", "replace", "rename", "unlink", "write")
COMPLETE, TOLD, INTERRUPTED, FAULT = range(4)


def killed() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def interrupted() -> NoReturn:
    raise KeyboardInterrupt


def full() -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


STOPS: dict[str, tuple[Callable[[], NoReturn], set[int]]] = {
    "kill": (killed, {-signal.SIGKILL}),
    "Ctrl-C": (interrupted, {INTERRUPTED}),
    "full disk": (full, {TOLD, COMPLETE}),
}
"""How a build is stopped, and how its process may end: without a memory it is complete."""


@dataclass
class Site:
    """A site that is built in one way, and what it must look like."""

    root: Path
    fresh: dict[str, bytes]
    draft: bool = False
    publish: bool = False

    def build(self) -> BuildResult:
        return build(
            self.root,
            DAY,
            draft=self.draft,
            publish_search=self.publish,
            most_at_once=0 if self.publish else 1,
            memory=MemoStore(self.root, KEY, "one version"),
        )

    @property
    def folder(self) -> Path:
        return self.root / "build" / ("draft" if self.draft else "site")

    def tree(self) -> dict[str, bytes]:
        return read_tree(self.folder)

    @contextmanager
    def edited(self) -> Iterator[None]:
        claim, aside = self.root / CLAIM_PATH, self.root / "aside"
        claim.rename(aside)
        claim.write_text(TAKEN_BACK, encoding="utf-8")
        yield
        aside.rename(claim)

    def stop_at(self, number: int, stop: Callable[[], NoReturn]) -> int:
        """Build in a child that stops at one change of the disk; return how it ended."""
        child = os.fork()
        if child == 0:
            code = FAULT
            try:
                count_changes(number, stop)
                self.build()
                code = COMPLETE
            except LastroError as error:
                is_whole = re.fullmatch(
                    "cannot write '/.+': No space left on device", error.message
                )
                code = TOLD if is_whole else FAULT
            except KeyboardInterrupt:
                code = INTERRUPTED
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def changes(self) -> int:
        """Count the changes of the disk that a build of the edit makes, and take it back."""
        heard, said = os.pipe()
        with self.edited():
            self.build()
        self.build()
        with self.edited():
            child = os.fork()
            if child == 0:
                try:
                    counted = count_changes(0, killed)
                    self.build()
                    os.write(said, str(counted[0]).encode())
                finally:
                    os._exit(0)
            os.close(said)
            os.waitpid(child, 0)
            with os.fdopen(heard) as told:
                count = int(told.read())
        self.build()
        return count


def count_changes(number: int, stop: Callable[[], NoReturn]) -> list[int]:
    """Let one change of the disk stop this process; return how many there were so far."""
    counted = [0]

    def counting(true: Callable[..., object]) -> Callable[..., object]:
        def change(*arguments: object, **more: object) -> object:
            if true.__name__ != "open" or int(str(arguments[1])) & os.O_CREAT:
                counted[0] += 1
                if counted[0] == number:
                    stop()
            return true(*arguments, **more)

        return change

    for name in CHANGES:
        setattr(os, name, counting(getattr(os, name)))
    return counted


@pytest.fixture(scope="module", autouse=True)
def engine_runs_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run the engine once for the same pages and configuration: dozens of builds follow."""
    true, known = engine.run, tmp_path_factory.mktemp("engine")

    def run(config: Path, of: str) -> Path:
        pages = config.with_name("pages") / config.name.split(".")[1]
        given = [repr(item).encode() for item in read_tree(pages).items()]
        made = known / digest(config.read_bytes(), *given)
        if not made.exists():
            shutil.copytree(true(config, of), made)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastro.publish.mkdocs.policy.run", run)
        yield


WAYS = ("site", "draft", "publish")


def make(folder: Path, way: str) -> Site:
    root = write_files(folder / "root", FILES | DOCS | {CLAIM_PATH: BEFORE})
    site = Site(root, {}, draft=way == "draft", publish=way == "publish")
    assert site.build().written is not None
    site.fresh = site.tree()
    return site


def spread(changes: int, rounds: int) -> list[int]:
    """Return some of so many numbers, the first and the last ones among them."""
    step = max(1, changes // rounds)
    return sorted({1, *range(step, changes, step), changes - 1, changes})


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", STOPS)
def test_words_that_were_taken_back_after_a_stopped_build_are_nowhere(
    way: str, how: str, tmp_path: Path
) -> None:
    site = make(tmp_path, way)
    stop, ends = STOPS[how]
    state = site.root / "build" / "state" / f"pages-{site.folder.name}"
    for number in spread(site.changes(), 12 if (way, how) == ("site", "kill") else 4):
        before = state.read_bytes()
        with site.edited():
            assert site.stop_at(number, stop) in ends, number
        if site.tree() != site.fresh:
            assert not state.exists() or state.read_bytes() != before, number
        names = [path.name for path in site.folder.iterdir()]
        assert [name for name in names if name.startswith(".") and name != ".well-known"] == []
        site.build()
        assert site.tree() == site.fresh, number
