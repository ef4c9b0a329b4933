"""What every page owes its readers: dates in words, a line to cite, a way to report, a public log.

And what the hand-written pages say of the site is so: who publishes it, who was asked, what stands
at its address.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import Element

import html5lib
import pytest

from lastro.corpus.corpus import Corpus
from lastro.loading.load import load
from lastro.publish.mkdocs.config import read_settings
from lastro.render.pages.every import footer, fragments, navigation, pages
from lastro.site.corrections_log import changes
from lastro.site.derive import Site, derive
from lastro.text.dates import whole_day
from tests.support.builders import PUBLISHER, article, claim, corpus, settings, source
from tests.support.folders import ALDERA, ROOT
from tests.support.real_records import FROZEN, LIVE

TODAY = whole_day("2026-11-24")
LANGUAGES = ("en", "pt-BR")
RECORD_PAGES = {"article", "claim", "open-claim", "source"}
HAND_WRITTEN = ("about", "contributing", "corrections", "method")
PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX|lorem|ipsum)\b|\[\.\.\.\]", re.IGNORECASE)


def corpus_of(root: Path) -> Corpus:
    found = load(root).corpus
    assert found is not None
    return found


@pytest.fixture(scope="module")
def site() -> Site:
    return derive(corpus_of(ALDERA), TODAY)


@pytest.fixture(scope="module", params=["invented", "real"])
def any_site(request: pytest.FixtureRequest) -> Site:
    return derive(corpus_of(ALDERA if request.param == "invented" else FROZEN), TODAY)


def parsed(markup: str) -> Element:
    root: Element = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return root


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def body(site: Site, path: str, language: str = "en") -> str:
    return next(page.body for page in pages(site, language) if page.path == path)


# --- dates in words -------------------------------------------------------------------------------

ISO = re.compile(r"(?<![\w/.-])[12]\d{3}-[01]\d(?:-[0-3]\d)?(?![\w/-])")
QUOTED = {"blockquote", "q", "code", "mark", "cite"}
"""Words of others, ids and addresses: they stand as they were written."""


def visible(element: Element) -> Iterator[str]:
    """Yield the text that readers see or hear, quotes and ids left out."""
    if element.tag in QUOTED:
        return
    yield element.get("aria-label") or ""
    yield element.text or ""
    for child in element:
        yield from visible(child)
        yield child.tail or ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_date_stands_in_the_form_of_machines(any_site: Site, language: str) -> None:
    shown = {
        p.path: p.title + p.description + p.heading + p.body
        for p in pages(any_site, language)
        if p.kind != "family"  # a rule names the form that it asks for
    }
    shown |= fragments(any_site, language)
    assert len(shown) > 50
    for path, markup in shown.items():
        text = re.sub(r"https?://\S+", "", " ".join(visible(parsed(markup))))
        assert ISO.findall(text) == [], path


@pytest.mark.parametrize("text", ["on 2026-11-24", "2026-11.", "(2025-01-21)", "since 2025-07,"])
def test_a_date_in_the_form_of_machines_is_found(text: str) -> None:
    assert ISO.search(text)


# --- report and cite ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_generated_page_ends_with_its_record_and_the_ways_that_are_set(
    any_site: Site, language: str
) -> None:
    settings = any_site.settings
    for page in pages(any_site, language):
        last = [e for e in parsed(page.body).iter() if e.tag in {"p", "li", "h2", "h3", "figure"}][
            -1
        ]
        if page.kind in {"withdrawn", "moved"}:
            assert "report-error" not in page.body
            continue
        assert last.get("id") == "report-error", page.path
        code = last.find("span/code")
        assert (code is not None) == (page.kind in RECORD_PAGES)
        path = code.text if code is not None else ""
        wanted = [f"{settings.edits}{path}"] if settings.edits and path else []
        name = page.path.split("/")[1] if path else any_site.address(language, page.path)
        if settings.publisher.contact:
            wanted.append(f"mailto:{settings.publisher.contact}?subject={quote(name)}")
        assert [link.get("href") for link in last.iter("a")] == [*wanted, "#content"]


def test_a_site_with_a_repository_leads_to_its_edits_and_issues() -> None:
    forge = "https://forge.example.org/check"
    settings = corpus().settings.model_copy(update={"repository": forge})
    last = body(derive(replace(corpus(), settings=settings), TODAY), "claims/quays-are-closed/")
    record = "claims/harbour-times/quays-are-closed.yml"
    assert f'<a href="{forge}/edit/main/{record}"' in last
    new = f"{forge}/issues/new?template="
    source = "suggest-a-source.en.yml&amp;title=quays-are-closed&amp;claim=quays-are-closed"
    error = "report-an-error.en.yml&amp;title=quays-are-closed&amp;page=quays-are-closed&amp;wrong="
    assert f'<a href="{new}{source}"' in last
    assert f'<a href="{new}{error}The+quays+of+Aldera' in last
    assert "suggest-a-claim" not in last
    article = body(
        derive(replace(corpus(), settings=settings), TODAY), "articles/harbour-times/", "pt-BR"
    )
    claim = "suggest-a-claim.pt-BR.yml&amp;title=harbour-times&amp;article=harbour-times&amp;language=en"
    assert f'<a href="{new}{claim}"' in article
    shown = fragments(derive(replace(corpus(), settings=settings), TODAY), "pt-BR")["forms"]
    assert re.findall(r'href="([^"]+)"', shown) == [
        f"{new}report-an-error.pt-BR.yml",
        f"{new}suggest-a-source.pt-BR.yml",
        f"{new}suggest-a-claim.pt-BR.yml&amp;language=pt-BR",
    ]


def cited(site: Site, path: str, language: str = "en") -> str:
    found = [e for e in parsed(body(site, path, language)).iter("p") if e.get("class") == "lt-cite"]
    assert len(found) == 1
    return text_of(found[0])


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        (
            "en",
            "claims/quay-4-closed/",
            (
                "Cite this page. Aldera Check & co. rates “Quay 4 of Aldera is closed to fishing boats”"
                " as “Superseded” (last decision: 12 October 2026):"
                " https://check.example.org/claims/quay-4-closed/"
            ),
        ),
        (
            "pt-BR",
            "claims/quay-4-closed/",
            (
                "Cite esta página. Aldera Check & co. avalia “O cais 4 de Aldera está fechado para"
                " barcos de pesca” como “Superada” (última decisão: 12 de outubro de 2026):"
                " https://check.example.org/pt-BR/claims/quay-4-closed/"
            ),
        ),
        (
            "en",
            "articles/gazeta-sem-data/",
            (
                "Cite this page. Aldera Check & co., check of the article “Baleias no porto: o que se"
                " viu, e o que não se viu” (last decision: 16 October 2026):"
                " https://check.example.org/articles/gazeta-sem-data/"
            ),
        ),
        (
            "pt-BR",
            "sources/tide-blog/",
            (
                "Cite esta página. Aldera Check & co., ficha da fonte “The Tide: notes & queries”"
                " (última decisão que se apoia nela: 14 de outubro de 2026):"
                " https://check.example.org/pt-BR/sources/tide-blog/"
            ),
        ),
        (
            "en",
            "sources/harbour-survey/",
            (
                "Cite this page. Aldera Check & co., record of the source “Page at"
                " survey.example.org”: https://check.example.org/sources/harbour-survey/"
            ),
        ),
    ],
)
def test_a_page_of_a_record_has_a_sentence_to_cite_it_by(
    site: Site, language: str, path: str, sentence: str
) -> None:
    assert cited(site, path, language) == sentence


def test_an_article_of_which_nothing_is_decided_is_cited_without_a_day() -> None:
    left_out = article(statements=[{"left_out": "x", "because": "y"}])
    empty = derive(corpus(left_out, source()), TODAY)
    assert cited(empty, "articles/harbour-times/") == (
        "Cite this page. Aldera Check, check of the article “Quays closed, and nobody asked the"
        " fishers”: https://check.example.org/articles/harbour-times/"
    )


def test_a_citation_leads_to_where_the_site_stands() -> None:
    moved = derive(corpus(), TODAY, url="https://facts.example.net/check")
    assert cited(moved, "claims/quays-are-closed/").endswith(
        " https://facts.example.net/check/claims/quays-are-closed/"
    )


def test_a_draft_and_a_tombstone_are_not_to_be_cited(site: Site) -> None:
    draft = derive(corpus_of(ALDERA), TODAY, draft=True)
    for page in pages(draft, "en"):
        assert "lt-cite" not in page.body, page.path
    assert "lt-cite" not in body(site, "claims/ghost-ship-sighted/")


# --- the right of reply ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "line", "section"),
    [
        (None, "Not asked for comment", "Quay Company was not asked."),
        (
            {"asked": "2026-10-01"},
            "Asked on 1 October 2026; no answer so far",
            "Quay Company was asked on 1 October 2026. No answer so far.",
        ),
        (
            {"asked": "2026-10-01", "on": "2026-10-05", "words": "Yes."},
            "Answered on 5 October 2026",
            "Quay Company was asked on 1 October 2026. Answer of 5 October 2026: “Yes.”",
        ),
        (
            {"asked": "2026-10-01", "on": "2026-10-05"},
            "Answered on 5 October 2026",
            "Quay Company was asked on 1 October 2026. Answered on 5 October 2026.",
        ),
        (
            {"asked": "2026-10-01", "words": "Yes."},
            "Answered",
            "Quay Company was asked on 1 October 2026. “Yes.”",
        ),
        (
            {"on": "2026-10-05", "words": "Yes."},
            "Answered on 5 October 2026",
            "Quay Company was not asked. Answer of 5 October 2026: “Yes.”",
        ),
    ],
)
def test_the_reply_stands_below_the_verdict_as_in_its_section(
    reply: object, line: str, section: str
) -> None:
    one = derive(corpus(article(), claim(reply=reply), source()), TODAY)
    page = parsed(body(one, "claims/quays-are-closed/"))
    links = page.findall(".//p[@class='lt-row']/a[@href='#reply']")
    assert [text_of(link) for link in links] == [line]
    found = next(
        e for e in page.iter("div") if any(h2.get("id") == "reply" for h2 in e.findall("h2"))
    )
    assert " ".join(text_of(e) for e in found if e.tag != "h2") == section


# --- the log of corrections -----------------------------------------------------------------------


def test_the_log_holds_every_correction_and_withdrawal_newest_first(site: Site) -> None:
    assert [(str(c.on), c.kind, c.path) for c in changes(site)] == [
        ("2026-11-10", "correction", "claims/tram-9-late/"),
        ("2026-11-02", "correction", "claims/quay-4-closed/"),
        ("2026-10-20", "correction", "claims/quay-4-closed/"),
        ("2026-06-01", "withdrawal", "claims/ghost-ship-sighted/"),
        ("2026-06-01", "withdrawal", "sources/hoax-blog/"),
    ]


def test_of_two_corrections_of_one_day_the_later_entry_comes_first() -> None:
    corrected = claim(
        corrections=[{"on": "2026-01-02", "what": "First."}, {"on": "2026-01-02", "what": "Then."}]
    )
    found = changes(derive(corpus(article(), corrected, source()), TODAY))
    assert [change.what.readings[0][1] for change in found] == ["Then.", "First."]


def test_the_log_names_a_withdrawn_article_too() -> None:
    gone = article(withdrawn={"on": "2026-01-02", "reason": "It was a joke."})
    log = fragments(derive(corpus(gone, claim(), source()), TODAY, exported=False), "en")[
        "corrections"
    ]
    assert text_of(parsed(log)) == (
        "2 January 2026 · WithdrawnQuays closed, and nobody asked the fishersIt was a joke."
    )


def test_a_line_of_the_log_leads_to_its_page_and_says_what_changed(site: Site) -> None:
    lines = list(parsed(fragments(site, "pt-BR")["corrections"]).iter("div"))[1:]
    assert [text_of(e) for e in lines[2]] == [
        "20 de outubro de 2026 · Correção",
        "O cais 4 de Aldera está fechado para barcos de pesca.",
        "A primeira janela terminava em agosto; o aviso diz setembro.",
    ]
    assert [e.get("href") for e in lines[2].iter("a")] == ["../claims/quay-4-closed/"]


@pytest.mark.parametrize(("language", "words"), [("en", "None so far."), ("pt-BR", "Nenhuma até agora.")])  # fmt: skip
def test_an_empty_log_says_so(language: str, words: str) -> None:
    log = fragments(derive(corpus(), TODAY, exported=False), language)["corrections"]
    assert text_of(parsed(log)) == words


# --- the hand-written pages -----------------------------------------------------------------------


def written(language: str, name: str) -> str:
    return (ROOT / "docs" / language / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", HAND_WRITTEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hand_written_page_is_finished(language: str, name: str) -> None:
    text = written(language, name)
    assert PLACEHOLDER.findall(text) == []
    assert ISO.findall(re.sub(r"`[^`]*`|https?://\S+", "", text)) == []
    assert re.findall(r"[\w.]+@[\w.]+", text) == []


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_a_hand_written_page_has_the_same_parts_in_both_languages(name: str) -> None:
    first, second = (written(language, name) for language in LANGUAGES)
    for pattern in (r"^(#+) ", r"<!--.*?-->", r"\]\(([^)#:]+)\)", r"^(\d\.|-) ", r"^\*\*`(\w+)`"):
        found = [re.findall(pattern, text, re.MULTILINE) for text in (first, second)]
        assert found[0] == found[1], pattern


@pytest.mark.live
def test_menu_and_foot_name_pages_that_exist() -> None:
    assert navigation("en") == (
        ("Home", ""),
        ("Articles", "articles/"),
        ("Claims", "claims/"),
        ("Topics", "topics/"),
        ("Ratings", "ratings/"),
        ("Who said it", "claimants/"),
        ("Sources", "sources/"),
        ("Corrections", "corrections/"),
        ("Method", "method/"),
        ("About", "about/"),
    )
    assert footer("pt-BR") == (
        ("Correções", "corrections/"),
        ("Método", "method/"),
        ("Sobre", "about/"),
        ("Como colaborar", "contributing/"),
        ("Busca", "search/"),
        ("Pendências", "overdue/"),
    )
    policies = corpus_of(LIVE).settings.publisher.policies
    assert {policies.corrections, policies.method} <= {path for _, path in footer("en")}


@pytest.mark.live
def test_the_page_about_the_site_says_what_is_so() -> None:
    real = corpus_of(LIVE)
    stands_at = read_settings(LIVE, PUBLISHER).site_url
    asked = [c.id for c in real.claims.values() if c.reply and c.reply.asked]
    for language in LANGUAGES:
        text = written(language, "about")
        assert real.settings.publisher.name in text
        assert ("`example.org`" in text) == (stands_at == "https://example.org/")
    # the page says that nobody was asked, and that there is no mail address
    assert "nobody was asked for comment" in written("en", "about")
    assert "ninguém foi procurado para comentar" in written("pt-BR", "about")
    assert asked == []
    assert real.settings.publisher.contact is None


def test_the_four_fields_of_the_contributing_page_are_those_of_the_repository() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Four fields")[2]
    fields = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert fields == ["origin", "parties", "nature", "speaks_of"]
    for language in LANGUAGES:
        shown = re.findall(r"^\*\*`(\w+)`", written(language, "contributing"), re.MULTILINE)
        assert shown == fields


@pytest.mark.parametrize(
    ("language", "numbers", "says"),
    [
        ("en", ["4.5", "–", "0"], "a negative one a passage that refutes it"),
        ("pt-BR", ["4,5", "–", "0"], "uma negativa, um trecho que a refute"),
    ],
)
def test_the_method_page_says_what_bounds_a_scale_without_needs(
    language: str, numbers: list[str], says: str
) -> None:
    steps = (("true", "for", "4.5"), ("open", "neutral", None), ("false", "against", "0"))
    texts = dict.fromkeys(LANGUAGES, "Shown")
    scale = settings(
        ratings=[
            {"id": name, "label": texts, "meaning": texts, "shape": "disc", "tone": tone}
            | ({"value": value} if value else {})
            for name, tone, value in steps
        ]
    )
    plain = derive(corpus(scale=scale), TODAY)
    shown = parsed(fragments(plain, language)["scale"])
    assert [
        text_of(cells[-1]) for row in shown.findall(".//tbody/tr") if (cells := row.findall("td"))
    ] == numbers
    assert says in text_of(shown)
    assert says not in text_of(parsed(fragments(derive(corpus(), TODAY), language)["scale"]))
