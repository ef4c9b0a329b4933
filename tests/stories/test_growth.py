"""Records grow without turning a test of the code red, and a broken one still turns the live tests red."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.folders import ROOT, TESTS
from tests.support.real_records import RECORDS

AHEAD = timedelta(days=400)
PLACES = {
    "article": "claims/harbour/article.yml",
    "claim": "claims/harbour/quays-closed.yml",
    "source": "sources/harbour-bylaws.yml",
}
DECIDED = date(2026, 2, 1)
"""The last day that the templates tell of."""


def later(text: str) -> str:
    """Move every day of a record so that the last one lies 400 days ahead of today."""
    moved = date.today() + AHEAD - DECIDED  # noqa: DTZ011 - a day, as records tell it
    return re.sub(
        r"\b\d{4}-\d{2}-\d{2}\b", lambda day: str(date.fromisoformat(day[0]) + moved), text
    )


def run_live(root: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    """Run the live tests of some files on other records."""
    options = ("-m", "live", "-p", "no:cacheprovider", "--tb=line")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LASTRO_LIVE": str(root)},
    )


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """Copy the site, and add an article, a claim and a source that are sound, in 400 days."""
    for name in RECORDS:
        shutil.copytree(ROOT / name, tmp_path / name)
    for path in (*ROOT.glob("*.yml"), *ROOT.glob("*.lock")):
        shutil.copy(path, tmp_path)
    for kind, place in PLACES.items():
        text = (ROOT / "docs" / "templates" / f"{kind}.yml").read_text(encoding="utf-8")
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(later(text), encoding="utf-8")
    return tmp_path


@pytest.mark.live
def test_sound_records_of_a_later_year_turn_no_live_test_red(grown: Path) -> None:
    files = [p for p in TESTS.rglob("test_*.py") if "mark.live" in p.read_text(encoding="utf-8")]
    done = run_live(grown, *sorted(set(files) - {Path(__file__)}))
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d+ passed", done.stdout, re.MULTILINE)


@pytest.mark.live
def test_a_fault_in_the_records_turns_the_live_tests_red(grown: Path) -> None:
    claim = grown / PLACES["claim"]
    text = claim.read_text(encoding="utf-8")
    claim.write_text(text.replace("source: harbour-bylaws", "source: harbour-bylaw"), "utf-8")
    done = run_live(grown, Path(__file__).with_name("test_live_records.py"))
    assert done.returncode == 1
    assert "evidence-unknown-source" in done.stdout


def test_no_other_test_reaches_the_records_of_the_site() -> None:
    with pytest.raises(AssertionError, match="mark this test live"):
        next((ROOT / "claims").iterdir())
    with pytest.raises(AssertionError, match="mark this test live"):
        shutil.copytree(ROOT / "sources", TESTS / "never")
