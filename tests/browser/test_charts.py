"""Charts on phones: their text is measured, since no reader's fonts are known to the generator."""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser

from tests.support.real_records import FROZEN

CLAIMS = sorted(p.stem for p in (FROZEN / "claims").glob("*/*.yml") if p.stem != "article")
PHONES = ((320, 640), (390, 844))
SMALLEST = 12
MEASURED = """
() => [...document.querySelectorAll('svg.lt-chart')].flatMap(svg => {
  const drawn = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => text.getClientRects().length && text.getBoundingClientRect().width).map(text => {
    const box = text.getBoundingClientRect();
    const pixels = parseFloat(getComputedStyle(text).fontSize) ;
    return {words: text.textContent, pixels,
            over: Math.max(box.right - Math.min(drawn.right, innerWidth), drawn.left - box.left)};
  });
})
"""


@pytest.mark.parametrize("language", ["", "pt-BR/"])
def test_no_text_of_a_chart_is_cut_off_or_small_on_a_phone(
    browser: Browser, address: str, language: str
) -> None:
    page = browser.new_page()
    faults, seen = [], 0
    try:
        for claim in CLAIMS:
            page.goto(f"{address}{language}claims/{claim}/")
            for width, height in PHONES:
                page.set_viewport_size({"width": width, "height": height})
                for text in page.evaluate(MEASURED):
                    seen += 1
                    if text["over"] > 0.5 or text["pixels"] < SMALLEST:
                        faults.append((claim, width, text))
    finally:
        page.close()
    assert faults == []
    assert seen > len(PHONES) * len(CLAIMS)


def test_the_scale_is_read_from_top_to_bottom_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 780})
    try:
        page.goto(f"{address}pt-BR/method/")
        row = page.locator("#rating-superseded")
        boxes = [cell.bounding_box() for cell in row.locator("th, td").all()]
        found = [box for box in boxes if box is not None]
        assert len(found) == len(boxes) == 4
        for above, below in pairwise(found):
            assert below["y"] >= above["y"] + above["height"] - 1
        assert all(box["x"] + box["width"] <= 320 for box in found)
        assert all(box["width"] > 200 for box in found)
        region = page.locator("#scale")
        assert region.evaluate("e => e.scrollWidth <= e.clientWidth")
    finally:
        page.close()
