"""Every id that was ever published answers: a page at each retired address leads on."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from lastro.artifacts import Page
from lastro.commands import main
from lastro.loading.load import load
from lastro.render.pages.every import pages
from lastro.site.derive import derive
from tests.support.builders import LANGUAGES, article, claim, corpus, source
from tests.support.linked_site import LINKED, TODAY
from tests.support.little_docs import DOCS
from tests.support.little_site import write_files

WITHDRAWN = {"on": "2025-04-01", "reason": {"en": "It was wrong.", "pt-BR": "Estava errado."}}
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
NAMES: dict[str, str | dict[str, str]] = {
    "articles/old-times/": "Quays closed, and nobody asked the fishers",
    "claims/quays-shut/": {
        "en": "The quays of Aldera are closed on Sundays.",
        "pt-BR": "Os cais de Aldera fecham aos domingos.",
    },
    "sources/log-2024/": "Log of the harbour",
}
TARGETS = {
    "articles/old-times/": "articles/harbour-times/",
    "claims/quays-shut/": "claims/quays-are-closed/",
    "sources/log-2024/": "sources/harbour-log/",
}


@cache
def moved(language: str) -> dict[str, Page]:
    records = corpus(
        article(former_ids=["old-times"]),
        claim(former_ids=["quays-shut", "quays-are-closed"], withdrawn=WITHDRAWN),
        source(former_ids=["log-2024"]),
        source(id="copy", url="https://copy.example.org/", former_ids=["log-2024", "harbour-log"]),
    )
    site = derive(records, date(2025, 4, 1), draft=False, url="https://check.example.org/")
    return {page.path: page for page in pages(site, language) if page.kind == "moved"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_retired_id_has_one_page_and_an_id_in_use_has_none(language: str) -> None:
    assert sorted(moved(language)) == [
        "articles/old-times/",
        "claims/quays-shut/",
        "sources/log-2024/",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sorted(NAMES))
def test_it_leads_on_with_words_a_refresh_and_a_canonical_address(language: str, path: str) -> None:
    page = moved(language)[path]
    named = NAMES[path]
    name = named if isinstance(named, str) else named[language]
    target = TARGETS[path] if path != "sources/log-2024/" else page.target
    said = {"en": "This page has a new address: ", "pt-BR": "Esta página tem um novo endereço: "}
    assert page.body == f'<p>{said[language]}<a href="../../{target}">{name}</a></p>\n'.rstrip("\n")
    assert page.head == f'<meta http-equiv="refresh" content="0; url=../../{target}">'
    prefix = "" if language == "en" else "pt-BR/"
    assert page.canonical == f"https://check.example.org/{prefix}{target}"
    assert page.target == target
    assert page.listed is False
    assert page.found_as == ("", "")
    assert page.title == {"en": f"Moved: {name}", "pt-BR": f"Mudou de endereço: {name}"}[language]


def test_names_with_marks_stay_text() -> None:
    records = corpus(
        article(title='A <b>"bold"</b> & {title}', former_ids=["old"]), claim(), source()
    )
    site = derive(records, date(2025, 4, 1), draft=False, url="https://check.example.org/")
    page = next(page for page in pages(site, "en") if page.kind == "moved")
    told = "A &lt;b&gt;&#34;bold&#34;&lt;/b&gt; &amp; {title}"
    assert page.title == page.heading == f"Moved: {told}"
    assert f">{told}</a>" in page.body


def test_after_a_rename_both_languages_of_the_built_site_answer_at_the_old_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, LINKED)
    write_files(tmp_path, DOCS)
    monkeypatch.chdir(tmp_path)
    for kind, old, new in (
        ("article", "harbour", "quays-2026"),
        ("claim", "gates-locked", "gates"),
        ("source", "port-blog", "walks"),
    ):
        run("rename", kind, old, new, "--today", TODAY)
    run("merge", "claim", "quays-closed", "into", "gates", "--today", TODAY, "--dry-run")
    run("build", "--today", TODAY)
    site = tmp_path / "build/site"
    for language in ("", "pt-BR/"):
        for old, new in (
            ("articles/harbour", "articles/quays-2026"),
            ("claims/gates-locked", "claims/gates"),
            ("sources/port-blog", "sources/walks"),
        ):
            html = (site / language / old / "index.html").read_text(encoding="utf-8")
            assert CANONICAL.findall(html) == [f"https://example.org/{language}{new}/"]
            assert f'<meta http-equiv="refresh" content="0; url=../../{new}/">' in html
            assert f'href="../../{new}/"' in html
            assert (site / language / new / "index.html").is_file()
        sitemap = (site / language / "sitemap.xml").read_text(encoding="utf-8")
        assert "/gates/</loc>" in sitemap
        assert "gates-locked" not in sitemap
    assert load(tmp_path).corpus is not None


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
