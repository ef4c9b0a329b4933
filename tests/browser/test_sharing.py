"""What others show of a claim, in a frame and as a picture, and what they copy it from."""

import json

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.opening import AXE, SCHEMES, Scheme, opened

CLAIM = "claims/agi-100bn-profit-definition/"
ID = "agi-100bn-profit-definition"
LANGUAGES = ("en", "pt-BR")
ADDRESS = "https://example.org/"
SIZE = (480, 260)
"""Of the frame in which others show the page."""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_to_embed_is_sound_and_fits_its_frame(
    browser: Browser, address: str, language: str, scheme: Scheme
) -> None:
    url = f"{address}embed/{language}/{ID}/"
    page, errors, foreign = opened(browser, url, SIZE, scheme)
    try:
        assert (errors, foreign) == ([], [])
        found = page.evaluate("document.fonts.ready.then(() => document.scripts.length)")
        assert found == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZE[0]
        assert page.evaluate("document.documentElement.scrollHeight") <= SIZE[1]
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 26, 35)"
        assert dark is (scheme == "dark")
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_to_embed_can_be_read_by_all(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(bypass_csp=True)  # its policy lets no checker run
    try:
        page = context.new_page()
        page.goto(f"{address}embed/{language}/{ID}/")
        page.evaluate(AXE)
        violations = page.evaluate("axe.run().then(found => found.violations.map(v => v.id))")
        # in a frame it has no landmarks of its own
        assert [one for one in violations if one not in {"landmark-one-main", "region"}] == []
    finally:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_badge_is_shown_as_large_as_it_says(
    browser: Browser, address: str, language: str
) -> None:
    page, errors, foreign = opened(browser, address + CLAIM, (1280, 844), "light")
    try:
        size = page.evaluate(
            """async path => {
              const badge = new Image();
              badge.src = path;
              await badge.decode();
              return [badge.naturalWidth, badge.naturalHeight];
            }""",
            f"{address}embed/{language}/{ID}.svg",
        )
        assert size == [400, 120]
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


def test_a_button_copies_what_stands_below_it(browser: Browser, address: str) -> None:
    page, errors, _ = opened(browser, address + CLAIM, (390, 844), "light")
    try:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        for summary in ("#reuse", "#embed"):
            page.locator(summary).click()
        buttons = page.locator(".lt-copies button")
        assert buttons.count() == 6
        names = [buttons.nth(n).get_attribute("aria-label") for n in range(6)]
        assert names == [
            "Copy: APA",
            "Copy: ABNT",
            "Copy: BibTeX",
            "Copy: CSL-JSON",
            "Copy: As a page in a frame",
            "Copy: As a picture",
        ]
        buttons.nth(3).click()
        expect(buttons.nth(3)).to_have_text("Copied")
        (copied,) = json.loads(page.evaluate("navigator.clipboard.readText()"))
        assert copied["id"] == ID
        buttons.nth(4).click()
        expect(buttons.nth(4)).to_have_text("Copied")
        frame = page.evaluate("navigator.clipboard.readText()")
        assert frame.startswith("<iframe src=")
        assert frame.endswith("</iframe>")
        assert errors == []
    finally:
        page.context.close()


def test_abnt_gets_the_day_on_which_the_page_was_opened(browser: Browser, address: str) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.clock.set_fixed_time("2026-05-02T12:00:00")
        page.goto(address + CLAIM)
        line = page.locator(".lt-copies dt:has-text('ABNT') + dd").text_content()
        assert (line or "").endswith(f"em: {ADDRESS}{CLAIM}. Acesso em: 2 maio 2026.")
        page.clock.set_fixed_time("2026-12-01T12:00:00")
        page.reload()
        line = page.locator(".lt-copies dt:has-text('ABNT') + dd").text_content()
        assert (line or "").endswith("Acesso em: 1 dez. 2026.")
    finally:
        context.close()


def test_without_a_script_there_is_no_button_that_does_nothing(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(address + CLAIM)
        assert page.locator(".lt-copies").count() == 2
        assert page.locator(".lt-copies button").count() == 0
    finally:
        context.close()
