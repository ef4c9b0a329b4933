"""Compiled templates are programs: a build runs those that this user's own tool has sealed, and no others."""

import marshal
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import Environment
from jinja2.bccache import BytecodeCache, bc_magic

from lastro.memo.store import SealedFolder
from lastro.render.environment import environment, keep_compiled
from tests.support.remembered_site import FIRST_DAY, write_corpus

NAME, OTHER = "moved.html", "report.html"
KEY, TOOL = b"a key of a user", "one version"
RUNS = compile("raise AssertionError('the code was run')", NAME, "exec")


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    environment.cache_clear()
    yield
    environment.cache_clear()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Return the templates that are compiled from here on, in their order."""
    names: list[str | None] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: str, name: str | None = None, *rest: str | None) -> object:
        names.append(name)
        return compile_(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    return names


def _folder(place: Path, key: bytes | None = KEY, tool: str = TOOL) -> SealedFolder:
    return SealedFolder(place / "templates", key, tool)


def _get(place: Path, key: bytes | None = KEY, tool: str = TOOL) -> None:
    """Get two templates as a new process does."""
    environment.cache_clear()
    keep_compiled(_folder(place, key, tool))
    for name in (NAME, OTHER):
        environment().get_template(name)


def _code(code: CodeType | int = RUNS, magic: bytes = bc_magic) -> bytes:
    """Write code as Jinja keeps it for the template as it is now."""
    loader = environment().loader
    assert loader is not None
    checksum = BytecodeCache().get_source_checksum(loader.get_source(environment(), NAME)[0])
    return magic + pickle.dumps(checksum, 2) + marshal.dumps(code)


def test_a_template_is_compiled_once_for_all_processes(
    tmp_path: Path, compiled: list[str | None]
) -> None:
    _get(tmp_path)
    assert compiled == [NAME, OTHER]
    _get(tmp_path)
    assert compiled == [NAME, OTHER]


@pytest.mark.parametrize(
    ("key", "tool"), [(b"another user's key", TOOL), (KEY, "another"), (None, TOOL)]
)
def test_code_of_another_user_or_version_is_compiled_again(
    key: bytes | None, tool: str, tmp_path: Path, compiled: list[str | None]
) -> None:
    _get(tmp_path)
    _get(tmp_path, key, tool)
    assert compiled == [NAME, OTHER] * 2


def test_without_a_key_no_code_is_kept(tmp_path: Path) -> None:
    _get(tmp_path, None)
    assert [*tmp_path.iterdir()] == []


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "half written": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "one bit": lambda path: path.write_bytes(
        path.read_bytes()[:-1] + bytes([path.read_bytes()[-1] ^ 1])
    ),
    "a link": lambda path: path.symlink_to(path.rename(path.with_name("elsewhere"))),
    "a pipe": _pipe,
    "of another template": lambda path: shutil.copy(path.with_name(OTHER), path),
    "code without a seal": lambda path: path.write_bytes(_code()),
    "code behind a seal that is made up": lambda path: path.write_bytes(bytes(32) + _code()),
    "code with a key that others sent": lambda path: _folder(path.parents[1], b"theirs").write(
        NAME, _code()
    ),
    "sealed code of another Python": lambda path: _folder(path.parents[1]).write(
        NAME, _code(magic=bc_magic[::-1])
    ),
    "sealed, but no code": lambda path: _folder(path.parents[1]).write(NAME, _code(1)[:-1]),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_code_that_cannot_be_trusted_is_compiled_again_and_never_run(
    damage: str, tmp_path: Path, compiled: list[str | None]
) -> None:
    _get(tmp_path)
    DAMAGE[damage](tmp_path / "templates" / NAME)
    _get(tmp_path)
    assert compiled == [NAME, OTHER, NAME]


def test_with_the_key_of_the_user_code_would_be_run(tmp_path: Path) -> None:
    """The seal is what keeps the code of others out: without it each test above would see it run."""
    _get(tmp_path)
    _folder(tmp_path).write(NAME, _code())
    with pytest.raises(AssertionError, match="the code was run"):
        _get(tmp_path)


def test_a_build_keeps_compiled_templates_with_the_user_and_runs_none_of_the_site(
    tmp_path: Path, own_cache: Path
) -> None:
    root = write_corpus(tmp_path / "site")
    brought = root / "build" / "state" / "templates"
    brought.mkdir(parents=True)
    (brought / NAME).write_bytes(_code())
    words = [sys.executable, "-m", "lastro", "build", "--today", str(FIRST_DAY)]
    subprocess.run(words, cwd=root, check=True, stdout=subprocess.DEVNULL)
    kept = {path.name for path in (own_cache / "lastro" / "templates").iterdir()}
    assert {"claim.html", "source.html", "macros.html"} <= kept
    assert [path.name for path in brought.iterdir()] == [NAME]
