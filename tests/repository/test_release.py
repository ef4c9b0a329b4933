"""What a release holds: the same bytes wherever it is built, and no option gone in silence."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from lastro.commands import group
from tests.support.folders import ROOT

KEPT = ROOT / "tests" / "repository" / "command_line.json"
FRAGMENTS = ROOT / "docs" / "changelog.d"
SHIPPED = ("generator", "schema", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")
MOMENT = "1760000000"


def build(folder: Path) -> dict[str, bytes]:
    into = folder / "dist"
    ran = [sys.executable, "-m", "hatchling", "build", "--directory", str(into)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT}
    subprocess.run(ran, cwd=folder, env=env, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in into.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    build(folder)
    return folder


def test_a_second_build_at_another_time_and_place_has_the_same_bytes(
    built: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(built, elsewhere, ignore=shutil.ignore_patterns("dist"))
    for path in elsewhere.rglob("*"):
        os.utime(path, (1, 1))
    first = {path.name: path.read_bytes() for path in (built / "dist").iterdir()}
    assert sorted(first) == ["lastro-0.1.0-py3-none-any.whl", "lastro-0.1.0.tar.gz"]
    assert build(elsewhere) == first


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(built: Path) -> None:
    package = ROOT / "generator" / "lastro"
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "."],
        cwd=package, check=True, capture_output=True, text=True,
    ).stdout.split("\n")[:-1]  # fmt: skip
    with zipfile.ZipFile(next((built / "dist").glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    there = {f"lastro/{name}" for name in tracked if (package / name).is_file()}
    assert held == there


def test_the_sdist_holds_no_record_and_no_test(built: Path) -> None:
    with tarfile.open(next((built / "dist").glob("*.tar.gz"))) as sdist:
        tops = {name.split("/")[1] for name in sdist.getnames()}
    assert tops == {*SHIPPED, "PKG-INFO"}


def commands(of: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    context = click.Context(of)
    for name in of.list_commands(context):
        found = of.get_command(context, name)
        assert found is not None
        options = sorted(
            option
            for parameter in found.params
            if isinstance(parameter, click.Option) and not parameter.hidden
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("--")
        )
        yield " ".join((*words, name)), options
        if isinstance(found, click.Group):
            yield from commands(found, (*words, name))


def test_no_command_and_no_option_goes_unless_the_changelog_says_so() -> None:
    found = dict(commands(group))
    if os.environ.get("LASTRO_BLESS"):
        KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    kept: dict[str, list[str]] = json.loads(KEPT.read_text(encoding="utf-8"))
    said = "".join(p.read_text(encoding="utf-8") for p in FRAGMENTS.glob("*.removed.md"))
    gone = {
        f"{name} {option}".strip()
        for name, options in kept.items()
        for option in ("", *options)
        if name not in found or (option and option not in found[name])
    }
    assert {one for one in gone if f"`lastro {one}`" not in said} == set()
    assert found == kept, "LASTRO_BLESS=1 keeps the new ones"


def test_each_fragment_of_the_changelog_is_taken_in() -> None:
    ran = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "9", "--date", "x"]
    draft = subprocess.run(ran, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    told = " ".join(draft.split())
    for path in FRAGMENTS.glob("*.md"):
        assert " ".join(path.read_text(encoding="utf-8").split()) in told, path.name


def test_a_tag_alone_releases_and_no_job_that_publishes_runs_code_of_ours() -> None:
    path = ROOT / ".github" / "workflows" / "release.yml"
    flow: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert flow[True] == {"push": {"tags": ["v*"]}}  # YAML takes `on` for true
    publish = flow["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert [step.get("run", "") for step in publish["steps"]] == [
        "",
        "rm dist/*.cdx.json",
        "",
    ]
