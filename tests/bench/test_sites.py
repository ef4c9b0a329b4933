"""The invented corpus that bench/ measures with: the same bytes each time, and sound."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.folders import ROOT

TODAY = "2026-10-20"


def invented(folder: Path, languages: str) -> dict[str, bytes]:
    words = [str(folder), "--claims", "40", "--languages", languages]
    # the order of a set differs with the seed of hashes, and must not show
    seeded = {**os.environ, "PYTHONHASHSEED": "random"}
    subprocess.run(
        [sys.executable, "-m", "bench.lib.sites", *words], cwd=ROOT, check=True, env=seeded
    )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_an_invented_site_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = invented(tmp_path / "first", "en,pt-BR")

    assert first == invented(tmp_path / "second", "en,pt-BR")
    assert sum("/claim-" in path for path in first) == 40
    assert sum(path.startswith("sources/") for path in first) == 20


@pytest.mark.parametrize("languages", ["en", "en,pt-BR"])
def test_an_invented_site_has_neither_errors_nor_warnings(tmp_path: Path, languages: str) -> None:
    invented(tmp_path, languages)

    command = [sys.executable, "-m", "lastro", "check", "--today", TODAY, "--format", "json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    counts = json.loads(ran.stdout)["counts"]
    assert (ran.returncode, counts["error"], counts["warning"]) == (0, 0, 0)
