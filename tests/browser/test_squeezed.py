"""A page without the blanks of its templates looks as it did with them: each word, each box."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lastro.publish.mkdocs.policy import squeeze
from tests.browser.chromium import served
from tests.browser.opening import opened
from tests.support.real_records import FROZEN_ON

PAGES = (
    "",
    "articles/",
    "articles/openai-azure-2025-01/",
    "claims/",
    "claims/agi-100bn-profit-definition/",
    "sources/",
    "sources/willison-agi-clause/",
    "topics/agi/",
    "ratings/unverified/",
    "claimants/microsoft/",
    "publishers/microsoft/",
    "corrections/",
    "overdue/",
    "method/",
    "contributing/",
    "404.html",
)
SIZES = ((1280, 900), (390, 844))
INLINE = """<!doctype html><body>
  <p>One
    <b>two</b>
    <i>three</i>

    four <button>
      five
    </button>
    <code>six
      seven</code> <img alt="eight"
      width=9>
  </p>
  <pre>
    ten
      <b>eleven</b>

  </pre>
  <textarea rows=5>
    twelve

    thirteen</textarea>
"""
LOOK = """() => [document.body.innerText, [...document.querySelectorAll("*")].map(element => {
  const box = element.getBoundingClientRect()
  return [element.tagName, box.x, box.y, box.width, box.height]
})]"""


@pytest.fixture(scope="session")
def with_blanks(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from lastro.build.build import (  # noqa: PLC0415 - MkDocs is imported only when it is needed
        build,
    )

    copy = tmp_path_factory.mktemp("with-blanks") / "lastro"
    shutil.copytree(built.parents[1], copy, ignore=shutil.ignore_patterns("build"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastro.publish.mkdocs.policy.squeeze", lambda page: page)
        build(copy, FROZEN_ON)
    with served(copy / "build" / "site") as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_words_and_boxes_stay_where_they_were(
    browser: Browser, address: str, with_blanks: str, path: str
) -> None:
    for size in SIZES:
        seen = []
        for site in (with_blanks, address):
            page, errors, _ = opened(browser, site + path, size, "light")
            seen.append((page.evaluate(LOOK), page.content(), errors))
            page.context.close()
        (before, longer, _), (after, shorter, _) = seen
        assert len(shorter) < len(longer) - 1_500
        assert after == before


def test_words_in_a_line_do_not_meet(browser: Browser) -> None:
    page = browser.new_page()
    seen = []
    for content in (INLINE, squeeze(INLINE.encode()).decode()):
        page.set_content(content)
        seen.append(page.evaluate(LOOK))
    page.close()
    assert seen[1] == seen[0]
    assert "One two three four five six seven" in seen[0][0]
