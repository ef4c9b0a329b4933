"""What README and CONTRIBUTING promise is true: commands, paths and transcripts."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lastro.commands import verbs
from lastro.evidence.verification import COUNTS, EVALUATOR, Status

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_transcript_of_the_readme_is_what_the_check_prints(tmp_path: Path) -> None:
    for name in ("claims", "sources"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("lastro.yml", "translations.lock"):
        shutil.copy(ROOT / name, tmp_path)
    claim = tmp_path / "claims" / "openai-azure-2025-01" / "agi-100bn-profit-definition.yml"
    text = claim.read_text(encoding="utf-8")
    claim.write_text(text.replace("rating: unverified", "rating: supported", 1), encoding="utf-8")
    command = [sys.executable, "-m", "lastro", "check", "--today", "2026-11-24"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    shown = re.search(r"```console\n\$ lastro check\n(.*?)\n```", README, re.DOTALL)
    assert shown is not None
    # what the records owe besides, and the last line with its numbers, is elided there
    wanted = ".*".join(map(re.escape, shown[1].split("[…]")))
    assert re.fullmatch(wanted, ran.stdout.rstrip("\n"), re.DOTALL)
    assert ran.returncode == 1


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_command_that_is_named_exists(text: str) -> None:
    named = set(re.findall(r"(?:\.venv/bin/|`)lastro ([a-z]+)", text))
    assert named
    assert named <= set(verbs())
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_file_that_is_linked_exists(text: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", text)
    paths = [one or other for one, other in links]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_templates_are_a_site_without_findings(tmp_path: Path) -> None:
    places = {
        "article": "claims/harbour/article.yml",
        "claim": "claims/harbour/quays-closed.yml",
        "source": "sources/harbour-bylaws.yml",
    }
    assert {path.stem for path in (ROOT / "docs" / "templates").iterdir()} == set(places)
    shutil.copy(ROOT / "lastro.yml", tmp_path)
    for name, place in places.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "docs" / "templates" / f"{name}.yml", tmp_path / place)
    command = [sys.executable, "-m", "lastro", "check", "--today", "2026-03-01"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    first, _, _ = ran.stdout.partition(". ")
    assert first == "no problems in 4 files"


def test_the_page_on_the_evaluator_names_its_version_counts_and_statuses_in_order() -> None:
    page = (ROOT / "docs" / "evaluator.md").read_text(encoding="utf-8")
    assert page.startswith(f"# The evaluator of `needs`, version {EVALUATOR}\n")
    rows = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert sorted(rows[:4]) == sorted(COUNTS)
    assert rows[4:] == list(Status)
    assert (ROOT / "tests" / "test_rating_mutations.py").exists()


def test_contributing_fits_in_sixty_lines() -> None:
    assert len(CONTRIBUTING.splitlines()) < 60


def test_no_machine_and_no_registry_is_named() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert (
        re.findall(r"^.*(?:https?://|index-url|find-links|trusted-host).*$", lock, re.MULTILINE)
        == []
    )
