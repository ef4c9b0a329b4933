"""How high and how heavy pages may be: what is long is not read, and what is heavy comes late on a phone."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.opening import opened

HIGHEST = {1280: 6_000, 390: 9_000}
"""Pixels of a claim page by the width of the screen, folds closed."""
HEAVIEST, PACKED = 75_600, 17_400
LONGEST = "claims/api-exclusivity-on-azure/"


@pytest.mark.parametrize("width", HIGHEST)
@pytest.mark.parametrize("language", ["", "pt-BR/"])
def test_the_longest_claim_is_no_higher_than_a_reader_scrolls(
    browser: Browser, address: str, language: str, width: int
) -> None:
    page, _, _ = opened(browser, f"{address}{language}{LONGEST}", (width, 844), "light")
    try:
        assert page.evaluate("document.documentElement.scrollHeight") <= HIGHEST[width]
    finally:
        page.context.close()


def test_no_claim_page_is_heavier_than_a_phone_fetches_at_once(built: Path) -> None:
    pages = [path.read_bytes() for path in built.glob("**/claims/*/index.html")]
    assert len(pages) > 40
    assert max(map(len, pages)) <= HEAVIEST
    assert max(len(gzip.compress(page, 9)) for page in pages) <= PACKED
