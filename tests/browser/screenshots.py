"""Draw pages of the built site: those of the README, or every kind of page to look at.

`make screenshots` draws the README's; `make screens` draws each kind of page at two widths, light and
dark, in every language, into build/screens/, and says how high each is and what it weighs.
"""

import gzip
import re
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM, ROOT, served

SITE = ROOT / "build" / "site"
IMAGES = ROOT / "docs" / "images"
SCREENS = ROOT / "build" / "screens"
Scheme = Literal["light", "dark"]
PICTURES: tuple[tuple[str, str, tuple[int, int], Scheme], ...] = (
    ("claim-desktop.png", "claims/api-exclusivity-on-azure/", (1280, 860), "light"),
    ("claim-phone.png", "pt-BR/claims/agi-100bn-profit-definition/", (390, 844), "dark"),
)
SIZES = ((1280, 900), (390, 844))
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_KIND = re.compile(rb'<div class="lastro lastro-([a-z-]+)"|<html lang="([\w-]+)"')


def main() -> None:
    """Serve build/site on loopback and draw; with `every`, one page of each kind."""
    with served(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if "every" in sys.argv[1:]:
            _draw_every(browser, address)
        else:
            IMAGES.mkdir(parents=True, exist_ok=True)
            for name, path, size, scheme in PICTURES:
                _draw(browser, address + path, IMAGES / name, size, scheme)
        browser.close()


def _draw_every(browser: Browser, address: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    for (language, kind), page in sorted(find_kinds(SITE).items()):
        file = SITE / page
        content = (file / "index.html" if file.is_dir() else file).read_bytes()
        heights = []
        for size in SIZES:
            for scheme in SCHEMES:
                name = f"{kind}.{language}.{size[0]}.{scheme}.png"
                heights.append(
                    _draw(browser, address + page, SCREENS / name, size, scheme, whole=True)
                )
        high = " / ".join(f"{height:,}" for height in heights[:: len(SCHEMES)])
        packed = len(gzip.compress(content, 9))
        print(  # noqa: T201 - a program
            f"{kind:14} {language:6} {high:>16} px  {len(content):>7,} bytes, {packed:>6,} packed  {page}"
        )


def find_kinds(site: Path) -> dict[tuple[str, str], str]:
    """Return the heaviest page of each kind in each language: what is wrong shows there first."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for path in site.rglob("*.html"):
        content = path.read_bytes()
        names = [a or b for a, b in _KIND.findall(content)]
        language, kind = names[0].decode(), names[1].decode() if names[1:] else "written"
        this = len(content), path.relative_to(site).as_posix().removesuffix("index.html")
        found[language, kind] = max(this, found.get((language, kind), this))
    return {key: page for key, (_, page) in found.items()}


def _draw(
    browser: Browser,
    url: str,
    file: Path,
    size: tuple[int, int],
    scheme: Scheme,
    *,
    whole: bool = False,
) -> int:
    """Draw a page, and return how high it is, in CSS pixels."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=file, full_page=whole)
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.close()
    return height


if __name__ == "__main__":
    main()
