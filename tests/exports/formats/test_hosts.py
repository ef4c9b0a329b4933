"""What hosts and crawlers read: every page may be found, and a former id leads on."""

from datetime import date

from lastro.exports.registry import find_formats
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.site.derive import derive
from tests.support.builders import article, claim, corpus, source
from tests.support.exported_files import exported_files


def made(*records: Claim | Source, url: str = "https://x.example.org/") -> dict[str, str]:
    site = derive(corpus(article(), *records), date(2025, 7, 1), url=url)
    files = exported_files(site, {"hosts": find_formats()["hosts"]})
    return {path: content.decode() for path, content in files.items()}


def test_everything_may_be_visited_and_each_language_has_a_sitemap() -> None:
    assert made(claim(), source()) == {
        "robots.txt": "User-agent: *\nAllow: /\n\n"
        "Sitemap: https://x.example.org/sitemap.xml\n"
        "Sitemap: https://x.example.org/pt-BR/sitemap.xml\n"
    }


def test_each_former_id_leads_to_the_page_in_its_language() -> None:
    found = made(
        claim(former_ids=["shut", "quays"]),
        source(former_ids=["log"]),
        url="https://x.example.org/c/",
    )
    assert found["_redirects"].splitlines() == [
        "/c/claims/quays/ /c/claims/quays-are-closed/ 301",
        "/c/claims/shut/ /c/claims/quays-are-closed/ 301",
        "/c/pt-BR/claims/quays/ /c/pt-BR/claims/quays-are-closed/ 301",
        "/c/pt-BR/claims/shut/ /c/pt-BR/claims/quays-are-closed/ 301",
        "/c/pt-BR/sources/log/ /c/pt-BR/sources/harbour-log/ 301",
        "/c/sources/log/ /c/sources/harbour-log/ 301",
    ]


def test_an_id_that_is_in_use_leads_nowhere_else() -> None:
    assert "_redirects" not in made(claim(former_ids=["other"]), claim(id="other"), source())
