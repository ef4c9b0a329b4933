"""The table of claims: complete without a script, sorted and narrowed with one."""

from playwright.sync_api import Browser, Page

from tests.browser.opening import opened

WIDE = (1280, 900)
CLAIMS = "pt-BR/claims/"
SHOWN = "table.lt-claims tbody tr:visible"


def first_claim(page: Page) -> str:
    return page.locator(f"{SHOWN} th a").first.inner_text()


def test_a_reader_narrows_the_table_by_words_and_by_rating(browser: Browser, address: str) -> None:
    page, errors, foreign = opened(browser, address + CLAIMS, WIDE, "light")
    try:
        count = page.locator("form.lt-filters output")
        whole = page.locator(SHOWN).count()
        assert count.inner_text() == f"{whole} de {whole} afirmações"
        page.select_option("select[name=rating]", "superseded")
        page.fill("form.lt-filters input[name=q]", "API EXCLUSIVA")
        assert "API da OpenAI" in first_claim(page)
        assert count.inner_text() == f"1 de {whole} afirmações"
        page.click("form.lt-filters button[type=reset]")
        page.wait_for_function(
            f"() => !document.querySelector('{SHOWN.split(':', maxsplit=1)[0]}[hidden]')"
        )
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


def test_a_reader_who_comes_back_finds_the_table_as_narrowed(
    browser: Browser, address: str
) -> None:
    page, errors, _ = opened(browser, address + CLAIMS, WIDE, "light")
    try:
        page.select_option("select[name=rating]", "superseded")
        page.fill("form.lt-filters input[name=q]", "API exclusiva")
        page.wait_for_url("**/claims/?q=API+exclusiva&rating=superseded")
        page.locator(f"{SHOWN} th a").first.click()
        page.go_back(wait_until="networkidle")
        assert page.input_value("form.lt-filters input[name=q]") == "API exclusiva"
        assert page.input_value("select[name=rating]") == "superseded"
        assert page.locator(SHOWN).count() == 1
        page.click("form.lt-filters button[type=reset]")
        page.wait_for_url("**/claims/")
        assert errors == []
    finally:
        page.context.close()


def test_a_column_sorts_both_ways_by_keyboard(browser: Browser, address: str) -> None:
    page, _, _ = opened(browser, address + CLAIMS, WIDE, "light")
    try:
        button = page.locator("thead button").last
        fewest_first = []
        for order in ("ascending", "descending"):
            button.press("Enter")
            assert page.locator("thead [aria-sort]").get_attribute("aria-sort") == order
            numbers = [int(cell) for cell in page.locator("tbody td:last-child").all_inner_texts()]
            fewest_first.append(numbers == sorted(numbers, reverse=order == "descending"))
        assert fewest_first == [True, True]
    finally:
        page.context.close()


def test_without_a_script_the_table_is_whole_and_no_form_stands_there(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(address + CLAIMS)
        assert page.locator(SHOWN).count() > 20
        assert not page.locator("form.lt-filters").is_visible()
    finally:
        context.close()


def test_on_a_phone_the_claim_asked_for_is_one_screen_and_one_tap_from_home(
    browser: Browser, address: str
) -> None:
    page, _, _ = opened(browser, f"{address}pt-BR/", (390, 844), "light")
    try:
        link = page.locator("a", has_text="API da OpenAI").first
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 2 * 844
        link.click()
        page.wait_for_url("**/claims/api-exclusivity-on-azure/")
        page.goto(f"{address}pt-BR/sources/")
        assert page.evaluate("document.documentElement.scrollHeight") <= 6_000
    finally:
        page.context.close()
