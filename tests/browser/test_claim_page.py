"""The claim page as a reader goes through it: how long it is, in what order, and back from a passage."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.opening import opened
from tests.support.real_records import FROZEN

CLAIMS = sorted(p.stem for p in (FROZEN / "claims").glob("*/*.yml") if p.stem != "article")
LONGEST = "claims/api-exclusivity-on-azure/"
LANGUAGES = ("", "pt-BR/")
MOST = {1280: 6_000, 390: 9_000}
SHEETS = 8
ORDER = (
    "verdict", "timeline", "why", "evidence", "since-2025-01-21", "evidence-2", "not-checked",
    "reply", "would-change", "in-article", "related", "corrections", "more", "carries",
    "self-check", "reuse", "report-error",
)  # fmt: skip
"""Ids from top to bottom; a page has those of what its record holds."""


@pytest.mark.parametrize("width", MOST)
def test_no_claim_is_longer_than_can_be_read(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    high = {}
    try:
        for claim in CLAIMS:
            for language in LANGUAGES:
                page.goto(f"{address}{language}claims/{claim}/")
                high[language + claim] = page.evaluate("document.documentElement.scrollHeight")
    finally:
        page.close()
    assert {claim: height for claim, height in high.items() if height > MOST[width]} == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_parts_of_a_claim_stand_in_the_readers_order(
    browser: Browser, address: str, width: int
) -> None:
    page, _, _ = opened(browser, address + LONGEST, (width, 844), "light")
    try:
        found = page.evaluate(
            """ids => ids.map(id => document.getElementById(id)).filter(e => e)
            .sort((one, other) => one.compareDocumentPosition(other) & 4 ? -1 : 1).map(e => e.id)""",
            [*reversed(ORDER)],
        )
        assert found == [part for part in ORDER if part in found]
        assert {"timeline", "why", "evidence", "since-2025-01-21", "in-article", "more"} <= {*found}
        verdict, said = (
            page.locator(part).bounding_box() for part in ("section.lt-verdict", ".lt-words")
        )
        assert verdict
        assert said
        if width == 390:
            assert verdict["y"] < said["y"]
        else:
            assert verdict["x"] < said["x"]
        assert page.locator("details.lt-contents").is_visible() == (width == 390)
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chip_is_large_enough_and_leads_to_its_words_and_back(
    browser: Browser, address: str, language: str
) -> None:
    page, errors, _ = opened(browser, address + language + LONGEST, (1280, 900), "light")
    try:
        chips = page.locator(".lt-prose .lt-ref").all()
        assert len(chips) > 10
        for chip in chips:
            box = chip.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24
            target = page.locator(f"[id='{(chip.get_attribute('href') or '')[1:]}']")
            assert target.count() == 1
            back = target.locator(f"a[href='#{chip.get_attribute('id')}']")
            assert back.count() == 1
        quoted = [chip for chip in chips if "“" in (chip.get_attribute("data-q") or "")]
        assert len(quoted) > len(chips) / 2
        chips[0].focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        preview = "e => getComputedStyle(e, '::after').content"
        assert "Stratechery" in chips[0].evaluate(preview)
        assert errors == []
    finally:
        page.context.close()


def test_a_chip_opens_the_fold_that_its_passage_is_in(browser: Browser, address: str) -> None:
    page, _, _ = opened(browser, address + LONGEST, (390, 844), "light")
    try:
        inner = page.locator("details:not([open]) details:not([open]) .lt-pass").first
        passage = inner.get_attribute("id")
        folded = page.locator(f"[id='{passage}']")
        chip = page.locator(f".lt-prose .lt-ref[href='#{passage}']").first
        chip.click()
        box = folded.locator("blockquote").bounding_box()
        assert box
        assert box["height"] > 10
        folded.locator(".lt-links a[href^='#']").first.click()
        assert page.url.endswith(f"#{chip.get_attribute('id')}")
    finally:
        page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_events_and_origins_that_are_drawn_are_links(
    browser: Browser, address: str, width: int
) -> None:
    page, _, _ = opened(browser, address + LONGEST, (width, 844), "light")
    try:
        for drawn, listed in (
            (".lt-chart a", ".lt-events li[id]"),
            (".lt-string", ".lt-evidence article"),
        ):
            leads = {a.get_attribute("href") for a in page.locator(drawn).all()}
            assert leads
            ids = {f"#{e.get_attribute('id')}" for e in page.locator(listed).all()}
            assert leads <= ids
        boxes = [a.locator("circle").bounding_box() for a in page.locator(".lt-chart a").all()]
        assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_claim_has_few_sheets_and_all_that_a_class_needs(
    browser: Browser, address: str, language: str
) -> None:
    page, _, _ = opened(browser, address + language + LONGEST, (760, 1000), "dark")
    try:
        sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
        assert 1 < len(sheets) <= SHEETS
        page.emulate_media(media="print", color_scheme="dark")
        for part in (".lt-panel", ".lt-prose", "h2[id='since-2025-01-21']", ".lt-sheet"):
            assert page.locator(part).first.is_visible(), part
        shown = [
            e.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
            for e in page.locator(".lt-pass").all()
        ]
        assert len(shown) == 20
        assert all(shown)
        address_after = "e => getComputedStyle(e, '::after').content"
        cut = "e => getComputedStyle(e).breakInside"
        assert {fold.evaluate(cut) for fold in page.locator(".lt-fold.lt-print").all()} == {"auto"}
        link = page.locator(".lt-pass .lt-links a[href^='http']").first
        assert "http" in link.evaluate(address_after)
        whole = link.get_attribute("href")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert (
            f"{link.get_attribute('href')}#:~:text="
            == (whole or "")[: (whole or "").index("=") + 1]
        )
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert link.get_attribute("href") == whole
        assert "example.org/" in page.locator(".lt-sheet").inner_text()
        for part in (".md-header", ".md-tabs", ".md-footer", ".lt-contents", ".lt-end"):
            assert not page.locator(part).first.is_visible(), part
        assert page.locator("body").evaluate("e => getComputedStyle(e).colorScheme") == "light"
        assert page.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(28, 30, 36)"
    finally:
        page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_readers_system_decides_the_scheme_before_any_script(
    browser: Browser,
    address: str,
    scripts: bool,  # noqa: FBT001
) -> None:
    context = browser.new_context(java_script_enabled=scripts, color_scheme="dark")
    page = context.new_page()
    # the first paint is what stands before the theme's bundle has come
    page.route("**/bundle*.js", lambda route: route.abort())
    try:
        page.goto(address + LONGEST)
        background = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
        ink = page.locator("h1").evaluate("e => getComputedStyle(e).color")
        assert (background, ink) == ("rgb(26, 31, 43)", "rgb(232, 234, 240)")
    finally:
        context.close()


def test_forced_colours_reach_the_drawings(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="light")
    page = context.new_page()
    try:
        page.goto(address + LONGEST)
        ink = page.locator("h1").evaluate("e => getComputedStyle(e).color")
        for part in (".lt-chart .lt-chart-name", ".lt-chart .lt-dim"):
            assert page.locator(part).first.evaluate("e => getComputedStyle(e).fill") == ink
        stroke = page.locator(".lt-chart line").first
        assert stroke.evaluate("e => getComputedStyle(e).stroke") == ink
        assert page.locator(".lt-bead").first.evaluate("e => getComputedStyle(e).color") == ink
    finally:
        context.close()
