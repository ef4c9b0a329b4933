"""Claims by topic, rating, claimant and publisher: exact counts, newest change first, no ranking."""

import re
from dataclasses import replace

import pytest

from lastro.artifacts import Page
from lastro.loading.load import load
from lastro.model.claim import Claim
from lastro.render.pages.every import fragments, pages
from lastro.site.derive import Site, derive
from lastro.site.facets import Facet, Facets, facets, slugs, tally
from lastro.text.dates import whole_day
from tests.support.builders import article, claim, corpus, passage, review, settings, source
from tests.support.folders import ALDERA

TODAY = whole_day("2026-11-24")
LANGUAGES = ("en", "pt-BR")
GHOST = "ghost-ship-sighted"
"""The withdrawn claim of the corpus."""
ARTICLES = ("gazeta-sem-data", "quays-2025-03")


@pytest.fixture(scope="module")
def site() -> Site:
    """Derive the site of two articles: what is invented for others changes no count here."""
    whole = load(ALDERA).corpus
    assert whole is not None
    claims = {key: one for key, one in whole.claims.items() if one.article in ARTICLES}
    articles = {key: one for key, one in whole.articles.items() if key in ARTICLES}
    named = {
        here: {
            name
            for key in whole.claims
            for name in whole.facts["claims", key].named
            if (key in claims) == here
        }
        for here in (True, False)
    }
    of_others = named[False] - named[True]
    sources = {key: one for key, one in whole.sources.items() if key not in of_others}
    chosen = replace(whole, claims=claims, articles=articles, sources=sources, known=None)
    return derive(chosen, TODAY)


@pytest.fixture(scope="module")
def found(site: Site) -> Facets:
    return facets(site)


def ids(facet: Facet) -> list[str]:
    return [view.id for view in facet.claims]


def counted(facet: Facet, site: Site) -> dict[str, int]:
    now = tally((site.claims[listed.id].current for listed in facet.claims), site.settings)
    return {rating.id: number for rating, number in now}


# --- which there are, and what each holds ------------------------------------------------------


def test_topics_hold_their_claims_newest_change_first(found: Facets) -> None:
    assert {facet.slug: ids(facet) for facet in found.topics} == {
        "council": ["refund-promised"],
        "ferries": ["ferry-fares-doubled"],
        # corrected on 2 November 2026; the other two were decided on 14 October
        "fishing": ["quay-4-closed", "fish-catch-halved", "refund-promised"],
        "lighthouse": ["lighthouse-oldest"],
        "quays": ["quay-4-closed"],
        "sea-wall": ["sea-wall-until-2050"],
        "whales": ["whales-in-the-harbour"],
    }
    assert [facet.slug for facet in found.topics] == sorted(f.slug for f in found.topics)


def test_claimants_are_listed_by_name_and_not_by_number(found: Facets) -> None:
    assert [(f.path, f.name, ids(f)) for f in found.claimants.values()] == [
        ("claimants/a-clerk-of-the-council/", "a clerk of the council", ["refund-promised"]),
        ("claimants/ana-vidal/", "Ana Vidal", ["fish-catch-halved"]),
        ("claimants/gazeta-sem-data/", "Gazeta {{ sem data }}", ["whales-in-the-harbour"]),
        ("claimants/quay-company/", "Quay Company", ["ferry-fares-doubled"]),
        ("claimants/the-harbour-times/", "The Harbour Times", ["quay-4-closed", "lighthouse-oldest"]),
        ("claimants/town-council/", "Town Council", ["sea-wall-until-2050"]),
    ]  # fmt: skip


def test_publishers_hold_their_sources_by_title_and_the_claims_that_cite_them(
    found: Facets,
) -> None:
    tide = found.publisher("The Tide")
    # the hoax is withdrawn: it stays in the list, marked; the claim that it bore is gone
    assert [view.source.id for view in tide.sources] == ["hoax-blog", "tide-blog"]
    assert ids(tide) == ["fish-catch-halved"]
    quay = found.publisher("Quay Company")
    assert [view.source.id for view in quay.sources] == [
        "quay-company-annual",
        "quay-company-release",
        "quay-company-reply",
    ]
    assert ids(quay) == ["ferry-fares-doubled"]
    assert list(found.publishers) == sorted(found.publishers)
    unknown = {"chronicle-1742", "harbour-survey"}
    assert not unknown & {v.source.id for f in found.publishers.values() for v in f.sources}


def test_each_rating_holds_the_claims_that_have_it_now_and_that_had_it(found: Facets) -> None:
    assert {
        facet.rating.id: (
            [view.id for view in facet.now],
            found.said[facet.rating.id],
            [(view.id, str(window.review.holds)) for view, window in facet.earlier],
        )
        for facet in found.ratings
    } == {
        "supported": ([], 1, [("quay-4-closed", "2025-03-04/2025-09")]),
        "as-attributed": ([], 1, [("ferry-fares-doubled", "2025-03/2025-06")]),
        "partly-supported": (["fish-catch-halved"], 1, []),
        "misleading": (["ferry-fares-doubled"], 0, []),
        # refuted in two windows: it stands in the list once
        "refuted": (["lighthouse-oldest"], 1, []),
        "reported": (["refund-promised"], 0, []),
        "unverified": (
            ["sea-wall-until-2050", "whales-in-the-harbour"],
            3,
            [("refund-promised", "2025-03-04/2025-05-17")],
        ),
        "superseded": (["quay-4-closed"], 0, []),
    }


def test_the_scale_keeps_its_order(found: Facets, site: Site) -> None:
    assert [facet.rating for facet in found.ratings] == list(site.settings.ratings)


def test_each_claim_counts_once_for_its_rating_now(found: Facets, site: Site) -> None:
    held_up = sum(view.claim.withdrawn is None for view in site.claims.values())
    assert held_up == 7
    assert sum(len(facet.now) for facet in found.ratings) == held_up
    assert sum(found.said[facet.rating.id] for facet in found.ratings) == held_up
    assert counted(found.topics[2], site) == {"partly-supported": 1, "reported": 1, "superseded": 1}


def test_a_withdrawn_claim_is_in_no_facet(found: Facets, site: Site) -> None:
    held = [*found.topics, *found.claimants.values(), *found.publishers.values()]
    assert GHOST in site.claims
    assert [facet.path for facet in held if GHOST in ids(facet)] == []
    assert "harbour" not in [facet.slug for facet in found.topics]
    with pytest.raises(KeyError):
        found.claimant("Harbour Master")
    for page in pages(site, "en"):
        if page.path.split("/")[0] in {"topics", "ratings", "claimants", "publishers"}:
            assert GHOST not in page.body, page.path


# --- names and addresses --------------------------------------------------------------------------


def test_names_of_one_slug_have_addresses_of_their_own() -> None:
    assert slugs(["Aldera Wire", "aldera, wire", "ALDERA-WIRE", "Алдера", "ألديرا"], "claimant") == {
        "Aldera Wire": "aldera-wire",
        "aldera, wire": "aldera-wire--2",
        "ALDERA-WIRE": "aldera-wire--3",
        "Алдера": "claimant",
        "ألديرا": "claimant--2",
    }  # fmt: skip


def test_a_name_that_a_page_or_a_device_uses_is_no_address() -> None:
    assert slugs(["Page", "Con", "Index"], "claimant") == {
        "Page": "page--2",
        "Con": "con--2",
        "Index": "index--2",
    }


def said_by(name: str, claim_id: str, **over: object) -> Claim:
    kind = over.pop("kind", "organization")
    return claim(id=claim_id, claimant={"name": name, "kind": kind}, **over)


def rendered(*claims: Claim, **more: object) -> dict[str, Page]:
    listed = article(statements=[{"claim": c.id} for c in claims])
    site = derive(corpus(listed, *claims, source(**more)), TODAY)
    return {page.path: page for page in pages(site, "en")}


def test_two_spellings_of_a_name_are_one_claimant() -> None:
    made = rendered(said_by("Quay Company", "a"), said_by("quay  company", "b"))
    assert [path for path in made if path.startswith("claimants/")] == [
        "claimants/",
        "claimants/quay-company/",
    ]
    assert made["claimants/quay-company/"].heading == "Who said it: Quay Company"
    for path in ("claims/a/", "claims/b/"):
        assert '<a href="../../claimants/quay-company/">' in made[path].body


def test_a_site_without_claims_has_lists_that_say_so() -> None:
    site = derive(corpus(article(statements=[{"left_out": "x", "because": "y"}])), TODAY)
    made = {page.path: page for page in pages(site, "en")}
    for path in ("topics/", "claimants/", "publishers/"):
        assert "<li>None so far.</li>" in made[path].body
    assert "0 claims now, 0 claims when said" in made["ratings/refuted/"].body


# --- what readers see -----------------------------------------------------------------------------


def body(site: Site, path: str, language: str = "en") -> str:
    return next(page.body for page in pages(site, language) if page.path == path)


def words_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_both_languages_have_the_same_facets(site: Site) -> None:
    first, second = ([page.path for page in pages(site, tag)] for tag in LANGUAGES)
    assert first == second
    # four lists, and a page for each topic, rating, claimant and publisher
    facet = [
        p for p in first if p.split("/")[0] in {"topics", "ratings", "claimants", "publishers"}
    ]
    assert len(facet) == 4 + 7 + 8 + 6 + 11
    assert len(set(first)) == len(first)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "3 claims, as they stand now: 1 Partly supported 1 Reported 1 Superseded"),
        ("pt-BR", "3 afirmações, como estão agora: 1 Sustentada em parte 1 Noticiada 1 Superada"),
    ],
)
def test_the_count_is_a_line_of_text(site: Site, language: str, line: str) -> None:
    assert line in words_of(body(site, "topics/fishing/", language))


def test_a_claimants_page_says_when_each_claim_was_said_and_who_it_is(site: Site) -> None:
    text = words_of(body(site, "claimants/quay-company/"))
    assert "Who this is: https://id.example.org/quay-company" in text
    assert "When it was said: March 2025 Misleading The Quay Company says" in text
    assert "measure nobody’s reliability" in text


def test_claims_of_several_nameless_people_are_not_taken_for_those_of_one() -> None:
    made = rendered(said_by("a clerk", "a", kind="anonymous"), said_by("a clerk", "b", kind="anonymous"))  # fmt: skip
    note = "We do not know the name; these claims may come from different people."
    assert note in made["claimants/a-clerk/"].body
    alone = rendered(said_by("a clerk", "a", kind="anonymous"))
    assert note not in alone["claimants/a-clerk/"].body


def test_a_rating_page_says_what_it_means_needs_and_was_given_to(site: Site) -> None:
    text = words_of(body(site, "ratings/as-attributed/"))
    meaning = "The named party did say or file it; no one without a stake confirms it."
    assert meaning in text
    assert "What it needs: a party’s own word supports it" in text
    assert "0 claims now, 1 claim when said" in text
    assert "No claim has it now." in text
    assert "From March 2025 to June 2025 . Now: Misleading. As attributed" in text


def test_no_page_ranks_or_scores_anybody(site: Site) -> None:
    for language in LANGUAGES:
        for page in pages(site, language):
            if page.path.startswith(("claimants/", "publishers/")):
                counts = re.sub(r"<p class=\"lt-line-short\">.*?</p>", "", page.body)
                assert "%" not in counts, page.path
                assert '<svg class="lt-chart' not in page.body


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("claims/quay-4-closed/", '<a href="../../topics/quays/">quays</a>'),
        ("claims/quay-4-closed/", '<a href="../../topics/fishing/">fishing</a>'),
        ("claims/quay-4-closed/", '<a href="../../claimants/the-harbour-times/">'),
        ("claims/quay-4-closed/", '<a href="../../ratings/superseded/">Superseded</a>'),
        ("claims/quay-4-closed/", '<a href="../../publishers/aldera-wire/" aria-label="Publisher: Aldera Wire">'),
        ("sources/tide-blog/", '<a href="../../publishers/the-tide/" aria-label="Publisher: The Tide">'),
        ("sources/", '<a href="../publishers/the-tide/" aria-label="Publisher: The Tide">'),
        ("claims/", '<a href="../topics/">Topics</a>'),
    ],
)  # fmt: skip
def test_facets_are_reached_from_where_their_names_stand(site: Site, path: str, link: str) -> None:
    page = next(page for page in pages(site, "en") if page.path == path)
    assert link in page.above + page.body


def test_the_method_page_leads_to_each_rating(site: Site) -> None:
    scale = fragments(site, "en")["scale"]
    for rating in site.settings.ratings:
        assert f'<a href="../ratings/{rating.id}/">' in scale


def test_the_order_of_a_day_is_that_of_ids() -> None:
    same_day = [said_by("Quay Company", name) for name in ("b", "c", "a")]
    later = said_by("Quay Company", "z", reviews=[review(decided="2025-04-01")])
    site = derive(corpus(article(), *same_day, later, source()), TODAY)
    assert ids(facets(site).claimant("Quay Company")) == ["z", "a", "b", "c"]


def test_a_publisher_is_cited_by_each_claim_once() -> None:
    twice = claim(evidence=[passage("harbour-log", id="one"), passage("harbour-log", id="two")])
    site = derive(corpus(article(), twice, source(), scale=settings()), TODAY)
    facet = facets(site).publisher("Port Authority of Aldera")
    assert ids(facet) == ["quays-are-closed"]
    assert "1 source, cited in 1 claim" in words_of(body(site, "publishers/"))
