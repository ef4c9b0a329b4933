"""What README and guides promise is true: transcripts, forms, templates, versions."""

import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lastro.evidence.judge import EVALUATOR
from lastro.evidence.tally import COUNTS, Status
from tests.support.folders import ROOT
from tests.support.handbook_pages import HANDBOOK, PAGES
from tests.support.real_records import FROZEN, FROZEN_ON

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *PAGES]
NEW_ISSUE = "issues/new?"
"""Where a guide on a code host leads to its forms, from the folder in which the guide lies."""


def test_the_transcript_of_the_readme_is_what_the_check_prints(tmp_path: Path) -> None:
    for name in ("claims", "sources"):
        shutil.copytree(FROZEN / name, tmp_path / name)
    for name in ("lastro.yml", "translations.lock"):
        shutil.copy(FROZEN / name, tmp_path)
    claim = tmp_path / "claims" / "openai-azure-2025-01" / "agi-100bn-profit-definition.yml"
    text = claim.read_text(encoding="utf-8")
    claim.write_text(text.replace("rating: unverified", "rating: supported", 1), encoding="utf-8")
    command = [sys.executable, "-m", "lastro", "check", "--today", str(FROZEN_ON)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    shown = re.search(r"```console\n\$ lastro check\n(.*?)\n```", README, re.DOTALL)
    assert shown is not None
    # what the records owe besides, and the last line with its numbers, is elided there
    wanted = ".*".join(map(re.escape, shown[1].split("[…]")))
    assert re.fullmatch(wanted, ran.stdout.rstrip("\n"), re.DOTALL)
    assert ran.returncode == 1


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_target_of_make_that_is_named_exists(guide: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = guide.read_text(encoding="utf-8")
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_form_that_is_linked_exists_and_has_the_fields_that_the_link_fills_in(
    guide: Path,
) -> None:
    text = guide.read_text(encoding="utf-8")
    up = "../" * (
        len(guide.relative_to(ROOT).parts) + 1
    )  # out of the folders, `blob` and the branch
    for above, query in re.findall(rf"\]\(([./]*){re.escape(NEW_ISSUE)}([^)]+)\)", text):
        assert above == up
        template, *filled = query.removeprefix("template=").split("&")
        form = (ROOT / ".github/ISSUE_TEMPLATE" / template).read_text(encoding="utf-8")
        fields = {field["id"] for field in yaml.safe_load(form)["body"]}
        assert {answer.partition("=")[0] for answer in filled} <= fields


def test_each_template_leads_an_editor_to_its_schema_from_where_it_is_put() -> None:
    folders = {"article": "claims/harbour", "claim": "claims/harbour", "source": "sources"}
    for name, folder in folders.items():
        text = (ROOT / "docs" / "templates" / f"{name}.yml").read_text(encoding="utf-8")
        line = text.partition("\n")[0]
        way = line.removeprefix("# yaml-language-server: $schema=")
        assert posixpath.normpath(f"{folder}/{way}") == f"schema/{name}.json"


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
    page = (HANDBOOK / "explanation" / "ratings.md").read_text(encoding="utf-8")
    assert f"version {EVALUATOR} of the evaluator" in " ".join(page.split())
    rows = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert sorted(rows[:4]) == sorted(COUNTS)
    assert rows[4:] == list(Status)
    assert (ROOT / "tests" / "oracles" / "test_rating_mutations.py").exists()


def test_contributing_fits_in_a_hundred_lines() -> None:
    assert len(CONTRIBUTING.splitlines()) < 100


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_a_lock_names_packages_by_version_and_hash_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pin = r"[a-z0-9-]+==[^\s/]+( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    assert re.fullmatch(f"({pin})+", text)


def test_no_machine_and_no_registry_is_named() -> None:
    editors = (ROOT / "tests" / "editors" / "package-lock.json").read_text(encoding="utf-8")
    assert "sha512-" in editors
    assert '"resolved"' not in editors
