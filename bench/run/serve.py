"""How long a person who writes waits: from saving a claim to the changed page in Chromium.

    python -m bench.run.serve --claims 2000
    python -m bench.run.serve --site .

Starts `lastro serve` on a copy of a site, opens the page of a claim, and saves the claim again and
again as an editor does, each time with another first word of its answer. The clock runs from the
save until Chromium has drawn the page with that word; the first save is not counted, as the first
page of a browser is not.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import rich_click as click
from playwright.sync_api import Page, sync_playwright

from bench.lib.measuring import end_with_order
from bench.lib.sites import write

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAUSE = 4.0
"""Seconds between two saves: few write faster, and the server does meanwhile what can wait."""
DRAWN = """word => document.body?.innerText.includes(word) &&
  new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))"""
"""True once a page with this word is on the screen."""
_ANSWER = re.compile(r"^ +short:\n +en: \"?", re.MULTILINE)


@contextmanager
def served(root: Path) -> Iterator[tuple[str, int]]:
    """Serve a site while it is written; hand out its address and the number of the process."""
    command = [sys.executable, "-u", "-m", "lastro", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = (re.search(r"serving (http://127\.0\.0\.1:\d+/)", line) for line in process.stdout)
        found = next(found for found in said if found)
        # the server says something after each save: somebody has to read it
        threading.Thread(target=process.stdout.read, daemon=True).start()
        try:
            yield found[1], process.pid
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def cpu_of(process: int) -> float:
    """Return the processor seconds that a running process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def save(path: Path, text: str) -> None:
    """Put a whole file in place of another one, as editors do."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def measured(root: Path, address: str, process: int, page: Page, saves: int) -> dict[str, float]:
    """Save a claim so many times; return seconds until its page was drawn, and of the processor."""
    texts = ((p, p.read_text(encoding="utf-8")) for p in sorted(root.glob("claims/*/*.yml")))
    claim, text, end = next((p, t, m.end()) for p, t in texts if (m := _ANSWER.search(t)))
    page.goto(
        f"{address}claims/{claim.stem}/", wait_until="load"
    )  # it never rests: it asks for newer ones
    walls, cpus = [], []
    for number in range(saves + 1):
        word = f"Saved{number:03}"
        time.sleep(PAUSE)
        before, started = cpu_of(process), time.perf_counter()
        save(claim, f"{text[:end]}{word} {text[end:]}")
        page.wait_for_function(DRAWN, arg=word, timeout=60_000)
        walls.append(time.perf_counter() - started)
        cpus.append(cpu_of(process) - before)
    return {
        "median": median(walls[1:]),
        "min": min(walls[1:]),
        "max": max(walls[1:]),
        "cpu": median(cpus[1:]),
    }


@click.command(help=__doc__)
@click.option("--claims", default=2_000, show_default=True)
@click.option(
    "--site",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The site to copy, instead of an invented one.",
)
@click.option("--saves", default=20, show_default=True)
def main(*, claims: int, site: Path | None, saves: int) -> None:
    """Save, wait, and print what it took."""
    end_with_order()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        if site:
            shutil.copytree(site, root, ignore=shutil.ignore_patterns("build", ".git", ".venv"))
        else:
            write(root, claims, ("en",))
        with served(root) as (address, process), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            took = measured(root, address, process, browser.new_page(), saves)
            browser.close()
    words = "  ".join(f"{name} {seconds:.3f} s" for name, seconds in took.items())
    click.echo(f"{site or claims}, {saves} saves: {words}")


if __name__ == "__main__":
    main()
