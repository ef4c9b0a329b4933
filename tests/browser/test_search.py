"""Search as readers meet it: the theme's own on a small site, the index on a large one."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import ROOT, served
from tests.browser.opening import AXE, SCHEMES, Scheme, opened
from tests.support.folders import ALDERA

LANGUAGES = ("", "pt-BR/")
DESKTOP = (1280, 900)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the invented town as a site whose claims are too many for the theme's search."""
    from lastro.build.build import (  # noqa: PLC0415 - MkDocs is imported only when it is needed
        build,
    )

    root = tmp_path_factory.mktemp("large") / "site"
    shutil.copytree(ALDERA, root)
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    theme = Path("generator/lastro/theme")
    shutil.copytree(ROOT / theme, root / theme)
    build(root, date(2026, 11, 24), publish_search=True, most_lean=2)
    with served(root / "build" / "site") as address:
        yield address


def focused(page: Page) -> str:
    """Name what has the focus: by its name as a field, else by its text."""
    return str(page.evaluate("(e => e.name || e.textContent.trim())(document.activeElement)"))


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {name}")


def searched(page: Page, words: str) -> str:
    """Search and return what the reader is told."""
    page.locator("#q").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_function("() => /[0-9.]$/.test(document.querySelector('.lt-count').textContent)")
    return page.locator(".lt-count").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_is_found_by_what_was_said_whatever_the_language_of_the_site(
    browser: Browser, address: str, language: str
) -> None:
    page, errors, foreign = opened(browser, f"{address}{language}search/", DESKTOP, "light")
    try:
        page.locator("#q").fill("lucros")
        page.keyboard.press("Enter")
        found = page.locator(".md-search-result__link").first
        found.click()
        page.wait_for_url(f"{address}{language}claims/agi-100bn-profit-definition/**")
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_of_the_theme_knows_claims_and_hand_written_pages_only(
    built: Path, language: str
) -> None:
    index = json.loads((built / language / "search/search_index.json").read_bytes())
    kinds = {entry["location"].split("/")[0].split("#")[0] for entry in index["docs"]}
    assert kinds == {"about", "claims", "contributing", "corrections", "method"}
    claims = [entry for entry in index["docs"] if entry["location"].startswith("claims/")]
    assert len(claims) == len(list((built / language / "claims").glob("*/index.html")))


def test_an_index_is_searched_narrowed_and_left_by_keyboard_alone(
    browser: Browser, large: str
) -> None:
    page, errors, foreign = opened(browser, f"{large}search/", DESKTOP, "light")
    try:
        tab_to(page, "q")
        page.keyboard.type("quay")
        page.keyboard.press("Enter")
        page.wait_for_selector(".lt-found .lt-line")
        before = page.locator(".lt-found .lt-line").count()
        assert before > 1
        assert focused(page) == "q"
        tab_to(page, "rating")
        page.keyboard.type("Superseded")
        page.wait_for_function(
            "() => document.querySelector('.lt-count').textContent === '1 claim found.'"
        )
        assert page.locator(".lt-found .lt-rating").all_inner_texts() == ["Superseded"]
        assert page.locator(".lt-found svg.lt-shape").count() == 1
        link = page.locator(".lt-found a")
        assert link.inner_text() == "Quay 4 of Aldera is closed to fishing boats."
        tab_to(page, link.inner_text())
        page.keyboard.press("Enter")
        page.wait_for_url(f"{large}claims/quay-4-closed/")
        page.go_back()
        page.wait_for_selector(".lt-found .lt-line")
        assert page.url == f"{large}search/?q=quay&rating=superseded"
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


def test_escape_empties_the_search_and_tab_leads_out_of_it(browser: Browser, large: str) -> None:
    page, _, _ = opened(browser, f"{large}search/?q=quay&rating=superseded", DESKTOP, "light")
    try:
        page.wait_for_selector(".lt-found .lt-line")
        page.locator("#q").focus()
        page.keyboard.press("Escape")
        page.wait_for_function("() => document.querySelector('.lt-count').textContent === ''")
        assert page.url == f"{large}search/"
        assert page.locator(".lt-found .lt-line").count() == 0
        assert page.locator("#q").input_value() == ""
        order = []
        for _ in range(7):
            order.append(focused(page))
            page.keyboard.press("Tab")
        assert order == ["q", "Search", "rating", "topic", "claimant", "article", "Topics"]
    finally:
        page.context.close()


@pytest.mark.parametrize(
    ("language", "none"),
    [
        ("", "No claim holds all of these words. Try fewer of them, or another filter."),
        (
            "pt-BR/",
            "Nenhuma afirmação tem todas essas palavras. Tente menos palavras ou outro filtro.",
        ),
    ],
)
def test_what_is_nowhere_is_said_aloud(
    browser: Browser, large: str, language: str, none: str
) -> None:
    page, errors, _ = opened(browser, f"{large}{language}search/", DESKTOP, "light")
    try:
        assert searched(page, "zzyzx") == none
        assert page.locator(".lt-count").get_attribute("role") == "status"
        assert errors == []
    finally:
        page.context.close()


def test_marks_of_markup_in_a_claim_reach_the_reader_as_text(browser: Browser, large: str) -> None:
    page, errors, _ = opened(browser, f"{large}search/", DESKTOP, "light")
    try:
        page.locator("select[name=article]").select_option("quays-2025-03")
        page.wait_for_selector(".lt-found .lt-line")
        shown = page.locator(".lt-found .lt-line").all_inner_texts()
        assert not any("&#" in text or "&amp;" in text or "&lt;" in text for text in shown)
        assert page.locator(".lt-found :is(b, i, em, script)").count() == 0
        assert errors == []
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [DESKTOP, (360, 780)])
def test_results_are_accessible_and_fit(
    browser: Browser, large: str, language: str, scheme: Scheme, size: tuple[int, int]
) -> None:
    page, errors, foreign = opened(browser, f"{large}{language}search/?q=quay", size, scheme)
    try:
        page.wait_for_selector(".lt-found .lt-line")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.evaluate(AXE)
        violations = page.evaluate("axe.run().then(found => found.violations)")
        assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in violations] == []
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_every_page_leads_to_the_search_of_its_language(
    browser: Browser, large: str, language: str
) -> None:
    page, errors, _ = opened(browser, f"{large}{language}topics/quays/", (360, 780), "light")
    try:
        assert page.locator("input.md-search__input").count() == 0
        page.locator("header a[href$='search/']").click()
        page.wait_for_url(f"{large}{language}search/")
        assert errors == []
    finally:
        page.context.close()


@pytest.mark.parametrize("site", ["address", "large"])
def test_without_a_script_the_page_leads_to_the_lists(
    browser: Browser, request: pytest.FixtureRequest, site: str
) -> None:
    root = request.getfixturevalue(site)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}search/")
    try:
        said = page.locator("noscript p")
        assert said.inner_text().startswith("Search needs JavaScript.")
        assert said.bounding_box() is not None
        for name in ("topics", "ratings", "claimants", "publishers", "articles", "claims"):
            link = page.locator(f"section a[href='../{name}/']")
            assert link.is_visible()
    finally:
        context.close()


def test_a_search_loads_pieces_and_a_later_one_little(browser: Browser, large: str) -> None:
    page, _, foreign = opened(browser, f"{large}search/", DESKTOP, "light")
    try:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        loaded: list[float] = []
        session.on("Network.loadingFinished", lambda e: loaded.append(e["encodedDataLength"]))
        searched(page, "quay")
        first = sum(loaded)
        loaded.clear()
        searched(page, "lighthouse")
        assert 0 < first <= 250_000
        assert sum(loaded) <= 100_000
        assert foreign == []
    finally:
        page.context.close()
