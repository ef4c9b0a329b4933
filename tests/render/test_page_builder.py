"""Long lists in pages of fifty: which entry stands where, and how a reader gets on."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import overload

import pytest

from lastro.artifacts import Page
from lastro.build.build import build
from lastro.render.page_builder import Leaf, leaves
from lastro.render.pages.every import fragments, pages
from lastro.render.pages.lists import CLAIMS
from lastro.site.derive import Site, derive
from lastro.site.facets import facets
from lastro.system.output import read_tree
from lastro.text.dates import whole_day
from tests.support.builders import article, claim, corpus, review, source
from tests.support.exported_files import exported_files
from tests.support.little_docs import write_whole_site
from tests.support.little_site import CLAIM, CLAIM_PATH, SOURCE, TODAY, write_files
from tests.support.outlines import find_broken, outlines

LANGUAGES = ("en", "pt-BR")
DAY = whole_day("2026-11-24")
FIRST = date(2025, 3, 10)


def numbered(number: int) -> dict[str, object]:
    """Write what one of 120 claims has of its own; the later its number, the newer it is."""
    on = str(FIRST + timedelta(days=number))
    name = "Quay Company" if number < 60 else f"Person {number}"
    what = {"en": f"Correction {number}.", "pt-BR": f"Correção {number}."}
    return {
        "id": f"c{number:03}",
        "article": f"a{number % 51:02}",
        "claimant": {"name": name, "kind": "organization"},
        "reviews": [review(decided=on)],
        "corrections": [{"on": on, "what": what}] if number <= 100 else [],
    }


@pytest.fixture(scope="module")
def site() -> Site:
    """120 claims in 51 articles, 61 sources of two publishers, 101 corrections."""
    claims = [claim(**numbered(n)) for n in range(120)]
    articles = [
        article(
            id=f"a{n:02}",
            title=f"Article {n:02}",
            statements=[{"claim": c.id} for c in claims if c.article == f"a{n:02}"],
        )
        for n in range(51)
    ]
    sources = [
        source(
            id=f"s{n:02}",
            title=f"Source {n:02}",
            **({"publisher": "Aldera Wire"} if n < 30 else {}),
        )
        for n in range(60)
    ]
    return derive(corpus(*articles, *claims, *sources, source()), DAY)


@pytest.fixture(scope="module")
def made(site: Site) -> dict[str, dict[str, Page]]:
    return {tag: {page.path: page for page in pages(site, tag)} for tag in LANGUAGES}


Made = dict[str, dict[str, Page]]


def entries(page: Page | str, folder: str) -> list[str]:
    body = page if isinstance(page, str) else page.body
    return re.findall(rf'href="(?:\.\./)+{folder}/([a-z0-9-]+)/"', body)


def counted_down(start: int, end: int) -> list[str]:
    return [f"c{n:03}" for n in range(start, end - 1, -1)]


def nav(body: str) -> str:
    found = re.findall(r'<nav class="lt-pages".*?</nav>', body, re.DOTALL)
    assert len(found) <= 1
    return re.sub(r"\s+", " ", found[0]) if found else ""


# --- where lists are cut ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (49, [49]),
        (50, [50]),
        (51, [50, 1]),
        (100, [50, 50]),
        (101, [50, 50, 1]),
    ],
)
def test_a_list_has_no_empty_last_page(length: int, sizes: list[int]) -> None:
    every = range(length)
    cut = [leaf.cut(every) for leaf in leaves("claims/", every)]
    assert [len(part) for part in cut] == sizes
    assert [number for part in cut for number in part] == list(every)


def test_page_1_has_the_bare_address() -> None:
    assert [leaf.address for leaf in leaves("topics/quays/", range(120))] == [
        "topics/quays/",
        "topics/quays/page/2/",
        "topics/quays/page/3/",
    ]


def test_lists_side_by_side_go_on_as_long_as_the_longest() -> None:
    found = [(list(leaf.cut("ab")), len(leaf.cut(range(51)))) for leaf in leaves("x/", "ab", range(51))]  # fmt: skip
    assert found == [(["a", "b"], 50), ([], 1)]


def test_the_head_names_the_pages_beside() -> None:
    assert [leaf.beside for leaf in leaves("claims/", range(101))] == [
        '<link rel="next" href="../claims/page/2/">',
        '<link rel="prev" href="../../../claims/"><link rel="next" href="../../../claims/page/3/">',
        '<link rel="prev" href="../../../claims/page/2/">',
    ]
    assert Leaf("claims/").beside == ""


class Asked(Sequence[int]):
    """A list that tells what was asked of it."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.asked: list[slice | int] = []

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        self.asked.append(index)
        return range(self.length)[index]


def test_of_a_list_one_slice_a_page_is_asked() -> None:
    every = Asked(10_000)
    leaf = list(leaves("claims/", every))[2]
    assert list(leaf.cut(every)) == list(range(100, 150))
    assert every.asked == [slice(100, 150)]


# --- which entry stands on which page ---------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_claims_stand_newest_decision_first_in_one_table(made: Made, language: str) -> None:
    assert entries(made[language]["claims/"], "claims") == counted_down(119, 0)


def test_a_table_of_two_hundred_claims_is_one_page() -> None:
    cut = [leaf.cut(range(201)) for leaf in leaves("claims/", range(201), full=CLAIMS)]
    assert [len(part) for part in cut] == [200, 1]


def test_every_long_list_has_its_pages_and_no_other(made: Made) -> None:
    assert [path for path in made["en"] if "/page/" in path] == [
        "articles/page/2/",
        "sources/page/2/",
        "corrections/page/2/",
        "corrections/page/3/",
        "topics/quays/page/2/",
        "topics/quays/page/3/",
        "ratings/reported/page/2/",
        "ratings/reported/page/3/",
        "claimants/page/2/",
        "claimants/quay-company/page/2/",
        "publishers/port-authority-of-aldera/page/2/",
        "publishers/port-authority-of-aldera/page/3/",
    ]
    assert list(made["pt-BR"]) == list(made["en"])


def test_sources_stand_by_publisher_and_title(made: Made) -> None:
    first, second = made["en"]["sources/"].body, made["en"]["sources/page/2/"].body
    # by title: "Log of the harbour" comes before every "Source"
    assert entries(first, "sources") == [
        *(f"s{n:02}" for n in range(30)),
        "harbour-log",
        *(f"s{n:02}" for n in range(30, 49)),
    ]
    assert entries(second, "sources") == [f"s{n:02}" for n in range(49, 60)]


def test_a_publishers_claims_begin_on_its_first_page(made: Made) -> None:
    found = [
        made["en"][f"publishers/port-authority-of-aldera/{rest}"]
        for rest in ("", "page/2/", "page/3/")
    ]
    assert [len(entries(page, "sources")) for page in found] == [31, 0, 0]
    assert [entries(page, "claims") for page in found] == [
        counted_down(119, 70),
        counted_down(69, 20),
        counted_down(19, 0),
    ]
    assert ['<h2 id="sources">' in page.body for page in found] == [True, False, False]


def test_the_count_of_all_stands_on_the_first_page(made: Made) -> None:
    first, second = made["en"]["topics/quays/"].body, made["en"]["topics/quays/page/2/"].body
    assert '<h2 id="claims">120 claims</h2>' in first
    assert ["lt-tallies" in body for body in (first, second)] == [True, False]
    first, second = (
        made["en"][path].body for path in ("ratings/reported/", "ratings/reported/page/2/")
    )
    assert "120 claims now, 120 claims when said" in first
    assert ['<h2 id="earlier">' in body for body in (first, second)] == [True, False]


def test_a_claimants_second_page_says_when_and_that_nobody_is_scored(made: Made) -> None:
    page = made["pt-BR"]["claimants/quay-company/page/2/"]
    assert entries(page, "claims") == counted_down(9, 0)
    assert page.body.count('<td data-n="Dita em"') == 10
    assert "medem a confiabilidade de ninguém" in page.body


def test_the_list_of_claimants_goes_on_by_name(made: Made) -> None:
    first, second = (entries(made["en"][path], "claimants") for path in ("claimants/", "claimants/page/2/"))  # fmt: skip
    names = sorted(f"Person {n}" for n in range(60, 120))
    slugs = [name.lower().replace(" ", "-") for name in names] + ["quay-company"]
    assert first == slugs[:50]
    assert second == slugs[50:]


NEWEST_FIRST = [*(f"a{n:02}" for n in range(17, -1, -1)), *(f"a{n}" for n in range(50, 17, -1))]
"""The articles by their newest claim: the last of 120 is of the eighteenth."""


def test_home_shows_the_newest_article_and_the_latest_decisions_and_corrections(made: Made) -> None:
    body = made["en"][""].body
    decided, corrected = body.split('<section class="lt-logged"')
    assert re.findall(r'href="claims/(c\d+)/"', decided) == counted_down(119, 114)
    assert re.findall(r'href="claims/(c\d+)/"', corrected) == counted_down(100, 98)
    named = re.findall(r'href="articles/(a\d+)/"', body)
    assert list(dict.fromkeys(named)) == NEWEST_FIRST[:50]
    assert '<a href="articles/">All 51 articles</a>' in body
    assert '<a href="claims/"><strong>All 120 claims</strong></a>' in body
    assert '<a href="articles/">Todos os 51 artigos</a>' in made["pt-BR"][""].body


def test_articles_stand_fifty_on_a_page(made: Made) -> None:
    assert entries(made["en"]["articles/"], "articles") == NEWEST_FIRST[:50]
    assert entries(made["en"]["articles/page/2/"], "articles") == NEWEST_FIRST[50:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_older_corrections_stand_on_pages_of_their_own(
    site: Site, made: Made, language: str
) -> None:
    log = fragments(site, language)["corrections"]
    assert entries(log, "claims") == counted_down(100, 51)
    assert 'href="../corrections/page/2/"' in nav(log)
    second, third = (made[language][f"corrections/page/{n}/"] for n in (2, 3))
    assert entries(second, "claims") == counted_down(50, 1)
    assert entries(third, "claims") == counted_down(0, 0)
    assert (second.modified, third.modified) == ("2025-04-29", "2025-03-10")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["70 more lines are listed by <code>lastro due --all</code>.", "2 more lines are listed by <code>lastro due --all</code>."]),
        ("pt-BR", ["70 linhas a mais aparecem com <code>lastro due --all</code>.", "2 linhas a mais aparecem com <code>lastro due --all</code>."]),
    ],
)  # fmt: skip
def test_the_editors_page_says_how_much_it_leaves_to_the_command(
    made: Made, language: str, told: list[str]
) -> None:
    body = made[language]["overdue/"].body
    sections = re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', body, re.DOTALL)
    # 120 verdicts; the words of 51 articles and of one source
    assert [(name, part.count("<li>")) for name, part in sections] == [("late", 50), ("quote", 50)]
    assert re.findall(r'<a href="#(\w+)">[^<]+</a>: (\d+)', body) == [
        ("late", "120"),
        ("quote", "52"),
    ]
    assert re.findall(r"<p>([^<]*<code>lastro due --all</code>.)</p>", body) == told


# --- how a reader gets on ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "path", "expected"),
    [
        (
            "en",
            "topics/quays/",
            (
                '<nav class="lt-pages" aria-label="Pages of this list"><p>Page 1 of 3</p><ul>'
                '<li><a rel="next" href="../../topics/quays/page/2/">Next page</a></li>'
                '<li><a href="../../topics/quays/page/3/">Last page</a></li></ul></nav>'
            ),
        ),
        (
            "pt-BR",
            "topics/quays/page/2/",
            (
                '<nav class="lt-pages" aria-label="Páginas desta lista"><p>Página 2 de 3</p><ul>'
                '<li><a rel="prev" href="../../../../topics/quays/">Página anterior</a></li>'
                '<li><a rel="next" href="../../../../topics/quays/page/3/">Próxima página</a></li></ul></nav>'
            ),
        ),
        (
            "en",
            "topics/quays/page/3/",
            (
                '<nav class="lt-pages" aria-label="Pages of this list"><p>Page 3 of 3</p><ul>'
                '<li><a href="../../../../topics/quays/">First page</a></li>'
                '<li><a rel="prev" href="../../../../topics/quays/page/2/">Previous page</a></li></ul></nav>'
            ),
        ),
        ("en", "topics/", ""),
        ("en", "publishers/aldera-wire/", ""),
    ],
)
def test_words_lead_from_page_to_page(made: Made, language: str, path: str, expected: str) -> None:
    assert nav(made[language][path].body) == expected


def test_a_later_page_says_its_number_in_title_heading_and_description(made: Made) -> None:
    page = made["en"]["claimants/quay-company/page/2/"]
    assert page.title == page.heading == "Who said it: Quay Company, page 2 of 2"
    assert page.description.endswith(" Page 2 of 2.")
    other = made["pt-BR"]["corrections/page/2/"]
    assert other.title == other.heading == "Correções, página 2 de 3"
    for language in LANGUAGES:
        titles = [page.title for page in made[language].values() if "/page/" in page.path]
        assert len(set(titles)) == len(titles)


def test_later_pages_are_in_the_sitemap_and_not_in_the_search(made: Made) -> None:
    later = [page for page in made["en"].values() if "/page/" in page.path]
    assert {(page.listed, page.found_as) for page in later} == {(True, ("", ""))}


def test_every_link_of_a_long_list_leads_somewhere(site: Site, made: Made) -> None:
    tree = {}
    for language, prefix in zip(LANGUAGES, ("", "pt-BR/"), strict=True):
        for path, page in made[language].items():
            whole = f'{page.beside}{page.above}<h1 id="content">{page.heading}</h1>{page.body}'
            tree[f"{prefix}{path}index.html"] = whole.encode()
        written = fragments(site, language)
        tree[f"{prefix}corrections/index.html"] = written["corrections"].encode()
        tree[f"{prefix}method/index.html"] = "".join(
            written[name] for name in ("scale", "statuses")
        ).encode()
    files = tree | dict.fromkeys(exported_files(site), b"")
    assert find_broken(outlines(tree), files, site.url) == []


def test_ids_of_a_page_are_its_own(made: Made) -> None:
    for page in made["en"].values():
        ids = re.findall(r'\bid="([^"]+)"', page.body)
        assert len(set(ids)) == len(ids), page.path


# --- the built site ---------------------------------------------------------------------------


def test_the_built_site_leads_from_page_to_page(tmp_path: Path) -> None:
    corrected = "".join(
        f"  - on: 2026-02-{2 + n % 20:02}\n    what: {{en: Part {n}., pt-BR: Parte {n}.}}\n"
        for n in range(51)
    )
    more = {
        f"sources/more-{n}.yml": SOURCE.replace("/bylaws", f"/more/{n}").replace("Harbour bylaws", f"More {n}")
        for n in range(49)
    }  # fmt: skip
    root = write_whole_site(tmp_path / "site")
    write_files(root, {CLAIM_PATH: f"{CLAIM}corrections:\n{corrected}", **more})
    day = date.fromisoformat(TODAY)
    assert build(root, day).warning == ""
    made = read_tree(root / "build" / "site")
    build(root, day, engine_only=True)
    through_the_engine = read_tree(root / "build" / "site")
    assert [path for path in made if made[path] != through_the_engine[path]] == []

    def beside(path: str) -> list[str]:
        return re.findall(r'<link rel="((?:prev|next)" href="[^"]+)">', made[path].decode())

    # the sections beside a list are no pages of it
    assert beside("pt-BR/sources/index.html") == ['next" href="../sources/page/2/']
    assert beside("sources/page/2/index.html") == ['prev" href="../../../sources/']
    assert beside("corrections/index.html") == ['next" href="page/2/']
    assert beside("corrections/page/2/index.html") == ['prev" href="../../../corrections/']
    assert beside("claims/index.html") == ['prev" href="../articles/', 'next" href="../topics/']
    canonical = b'<link rel="canonical" href="https://example.org/sources/page/2/">'
    assert canonical in made["sources/page/2/index.html"]
    assert b"/pt-BR/sources/page/2/</loc>" in made["pt-BR/sitemap.xml"]


# --- facets -----------------------------------------------------------------------------------


def test_a_topic_written_twice_lists_its_claim_once() -> None:
    twice = claim(topics=["quays", "fish", "quays"])
    found = facets(derive(corpus(article(), twice, source()), DAY))
    assert [(f.slug, len(f.claims)) for f in found.topics] == [("fish", 1), ("quays", 1)]
