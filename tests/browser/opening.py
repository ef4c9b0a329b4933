"""A page as a reader opens it, watched for errors and for requests to other hosts."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def opened(
    browser: Browser, url: str, size: tuple[int, int], scheme: Scheme
) -> tuple[Page, list[str], list[str]]:
    """Open a page; return it with its console errors and its requests to other hosts."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
    )
    page = context.new_page()
    errors: list[str] = []
    foreign: list[str] = []
    host = urlsplit(url).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            errors.append(message.text)

    def on_request(request: Request) -> None:
        if urlsplit(request.url).netloc not in {host, ""}:
            foreign.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", on_request)
    page.goto(url, wait_until="networkidle")
    return page, errors, foreign
