"""Search as readers meet it: what is found, what they are told, and with which keys."""

import shutil
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from lastro.publish.search import index_files
from lastro.system.output import write_tree
from lastro.text.grams import index_texts, rank
from tests.browser.chromium import served
from tests.browser.opening import AXE, SCHEMES, Scheme, opened

LANGUAGES = ("", "pt-BR/")
DESKTOP = (1280, 900)


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
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_function("() => /[0-9.]$/.test(document.querySelector('.lt-count').textContent)")
    return page.locator(".lt-count").inner_text()


def shown(page: Page, kind: str = "claims") -> list[str]:
    """Return the ids of what is shown of a kind, in its order."""
    entries = page.locator(f"[data-kind={kind}]:not([hidden]) li").all()
    return [str(e.locator("a").first.get_attribute("href")).split("/")[-2] for e in entries]


@pytest.mark.parametrize(
    ("language", "query", "found"),
    [
        ("", "lucros", "claims/agi-100bn-profit-definition"),
        ("pt-BR/", "lucros", "claims/agi-100bn-profit-definition"),
        ("", "bilhoes em lucros", "claims/agi-100bn-profit-definition"),
        ("", "exclusivdade", "claims/api-exclusivity-on-azure"),
        ("pt-BR/", "exclusivdade", "claims/api-exclusivity-on-azure"),
        ("pt-BR/", "exclusivdade", "topics/exclusivity"),
        ("", "Bedrock", "sources/stratechery-bedrock"),
        ("", "thelegendofhanuman", "publishers/thelegendofhanuman-in"),
        ("", "provedora de nuvem", "articles/openai-azure-2025-01"),
        ("pt-BR/", "microsoft", "claimants/microsoft"),
    ],
)
def test_it_is_found(browser: Browser, address: str, language: str, query: str, found: str) -> None:
    page, errors, foreign = opened(browser, f"{address}{language}search/", DESKTOP, "light")
    try:
        searched(page, query)
        kind, wanted = found.split("/")
        assert wanted in shown(page, kind)
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


def test_a_result_shows_then_and_now_and_the_words_in_their_language(
    browser: Browser, address: str
) -> None:
    page, _, _ = opened(browser, f"{address}search/?q=exclusive%20azure", DESKTOP, "light")
    try:
        page.wait_for_selector("[data-kind=claims] li")
        first = page.locator("[data-kind=claims] li").first
        assert first.locator("a").get_attribute("href") == "../claims/api-exclusivity-on-azure/"
        assert first.locator("i.lt-shape, .lt-shape").count() == 2
        assert first.locator(".lt-rating").all_inner_texts() == ["As attributed", "Superseded"]
        quote = first.locator(".lt-said q")
        assert quote.get_attribute("lang") == "pt-BR"
        assert "exclusiva" in quote.locator("mark").all_inner_texts()
        assert page.locator("#q").input_value() == "exclusive azure"
    finally:
        page.context.close()


@pytest.mark.parametrize(
    ("language", "query", "told"),
    [
        ("", "exclusivdade azure", "Nothing with “exclusivdade”. Shown instead: exclusivity azure. R"),
        ("pt-BR/", "exclusivdade", "Nada com “exclusivdade”. Mostramos: exclusividade. R"),
        ("", "azure zzzyx", "Nothing with “zzzyx”. Shown instead: azure. R"),
        ("", "exclus", "Results: "),
        ("", "zzzyx", "Nothing found. Try other words, or one of the lists below."),
        ("", "em que", "Words like these stand in almost every text. Add one that says what it is about."),
        ("pt-BR/", "the of", "Palavras assim aparecem em quase todo texto. Acrescente uma que diga do que se trata."),
    ],
)  # fmt: skip
def test_the_reader_is_told_what_was_found_instead(
    browser: Browser, address: str, language: str, query: str, told: str
) -> None:
    page, _, _ = opened(browser, f"{address}{language}search/", DESKTOP, "light")
    try:
        assert searched(page, query).startswith(told)
        assert page.locator(".lt-count").get_attribute("role") == "status"
    finally:
        page.context.close()


def test_search_is_used_by_keyboard_alone(browser: Browser, address: str) -> None:
    page, errors, foreign = opened(browser, f"{address}search/", DESKTOP, "light")
    try:
        tab_to(page, "q")
        page.keyboard.type("openai")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-kind=claims] .lt-next:not([hidden])")
        assert page.locator("#q").input_value() == "openai"
        assert len(shown(page)) == 10
        tab_to(page, "Show more")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "() => document.querySelectorAll('[data-kind=claims] li').length > 10"
        )
        eleventh = page.locator("[data-kind=claims] li").nth(10).locator("a").inner_text()
        assert focused(page) == eleventh
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}claims/*/")
        page.go_back()
        page.wait_for_selector("[data-kind=claims] li")
        assert page.url == f"{address}search/?q=openai"
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


def test_what_a_reader_types_and_what_an_index_lacks_are_no_markup_and_no_error(
    browser: Browser, address: str
) -> None:
    page, errors, _ = opened(browser, f"{address}search/", DESKTOP, "light")
    try:
        assert searched(page, "<b>azure</b><img onerror=alert(1)>").startswith("Nothing with “")
        assert page.locator(".lt-found :is(img, script), .lt-count *").count() == 0
        page.route("**/grams/*", lambda route: route.abort())
        searched(page, "quantum")
        told = page.locator(".lt-count").inner_text()
        assert told == "Search does not answer. The lists below lead to every claim."
        assert [error for error in errors if "ERR_FAILED" not in error] == []
    finally:
        page.context.close()


ALPHABET = (
    "exclusiva",
    "exclusividade",
    "bilhões",
    "ação",
    "quay",
    "quays",
    "straße",
    "fim",
    "東京都の港",
    "港の使用料",
    "2030",
    "ai",
)
QUERIES = ("exclusivdade", "bilhoes acao", "quay 2030", "東京", "の使用", "AI QUAYS", "ação quay ai 2030", "straße ﬁm")  # fmt: skip


def test_the_script_ranks_as_the_commands_do(browser: Browser, built: Path, tmp_path: Path) -> None:
    random = Random(7)  # noqa: S311 - texts, not secrets
    fillers = ["".join(random.choices("aeioubcdlmnprst", k=6)) for _ in range(60)]
    texts = [
        " ".join(random.choices([*ALPHABET, *fillers], k=random.randint(2, 9))) for _ in range(300)
    ]
    entries = {
        f"claims/c{n:03}/": (text, "", f'<h3><a href="../claims/{n}/">{text}</a></h3>')
        for n, text in enumerate(texts)
    }
    shutil.copytree(built / "assets", tmp_path / "assets")
    write_tree(
        tmp_path / "search",
        dict(index_files(entries)) | {"index.html": (built / "search/index.html").read_bytes()},
    )
    index = index_texts(texts)
    with served(tmp_path) as root:
        page, errors, _ = opened(browser, f"{root}search/", DESKTOP, "light")
        assert all(rank(index, query) for query in QUERIES)
        for query in QUERIES:
            told = searched(page, query)
            ranked = [str(number) for number, _ in rank(index, query)]
            assert told.endswith(f" {len(ranked)}."), query
            assert shown(page) == ranked[:10], query
        assert errors == []
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [DESKTOP, (390, 844)])
def test_results_are_accessible_and_fit(
    browser: Browser, address: str, language: str, scheme: Scheme, size: tuple[int, int]
) -> None:
    query = f"{address}{language}search/?q=exclusivdade%20azure"
    page, errors, foreign = opened(browser, query, size, scheme)
    try:
        page.wait_for_selector("[data-kind=claims] li")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.evaluate(AXE)
        violations = page.evaluate("axe.run().then(found => found.violations)")
        assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in violations] == []
        assert (errors, foreign) == ([], [])
    finally:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_every_page_leads_to_the_search_of_its_language(
    browser: Browser, address: str, language: str
) -> None:
    page, errors, _ = opened(browser, f"{address}{language}topics/azure/", (360, 780), "light")
    try:
        page.locator("header a[href$='search/']").click()
        page.wait_for_url(f"{address}{language}search/")
        assert errors == []
    finally:
        page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_home_hands_its_words_to_the_search(browser: Browser, address: str, script: bool) -> None:  # noqa: FBT001
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    try:
        page.goto(address)
        page.locator("#q").fill("lucros")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}search/?q=lucros")
        if script:
            page.wait_for_selector("[data-kind=claims] li")
            return
        said = page.locator("noscript p")
        assert said.inner_text().startswith("Search needs JavaScript.")
        assert said.bounding_box() is not None
        for name in ("topics", "ratings", "claimants", "publishers", "articles", "claims"):
            assert page.locator(f"section a[href='../{name}/']").is_visible()
    finally:
        context.close()


def test_the_script_is_small(built: Path) -> None:
    assert len((built / "assets/search.js").read_bytes()) <= 6_144
