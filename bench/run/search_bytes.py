"""What a reader's first search fetches, and the later ones, as the server sends it.

    python -m bench.run.search_bytes --claims 10000

Publishes an invented site, serves it on loopback, and searches in Chromium for words of some claims
and for a slip. Counts what goes over the wire after the page of the search has loaded, headers
included; the server compresses nothing, so that a real one sends less.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import rich_click as click
import yaml
from playwright.sync_api import Page, sync_playwright

from bench.lib.measuring import end_with_order
from bench.lib.sites import write
from bench.peers import lastro

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SEARCHES = 4


class Counting(SimpleHTTPRequestHandler):
    """Serves files and adds up what it sends."""

    sent = 0

    def setup(self) -> None:
        """Count each write of an answer."""
        super().setup()
        put = self.wfile.write

        def counted(data: Any) -> int:
            Counting.sent += len(data)
            return put(data)

        self.wfile.write = counted  # type: ignore[method-assign]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback meanwhile, and hand out its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def words_of(site: Path) -> list[str]:
    """Take the longest word of the text of some claims, far from each other in the order of ids."""
    paths = sorted(site.glob("claims/*/claim-*.yml"))
    found = []
    for path in paths[:: max(1, len(paths) // SEARCHES)][:SEARCHES]:
        claim = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        found.append(max(next(iter(claim["claim"].values())).split(), key=len).strip(".,"))
    return found


def fetched(page: Page, do: str) -> int:
    """Do what makes the page search, wait for its answer, and return the bytes sent meanwhile."""
    before = Counting.sent
    page.evaluate("document.querySelector('.lt-count').textContent = ''")
    page.locator("#q").fill(do)
    page.keyboard.press("Enter")
    page.wait_for_function("() => /[0-9.]$/.test(document.querySelector('.lt-count').textContent)")
    page.wait_for_load_state("networkidle")
    return Counting.sent - before


@click.command()
@click.option("--claims", default=10_000, show_default=True)
def main(claims: int) -> None:
    """Measure what searches fetch."""
    end_with_order()
    chromium = shutil.which("chromium") or sys.exit(
        "chromium is not there: apt-get install chromium"
    )
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        site = Path(name)
        write(site, claims, ("en",))
        command = [*lastro.BUILD, "--publish"]
        subprocess.run(command, cwd=site, check=True, stdout=subprocess.DEVNULL)
        with served(site / "build" / "site") as address, sync_playwright() as started:
            browser = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            page = browser.new_page()
            page.goto(f"{address}search/", wait_until="networkidle")
            opened = Counting.sent
            words = words_of(site)
            searches = [" ".join(words[:3]), *words, words[-1][:3] + words[-1][4:]]
            told = [{"for": do, "bytes": fetched(page, do)} for do in searches]
            browser.close()
    click.echo(json.dumps({"claims": claims, "page_bytes": opened, "searches": told}))


if __name__ == "__main__":
    main()
