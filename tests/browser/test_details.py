"""What a reader opens on a claim page: by touch, by keyboard and on paper, and what it pushes down."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.opening import AXE, SCHEMES, Scheme, opened
from tests.support.real_records import FROZEN

CLAIMS = sorted(p.stem for p in (FROZEN / "claims").glob("*/*.yml") if p.stem != "article")
CLAIM = "claims/agi-100bn-profit-definition/"
LANGUAGES = ("", "pt-BR/")
LONGEST = 100
"""Characters of a claim whose verdict must stand on the first screen of a phone."""
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
ADOPT = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
"""What a reader's own style sheet does: a `style` element is stopped by the policy of the page."""


def open_all(page: Page) -> int:
    """Open all that is folded; return how much there was."""
    folded = page.locator("details:not([open]) > summary:visible")
    count = 0
    while folded.count():  # one that opens may hold others
        folded.first.click()
        count += 1
    return count


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_opened_part_is_sound_and_fits_the_screen(
    browser: Browser, address: str, language: str, width: int, scheme: Scheme
) -> None:
    page, errors, foreign = opened(browser, address + language + CLAIM, (width, 844), scheme)
    try:
        assert open_all(page) > 3
        assert page.locator(".lt-sought").first.is_visible()
        assert (errors, foreign) == ([], [])
        page.evaluate(AXE)
        violations = page.evaluate("axe.run().then(found => found.violations)")
        assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(ADOPT, SPACED)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folded_part_opens_by_keyboard_and_shows_where_the_focus_is(
    browser: Browser, address: str, language: str
) -> None:
    page, _, _ = opened(browser, address + language + CLAIM, (390, 844), "light")
    try:
        summary = page.locator("summary#self-check")
        page.keyboard.press("Tab")
        summary.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert summary.evaluate("e => e === document.activeElement")
        focused = summary.evaluate(
            "e => [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]"
        )
        assert focused == ["solid", 3]
        box = summary.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert not page.locator(".lt-copy").first.is_visible()
        page.keyboard.press("Enter")
        assert page.locator(".lt-copy").first.is_visible()
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_verdict_of_a_claim_of_100_characters_stand_on_the_first_screen(
    browser: Browser, address: str, language: str
) -> None:
    page, _, _ = opened(browser, address, (390, 844), "light")
    low, seen = [], 0
    try:
        for claim in CLAIMS:
            page.goto(f"{address}{language}claims/{claim}/")
            if len(page.locator("h1").inner_text()) > LONGEST:
                continue
            seen += 1
            box = page.locator("section.lt-verdict").bounding_box()
            assert box is not None
            if box["y"] + box["height"] > 844:
                low.append((claim, box))
    finally:
        page.context.close()
    assert low == []
    assert seen > len(CLAIMS) / 2


@pytest.mark.parametrize("language", ["", "pt-BR/"])
@pytest.mark.parametrize(
    "page",
    [
        "",
        "articles/openai-azure-2025-01/",
        "claims/",
        "claims/api-exclusivity-on-azure/",
        "sources/",
        "overdue/",
        "corrections/",
    ],
)
def test_letters_of_twice_the_size_ask_nobody_to_scroll_sideways(
    browser: Browser, address: str, language: str, page: str
) -> None:
    shown, _, _ = opened(browser, f"{address}{language}{page}", (390, 844), "light")
    try:
        shown.evaluate(
            "e => { e = document.documentElement;"
            " e.style.fontSize = `${2 * parseFloat(getComputedStyle(e).fontSize)}px`; }"
        )
        assert shown.evaluate("document.documentElement.scrollWidth") == 390
    finally:
        shown.context.close()
