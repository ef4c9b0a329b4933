"""A real Chromium on the real site, served from loopback."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM, ROOT, served
from tests.support.real_records import FROZEN, FROZEN_ON, RECORDS


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from lastro.build.build import (  # noqa: PLC0415 - MkDocs is imported only when it is needed
        build,
    )

    copy = tmp_path_factory.mktemp("site") / "lastro"
    kept = ("claims", "sources", "docs", "generator")
    copy.mkdir()
    for name in kept:
        root = FROZEN if name in RECORDS else ROOT
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("lastro.yml", "mkdocs.yml", "evidence.lock", "translations.lock"):
        shutil.copy((ROOT if name == "mkdocs.yml" else FROZEN) / name, copy / name)
    build(copy, FROZEN_ON)
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
