"""Every page kind in Chromium: both languages, desktop and phone, light and dark."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.opening import AXE, SCHEMES, Scheme, opened

CLAIMS = (
    "claims/api-exclusivity-on-azure/",
    "claims/agi-100bn-profit-definition/",
    "claims/oracle-deal-shareholder-pressure/",
)
PAGES = (
    "",
    "articles/",
    "articles/openai-azure-2025-01/",
    "claims/",
    *CLAIMS,
    "sources/",
    "sources/page/2/",
    "sources/willison-agi-clause/",
    "topics/",
    "topics/agi/",
    "ratings/",
    "ratings/unverified/",
    "claimants/",
    "claimants/microsoft/",
    "publishers/",
    "publishers/microsoft/",
    "corrections/",
    "overdue/",
    "method/",
    "about/",
    "contributing/",
)
LANGUAGES = ("", "pt-BR/")
DESKTOP = (1280, 900)
PHONE = (360, 780)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(
    browser: Browser, address: str, path: str, language: str, scheme: Scheme
) -> None:
    page, errors, foreign = opened(browser, address + language + path, DESKTOP, scheme)
    try:
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP[0]
        # axe takes most of the time: of the sizes it looks at one in each language, at both in each scheme
        if (language == "") == (scheme == "light"):
            assert violations(page) == []
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        if (language == "") != (scheme == "light"):
            assert violations(page) == []
        assert errors == []
        assert foreign == []
    finally:
        page.context.close()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(found => found.violations)")
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]


@pytest.mark.parametrize("size", [DESKTOP, (390, 844), PHONE])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", CLAIMS)
def test_claim_and_verdict_stand_in_the_first_screen(
    browser: Browser, address: str, path: str, language: str, size: tuple[int, int]
) -> None:
    page, _, _ = opened(browser, address + language + path, size, "light")
    try:
        for part in ("h1", ".lt-words blockquote", ".lt-verdict-name", "section.lt-verdict"):
            box = page.locator(part).first.bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= size[1], part
    finally:
        page.context.close()


def switch(page: Page, language: str) -> None:
    """Change language as a reader does: by the link on the page, else by the theme's menu."""
    link = page.locator(f".lt-language a[hreflang='{language}']")
    if link.count() == 0:
        page.locator(".md-select > button").hover()
        link = page.locator(f".md-select__list a[hreflang='{language}']")
    link.click(timeout=5_000)
    page.wait_for_load_state()


@pytest.mark.parametrize("path", PAGES)
def test_the_language_switch_keeps_the_page(browser: Browser, address: str, path: str) -> None:
    page, _, _ = opened(browser, address + path, DESKTOP, "light")
    try:
        assert page.evaluate("document.documentElement.lang") == "en"
        switch(page, "pt-BR")
        assert page.url == f"{address}pt-BR/{path}"
        assert page.evaluate("document.documentElement.lang") == "pt-BR"
        switch(page, "en")
        assert page.url == address + path
    finally:
        page.context.close()


@pytest.mark.parametrize("path", ["claims/api-exclusivity-on-azure/", "method/"])
def test_the_header_leads_to_the_same_page_in_the_other_language(
    browser: Browser, address: str, path: str
) -> None:
    page, _, _ = opened(browser, address + path, DESKTOP, "light")
    try:
        page.locator(".lt-language a[hreflang='pt-BR']").click(timeout=5_000)
        page.wait_for_load_state()
        assert page.url == f"{address}pt-BR/{path}"
    finally:
        page.context.close()


@pytest.mark.parametrize("path", ["", "topics/agi/", "about/", CLAIMS[0]])
def test_the_foot_leads_from_every_depth(browser: Browser, address: str, path: str) -> None:
    page, _, _ = opened(browser, f"{address}pt-BR/{path}", PHONE, "light")
    try:
        page.locator("footer").get_by_text("Correções", exact=True).click()
        page.wait_for_load_state()
        assert page.url == f"{address}pt-BR/corrections/"
        page.go_back()
        page.locator("footer").get_by_text("English", exact=True).click()
        page.wait_for_load_state()
        assert page.url == address + path
    finally:
        page.context.close()


def test_the_menu_folds_into_a_drawer_on_a_phone(browser: Browser, address: str) -> None:
    page, _, _ = opened(browser, address + "claims/", PHONE, "light")
    try:
        closed = page.locator(".md-tabs").bounding_box()
        assert closed is not None
        assert closed["x"] + closed["width"] <= 0
        page.locator("label.md-header__button[for='__drawer']").click()
        drawer = page.locator(".md-tabs")
        names = ["Home", "Articles", "Claims", "Sources", "Corrections", "Method", "About"]
        for name in names:
            assert drawer.get_by_role("link", name=name, exact=True).first.is_visible(), name
        drawer.get_by_role("link", name="About", exact=True).click()
        page.wait_for_url(f"{address}about/")
    finally:
        page.context.close()


def test_the_drawer_opens_by_keyboard_alone(browser: Browser, address: str) -> None:
    page, _, _ = opened(browser, address + "claims/", PHONE, "light")
    try:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == "About":
                break
        page.wait_for_timeout(400)  # as long as it slides in
        drawer = page.locator(".md-tabs").bounding_box()
        assert drawer is not None
        assert drawer["x"] == 0
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}about/")
    finally:
        page.context.close()


def test_a_missing_address_leads_home_in_both_languages(browser: Browser, address: str) -> None:
    page, errors, foreign = opened(browser, address + "404.html", PHONE, "dark")
    try:
        assert (errors, foreign) == ([], [])
        homes = page.locator(".lastro-not-found a[hreflang]")
        found = [(link.inner_text(), link.get_attribute("href")) for link in homes.all()]
        assert ("Home", "/") in found
        assert ("Início", "/pt-BR/") in found
        assert violations(page) == []
    finally:
        page.context.close()


def test_a_chip_leads_to_its_passage(browser: Browser, address: str) -> None:
    page, _, _ = opened(browser, address + CLAIMS[1], DESKTOP, "light")
    try:
        chip = page.locator(".lt-ref").first
        chip.click()
        target = page.locator(page.evaluate("location.hash"))
        assert target.locator(".lt-num").inner_text() == chip.inner_text()
    finally:
        page.context.close()


def test_the_page_is_complete_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(address + CLAIMS[0])
    try:
        assert page.locator(".lt-verdict-name").inner_text() == "Superseded"
        assert page.locator(".lt-pass").count() == 20
        assert page.locator(".lt-language a").get_attribute("href") == "../../pt-BR/" + CLAIMS[0]
    finally:
        context.close()
