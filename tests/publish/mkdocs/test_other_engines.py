"""Other engines make the same pages: addresses, anchors, links and words of what a reader reads."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import html5lib
import pytest

from lastro.errors import LastroError
from lastro.publish.mkdocs.other_engines import describe, fit, run
from tests.support.little_docs import DOCS
from tests.support.little_site import FILES, TODAY, write_files

ENGINES = ("properdocs", "zensical")
WRITTEN = (
    "# About\n\nRead the [rules](rules/index.md), [how](method.md) and"
    ' <a href="../claims/">all claims</a>.\n\n## Who pays\n\nNobody {{ yet }}.\n'
)


class Read(NamedTuple):
    """What a reader gets of a page."""

    ids: list[str]
    links: list[str]
    words: list[str]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    built = {}
    for engine in ("mkdocs", *ENGINES):
        if find_spec(engine) is None:
            assert not os.environ.get("CI"), f"{engine} is not installed"
            continue
        root = tmp_path_factory.mktemp(engine)
        docs = {**DOCS, "docs/en/about.md": WRITTEN, "docs/pt-BR/about.md": WRITTEN}
        settings = f"{FILES['lastro.yml']}engine: {engine}\n"
        write_files(root, {**FILES, **docs, "lastro.yml": settings})
        command = [sys.executable, "-m", "lastro", "build", "--today", TODAY]
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        built[engine] = root / "build" / "site"
    return built


def read(page: Path) -> Read:
    document = html5lib.parse(page.read_bytes(), namespaceHTMLElements=False)
    article = next(document.iter("article"))
    found = Read([], [], " ".join("".join(article.itertext()).split()).split())
    for element in article.iter():
        # the theme of Zensical lets its skip link lead to an anchor of its own
        if element.get("id", "__skip") != "__skip":
            found.ids.append(element.get("id", ""))
        if element.get("href"):
            found.links.append(element.get("href", ""))
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_makes_the_same_pages(sites: Mapping[str, Path], engine: str) -> None:
    if engine not in sites:
        pytest.skip(f"{engine} is not installed")
    wanted = {p.relative_to(sites["mkdocs"]): p for p in sites["mkdocs"].rglob("*.html")}
    found = {p.relative_to(sites[engine]): p for p in sites[engine].rglob("*.html")}
    assert sorted(found) == sorted(wanted)
    shown = [path for path in wanted if path.parts[0] != "embed"]
    assert len(shown) > 40
    assert {p: read(found[p]) for p in shown} == {p: read(wanted[p]) for p in shown}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_adds_no_file_but_those_of_its_theme(
    sites: Mapping[str, Path], engine: str
) -> None:
    if engine not in sites:
        pytest.skip(f"{engine} is not installed")
    files = [
        {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
        for site in (sites["mkdocs"], sites[engine])
    ]
    more = {path for path in files[1] - files[0] if not path.startswith("assets/")}
    assert (more, {path for path in files[0] - files[1] if not path.startswith("assets/")}) == (
        set(),
        set(),
    )


def test_zensical_counts_the_links_of_a_page_s_own_html_from_the_file() -> None:
    html = b'<a href="../claims/">x</a><img src="a.png"><a href="#here"><a href="/x"><a href="https://x">'
    assert fit("about.md", html, "zensical") == (
        b'<a href="claims/">x</a><img src="about/a.png"><a href="#here"><a href="/x"><a href="https://x">'
    )
    assert fit("index.md", html, "zensical") == html
    assert fit("about.md", html, "properdocs") == html
    assert fit("a.css", html, "zensical") == html


def test_an_engine_that_is_not_installed_is_named_with_what_to_do() -> None:
    with pytest.raises(LastroError, match="asks for no-engine, which is not installed") as told:
        describe("no-engine")
    assert told.value.hint == "install it: pip install no-engine"


def test_what_an_engine_says_is_told(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.en.yml").write_text("{}", encoding="utf-8")
    with pytest.raises(LastroError, match=re.escape("could not be built by no_engine: ")):
        run(tmp_path / "mkdocs.en.yml", "no_engine")
