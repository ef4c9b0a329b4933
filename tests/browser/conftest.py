"""A real Chromium on the real site, served from loopback."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from chromium import ARGUMENTS, CHROMIUM, ROOT, served
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from lastro.building import build  # noqa: PLC0415 - MkDocs is imported only when it is needed

    copy = tmp_path_factory.mktemp("site") / "lastro"
    kept = ("claims", "sources", "docs", "generator")
    copy.mkdir()
    for name in kept:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("lastro.yml", "mkdocs.yml", "evidence.lock", "translations.lock"):
        shutil.copy(ROOT / name, copy / name)
    build(copy, date(2026, 11, 24))
    return copy / "build" / "site"


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    with served(built) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: .ci/run installs it with apt-get")
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()
