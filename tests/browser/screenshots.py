"""Draw the pictures of the README from the built site: `make screenshots`."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM, ROOT, served

SITE = ROOT / "build" / "site"
IMAGES = ROOT / "docs" / "images"
Scheme = Literal["light", "dark"]
PICTURES: tuple[tuple[str, str, tuple[int, int], Scheme], ...] = (
    ("claim-desktop.png", "claims/api-exclusivity-on-azure/", (1280, 860), "light"),
    ("claim-phone.png", "pt-BR/claims/agi-100bn-profit-definition/", (390, 844), "dark"),
)


def main() -> None:
    """Serve build/site on loopback and write each picture into docs/images/."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, path, (width, height), scheme in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(f"{address}{path}", wait_until="networkidle")
            page.screenshot(path=Path(IMAGES, name))
        browser.close()


if __name__ == "__main__":
    main()
