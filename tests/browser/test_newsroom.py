"""A newsroom that has the wheel and no clone: from an empty folder to its first claim, looked at in Chromium.

The environment is fresh and lies outside of the repository; its packages are those that the tests have
already, so that no run waits for a registry.
"""

import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from tests.support.folders import ROOT

TODAY = ("--today", "2026-12-01")


class Said(NamedTuple):
    """What one newsroom says, in its language."""

    tag: str
    name: str
    outlet: str
    words: str
    claim: str
    passage: str
    short: str
    because: str
    not_checked: str
    heading: str
    direction: str


NEWSROOMS = [
    Said(
        "es", "La Lupa", "El Diario", "El puente abrió en mayo de 2026", "El puente nuevo abrió en mayo de 2026.",
        "Se abre el puente el 18 de mayo de 2026.", "El acta da el 18 de mayo.",
        "El acta de apertura lleva ese día [@record, 1].", "No vimos el puente.", "Nuestro veredicto", "ltr",
    ),
    Said(
        "ar", "العدسة", "الجريدة", "افتُتح الجسر في مايو 2026", "افتُتح الجسر الجديد في مايو 2026.",
        "يُفتتح الجسر في 18 مايو 2026.", "يذكر المحضر 18 مايو.",
        "يحمل محضر الافتتاح ذلك اليوم [@record, 1].", "لم نر الجسر.", "حكمنا", "rtl",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment, and return its `lastro`."""
    folder = tmp_path_factory.mktemp("wheel")
    made = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*made, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv/bin/python"
    (packages,) = (folder / "venv/lib").glob("python3*/site-packages")
    there = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "shared.pth").write_text("\n".join(there))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--ignore-installed"]
    subprocess.run([*pip, *options, str(wheel)], check=True, capture_output=True)
    return folder / "venv/bin/lastro"


def run(lastro: Path, site: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [lastro, *words], cwd=site, capture_output=True, encoding="utf-8", check=False
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(params=NEWSROOMS, ids=lambda said: said.tag)
def said(request: pytest.FixtureRequest) -> Said:
    found: Said = request.param
    return found


@pytest.fixture
def site(tmp_path: Path, installed: Path, said: Said) -> Path:
    """Start a site and build it: two commands."""
    more = ("--name", said.name, "--url", "https://desk.test/", "--language", said.tag)
    code, out = run(installed, tmp_path, "init", "facts", "--yes", *more, *TODAY)
    assert (code, out.splitlines()[1]) == (0, "next: cd facts && lastro build")
    code, out = run(installed, tmp_path / "facts", "build", *TODAY)
    assert (code, "into build/site" in out) == (0, True)
    return tmp_path / "facts"


def first_claim(lastro: Path, site: Path, said: Said) -> Path:
    """Write article, source and claim: three commands, which leave nothing to write."""
    outlet = ("--lang", said.tag, "--publisher", said.outlet, "--published", "2026-05-20")
    article = ("https://outlet.test/bridge", "--title", said.words, *outlet, "--why", said.claim)
    code, _ = run(lastro, site, "new", "article", *article, "--id", "bridge", *TODAY)
    assert code == 0
    record = ("--title", said.passage, "--publisher", "unknown", "--published", "2026-05-18")
    kind = ("--lang", said.tag, "--type", "filing", "--kind", "primary", "--origin", "office")
    reading = ("--party", "", "--read-by", said.name, "--read-extent", "whole", "--id", "record")
    told = run(
        lastro, site, "new", "source", "https://office.test/1", *record, *kind, *reading, *TODAY
    )
    assert told[1].startswith("created sources/record.yml   nothing left to write")
    what = ("--quote", said.words, "--claim", said.claim, "--claimant", said.outlet)
    who = ("--claimant-kind", "organization", "--party", "Office", "--nature", "fact")
    passage = (
        "--source",
        "record",
        "--stance",
        "supports",
        "--passage",
        said.passage,
        "--where",
        "1",
    )
    when = ("--speaks-of", "", "--rating", "supported", "--looked-until", "2026-12-01")
    why = ("--short", said.short, "--because", said.because, "--not-checked", said.not_checked)
    rest = (
        "--volatility",
        "fixed",
        "--topic",
        "bridges",
        "--by",
        said.name,
        "--id",
        "bridge-opened",
    )
    claim = ("--article", "bridge", *what, *who, *passage, *when, *why, *rest)
    told = run(lastro, site, "new", "claim", *claim, *TODAY)
    assert told[1].startswith("created claims/bridge/bridge-opened.yml   nothing left to write")
    return site / "claims/bridge/bridge-opened.yml"


def test_a_claim_is_written_a_mistake_is_told_and_mended(
    installed: Path, site: Path, said: Said
) -> None:
    path = first_claim(installed, site, said)
    assert run(installed, site, "check", *TODAY)[1].startswith("no problems in 7 files.")
    sound = path.read_text("utf-8")
    path.write_text(
        re.sub(r"(    quote: ).*", rf"\1“{said.outlet}: {said.passage}”", sound), "utf-8"
    )
    code, out = run(installed, site, "check", *TODAY)
    assert (code, out.splitlines()[:2]) == (
        1,
        [
            "claims/bridge/bridge-opened.yml:17:12",
            "error yaml-syntax: to YAML '“' and '”' are letters of the text, and no quote marks",
        ],
    )
    code, out = run(installed, site, "check", "--fix", *TODAY)
    assert (code, out.splitlines()[0]) == (
        0,
        "fixed yaml-syntax in claims/bridge/bridge-opened.yml:17",
    )
    assert f'    quote: "{said.outlet}: {said.passage}"\n' in path.read_text("utf-8")


@pytest.fixture
def served(installed: Path, site: Path) -> Iterator[str]:
    served = [str(installed), "serve", "--port", "0"]
    with subprocess.Popen(served, cwd=site, stdout=subprocess.PIPE, encoding="utf-8") as running:
        assert running.stdout
        address = next(
            found[0] for line in running.stdout if (found := re.search(r"http://\S+/", line))
        )
        yield address
        running.terminate()


def test_the_pages_are_shown_in_the_language_of_the_newsroom(
    installed: Path, site: Path, said: Said, *, served: str, browser: Browser
) -> None:
    first_claim(installed, site, said)
    assert run(installed, site, "build", *TODAY)[0] == 0
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{(site / 'build/site').as_uri()}/claims/bridge-opened/index.html")
    shown = page.evaluate(
        "[document.documentElement.lang, getComputedStyle(document.body).direction]"
    )
    assert shown == [said.tag, said.direction]
    assert page.locator("h1").inner_text() == said.claim
    assert said.heading in page.locator("main").inner_text()
    page.screenshot(path=site / "claim.png")
    page.close()
    with urlopen(served) as answer:  # noqa: S310 - loopback
        assert said.name in answer.read().decode()


def test_a_proposal_is_judged_in_a_clone_by_what_is_published(
    installed: Path, site: Path, said: Said, tmp_path: Path
) -> None:
    git = ["git", "-c", "user.name=desk", "-c", "user.email=desk@desk.test"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Start"]):
        subprocess.run([*git, *words], cwd=site, check=True)
    fork = tmp_path / "fork"
    subprocess.run(["git", "clone", "-q", str(site), str(fork)], check=True)
    path = first_claim(installed, fork, said)
    text = path.read_text("utf-8").replace("kind: organization", "kind: org")
    path.write_text(text.replace("rating: supported", "rating: refuted"), "utf-8")
    (fork / "locales").mkdir()
    (fork / "locales" / f"{said.tag}.yml").write_text("no map")
    judge, summary = site / ".github/judge.py", tmp_path / "summary.md"
    python = installed.with_name("python")
    done = subprocess.run(
        [python, "-P", "-s", str(judge), str(site), str(fork), str(summary)],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "error value-unknown: 'org' is not a value of 'kind'" in done.stdout
    assert summary.read_text("utf-8").startswith("## Record check: 1 error in 3 changed records")
