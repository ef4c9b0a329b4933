"""A site is edited again and again; what a build remembers changes no byte of what readers get."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lastro.build.build import BuildResult
from lastro.checks.runner import recheck, run
from lastro.diagnostics.finding import Severity
from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.reporters import reporters
from lastro.system.output import read_tree
from tests.support.remembered_edits import EDITS, hurt_state
from tests.support.remembered_site import Remembered, built_afresh, store, write_corpus

ENGINE_ONLY = 0.15
"""How often the reference is what the engine makes of every page."""
STEPS = int(os.environ.get("LASTRO_STEPS", "4"))
"""Steps of each run; `make torture` takes many more."""


def _built(build: Callable[[], BuildResult]) -> BuildResult | str:
    try:
        return build()
    except LastroError as error:
        return error.message


def _told(built: BuildResult | str) -> object:
    """Return all that the builder of a site is told, but for where it lies and what was written."""
    if isinstance(built, str):
        return built
    listed = built.report.brief()
    found = sorted((d.key, d.severity, d.hint, d.waived) for d in listed.diagnostics)
    counts = [(built.report.count(s), listed.count(s)) for s in Severity]
    told = reporters()["text"](listed), reporters()["github"](listed), counts
    facts = (told, built.languages, built.pages, built.claims, built.search, built.warning)
    return built.written is None, found, facts


def _step(site: Remembered, twins: Path, number: int) -> bool:
    """Edit, build in both ways, and compare all that comes out. Tell whether it could be built."""
    done = _edited(site)
    before, times = site.tree(), site.times()
    twin = twins / str(number)
    engine_only = site.draw.random() < ENGINE_ONLY
    built = _built(site.build)
    after = site.tree()
    fresh = _built(lambda: built_afresh(site, twin, engine_only=engine_only))
    if isinstance(built, str) or isinstance(fresh, str) or not built.written or not fresh.written:
        assert _told(built) == _told(fresh), done
        assert after == before, done
        return False
    assert _told(built) == _told(fresh), done
    other = Remembered(twin, site.draw).tree()
    shutil.rmtree(twin)
    assert sorted(after) == sorted(other), done
    assert [name for name in after if after[name] != other[name]] == [], done
    changed = {name for name in after if after[name] != before.get(name)}
    assert {*built.written.changed} == changed, done
    assert {*built.written.removed} == before.keys() - after.keys(), done
    rewritten = {name for name, time in site.times().items() if times.get(name) != time}
    assert rewritten == changed, done
    return True


def _edited(site: Remembered) -> list[str]:
    edits = site.draw.choices(EDITS, k=site.draw.choice([1, 1, 2, 3]))
    for edit in edits:
        edit(site)
    return [edit.__name__ for edit in edits]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_build_that_remembers_writes_what_one_without_a_memory_does(
    seed: int, tmp_path: Path
) -> None:
    root = write_corpus(tmp_path / "site")
    site = Remembered(root, random.Random(seed))  # noqa: S311 - the same edits each time
    assert site.build().written is not None
    whole, day = _files(root), site.today
    for number in range(STEPS):
        if _step(site, tmp_path, number):
            whole, day = _files(root), site.today
        else:
            _put_back(root, whole)
            site.today = day
    assert site.build().written is not None


def test_a_draft_that_remembers_shows_what_one_without_a_memory_does(tmp_path: Path) -> None:
    root = write_corpus(tmp_path / "site")
    site = Remembered(root, random.Random(5))  # noqa: S311 - the same edits each time
    site.build(draft=True)
    whole = _files(root)
    for number in range(STEPS * 2):
        done = _edited(site)
        twin = tmp_path / str(number)
        engine_only = site.draw.random() < ENGINE_ONLY
        built = _built(lambda: site.build(draft=True))
        fresh = _built(lambda: built_afresh(site, twin, draft=True, engine_only=engine_only))  # noqa: B023
        assert _told(built) == _told(fresh), done
        if isinstance(built, str) or isinstance(fresh, str):
            _put_back(root, whole)
            continue
        assert built.left_out == fresh.left_out, done
        made, other = read_tree(built.folder), read_tree(fresh.folder)
        assert sorted(made) == sorted(other), done
        assert [name for name in made if made[name] != other[name]] == [], done
        shutil.rmtree(twin)


def _files(root: Path) -> list[tuple[Path, bytes]]:
    kept = [p for p in root.rglob("*") if p.is_file() and "build" not in p.relative_to(root).parts]
    return [(path, path.read_bytes()) for path in kept]


def _put_back(root: Path, whole: list[tuple[Path, bytes]]) -> None:
    """Mend what was broken: what people edit is again as it was when it last could be built."""
    for path, content in _files(root):
        if (path, content) not in whole:
            path.unlink()
    for path, content in whole:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@pytest.mark.parametrize("seed", [3, 4])
def test_a_check_that_remembers_finds_what_a_full_run_finds(seed: int, tmp_path: Path) -> None:
    root = write_corpus(tmp_path / "site")
    site = Remembered(root, random.Random(seed))  # noqa: S311 - the same edits each time
    whole = _files(root)
    for number in range(STEPS * 6):
        done = _edited(site)
        moment = 2**63 - 1 if number % 2 else 0
        again = recheck(root, site.today, store(root), moment)
        full = run(load(root), site.today)
        assert again.report.diagnostics == full.diagnostics, done
        assert again.report.unread == full.unread, done
        assert again.report.files == full.files, done
        if number % 5 == 4:
            _put_back(root, whole)
            hurt_state(site)
