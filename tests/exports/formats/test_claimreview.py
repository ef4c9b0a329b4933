"""ClaimReview says what the page says: ten faults seen in the field, and none of them here."""

import html
import json
import re
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest

from lastro.artifacts import Page
from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.exports.formats import claimreview
from lastro.exports.registry import add_to_head
from lastro.loading.load import load
from lastro.model.settings import Exports, Settings
from lastro.publish.mkdocs.config import read_settings
from lastro.render.pages.every import pages
from lastro.site.derive import Site, derive
from tests.support.builders import (
    PUBLISHER,
    article,
    claim,
    corpus,
    passage,
    review,
    settings,
    source,
)
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA, ROOT
from tests.support.hostile import PAYLOADS

TODAY = date(2026, 11, 24)
URL = "https://check.example.org/claims/quays-are-closed/"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
"""As a browser reads it: to the first end tag."""
NUMBERS = {"ratingValue", "bestRating", "worstRating"}


@cache
def aldera(*, every: bool = False) -> Site:
    found = load(ALDERA).corpus
    assert found is not None
    if every:
        found = _switched(found, claimreview="every-language")
    return derive(found, TODAY, url="https://aldera.example.org/")


def _switched(found: Corpus, **switches: object) -> Corpus:
    exports = Exports.model_validate(switches)
    changed: Settings = found.settings.model_copy(update={"exports": exports})
    return Corpus(changed, found.articles, found.claims, found.sources)


@cache
def made(*, every: bool = False) -> dict[tuple[str, str], tuple[Page, list[dict[str, Any]]]]:
    """Return every page of Aldera with what stands in its blocks, by language and path."""
    site = aldera(every=every)
    every_page = (add_to_head(site, page) for tag in site.languages for page in pages(site, tag))
    return {(page.language, page.path): (page, blocks(page)) for page in every_page}


def blocks(page: Page) -> list[dict[str, Any]]:
    return [json.loads(block) for block in BLOCK.findall(page.head)]


def reviews(*, every: bool = False) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (tag, path.split("/")[1]): block
        for (tag, path), (_, found) in made(every=every).items()
        for block in found
        if block["@type"] == "ClaimReview"
    }


def one(*records: Any, scale: Settings | None = None) -> dict[str, Any]:
    """Return the review of the one claim of some records, as it leaves its page."""
    given = corpus(*(records or (article(), claim(), source())), scale=scale)
    site = derive(given, TODAY)
    (page,) = (page for page in pages(site, "en") if page.path == "claims/quays-are-closed/")
    (found,) = (b for b in blocks(add_to_head(site, page)) if b["@type"] == "ClaimReview")
    return found


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


# --- the ten pitfalls ---------------------------------------------------------------------------------


def test_1_a_rating_without_an_honest_number_has_none() -> None:
    site, seen = aldera(), set[bool]()
    for (_, claim_id), block in reviews().items():
        rating = site.claims[claim_id].current.rating
        assert NUMBERS & block["reviewRating"].keys() == (NUMBERS if rating.value else set())
        seen.add(rating.value is not None)
    assert seen == {True, False}


@pytest.mark.parametrize("value", ["0", "5"])
def test_1_a_scale_on_which_no_worst_below_its_best_is_above_zero_has_no_numbers(
    value: str,
) -> None:
    steps = settings().model_dump(include={"languages"}) and [
        {"id": name, "label": name, "meaning": name, "shape": "disc", "tone": "for", **more}
        for name, more in (("reported", {"value": "5"}), ("worst", {"value": value}))
    ]
    rating = one(scale=settings(ratings=steps))["reviewRating"]
    assert rating.keys() == {"@type", "alternateName", "ratingExplanation"}


def test_1_numbers_are_numbers_and_in_order() -> None:
    trios = [block["reviewRating"] for block in reviews().values()]
    for rating in (r for r in trios if "ratingValue" in r):
        assert {type(rating[key]) for key in NUMBERS} <= {int, float}
        assert 1 <= rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]


def test_2_every_name_of_a_rating_is_a_label_of_the_scale() -> None:
    for (tag, claim_id), block in reviews(every=True).items():
        labels = {step.id: step.label.read(tag)[1] for step in aldera().settings.ratings}
        given = aldera().claims[claim_id].current.rating.id
        assert block["reviewRating"]["alternateName"] == labels[given]


@pytest.mark.parametrize("payload", [*PAYLOADS, "</script>\u2028\u2029\x85\x00\x1f\x7f\\\"'<!--"])
def test_3_hostile_words_come_back_equal_and_cannot_end_the_block(payload: str) -> None:
    written = claimreview.write_block({"text": payload})
    (inner,) = BLOCK.findall(written)
    assert written == f'<script type="application/ld+json">{inner}</script>'
    assert json.loads(inner) == {"text": payload}
    assert not re.search("[<>&'\u2028\u2029]", inner)


def test_3_hostile_words_in_every_field_come_back_equal() -> None:
    words = "".join(PAYLOADS).replace("\n", " ")
    block = one(
        article(title=words, publisher=words),
        claim(
            claim={"en": words},
            claimant={"name": words, "kind": "person", "office": {"en": words}},
            said={"on": "2025-03-03", "words": words, "lang": "en"},
            evidence=[passage("harbour-log", quote=words, speaks_of="2025-03-03/..")],
            reviews=[review(short={"en": words})],
            corrections=[{"on": "2025-04-01", "what": {"en": words}}],
        ),
        source(title=words, publisher=words),
    )
    assert texts(block).count(words) == 11


def test_4_each_place_of_a_claim_has_one_whole_address() -> None:
    places = [each for block in reviews().values() for each in _appearances(block)]
    assert len(places) > 5
    for place in places:
        parts = urlsplit(place["url"])
        assert parts.scheme in {"http", "https"}
        assert parts.netloc
        assert not re.search(r"[\s,]", place["url"])
    assert "appearance" not in one(article(url="unknown"), claim(), source())["itemReviewed"]


def _appearances(block: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = block["itemReviewed"].get("appearance", [])
    return found


def test_5_no_page_of_ours_and_no_evidence_is_a_place_of_the_claim() -> None:
    for block in reviews().values():
        cited = {work["url"] for work in block["citation"] if "url" in work}
        for place in _appearances(block):
            assert place["url"] not in cited
            assert urlsplit(place["url"]).netloc != "aldera.example.org"
    log = source().url
    places = [
        {"url": log, "first_seen": "2025-03-03"},
        {"url": "https://check.example.org/x", "first_seen": "2025-03-03"},
        {"url": "https://times.example.org/quays", "first_seen": "2025-03-04"},
        {"url": "https://copy.example.org/", "first_seen": "2025-03-05"},
    ]
    found = one(article(), claim(appearances=places), source())
    kept = [place["url"] for place in _appearances(found)]
    assert kept == ["https://times.example.org/quays", "https://copy.example.org/"]


def test_6_nothing_of_one_claim_leaks_into_the_next() -> None:
    site = aldera()
    feed = json.loads(exported_files(site)[claimreview.FEED])
    for item in reversed(feed["dataFeedElement"]):
        claim_id = item["url"].split("/")[-2]
        alone = derive(site.corpus, TODAY, url=site.url)
        (part,) = claimreview.parts(alone, ("claims", claim_id))
        assert json.loads(part.content) == item


def test_7_label_value_shape_and_colour_come_from_one_step_of_the_scale() -> None:
    for (tag, claim_id), block in reviews(every=True).items():
        page, _ = made(every=True)[tag, f"claims/{claim_id}/"]
        rating = aldera().claims[claim_id].current.rating
        verdict = page.body.partition('<section class="lt-verdict')[2].partition("</section>")[0]
        assert verdict.startswith(f" lt-tone-{rating.tone}")
        shown = html.unescape(re.sub(r"<[^>]+>", "", verdict))
        assert block["reviewRating"]["alternateName"] in shown
        assert block["reviewRating"]["ratingExplanation"] in shown
        assert block["reviewRating"].get("ratingValue") == rating.value


def test_8_the_address_is_that_of_the_page() -> None:
    site = aldera(every=True)
    for (tag, claim_id), block in reviews(every=True).items():
        page, _ = made(every=True)[tag, f"claims/{claim_id}/"]
        assert block["url"] == site.address(tag, page.path)
        assert (page.canonical, page.listed, page.target) == ("", True, "")
        assert block["@id"] == f"{block['url']}#review"


def test_9_no_review_leads_to_another() -> None:
    for _, found in made(every=True).values():
        keys = {key for block in found for key in re.findall(r'"(\w+)":', json.dumps(block))}
        assert not keys & {"associatedClaimReview", "associatedMediaReview", "associatedReview"}


def test_10_no_site_is_built_without_an_address(tmp_path: Any) -> None:
    (tmp_path / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8"), "utf-8")
    assert read_settings(tmp_path, PUBLISHER).site_url
    text = re.sub(r"(?m)^site_url:.*$", 'site_url: ""', (ROOT / "mkdocs.yml").read_text("utf-8"))
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    with pytest.raises(LastroError, match="names no address of the site"):
        read_settings(tmp_path, PUBLISHER)
    for block in reviews(every=True).values():
        urls = [text for text in texts(block) if text.startswith(("/", "./", "../", "#"))]
        assert urls == []


# --- what the page says, and where ----------------------------------------------------------------------


def test_the_markup_says_what_the_page_says() -> None:
    site = aldera(every=True)
    for (tag, claim_id), block in reviews(every=True).items():
        page, _ = made(every=True)[tag, f"claims/{claim_id}/"]
        heading, body = (_text(part) for part in (page.heading, page.body))
        assert block["claimReviewed"] == heading
        author = block["itemReviewed"].get("author", [])
        for who in author if isinstance(author, list) else [author]:
            assert who["name"] in body
        for key in ("datePublished", "dateModified", "expires"):
            assert key not in block or f'datetime="{block[key]}"' in page.body
        for told in (*block.get("correction", ()), *block["citation"]):
            words = told.get("text") or told.get("hasPart", {}).get("text", "")
            assert _even(words) in _even(body)
        view = site.claims[claim_id]
        assert ("datePublished" in block) is (view.published is not None)
        assert block["temporalCoverage"] == view.current.review.holds.text


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", str(markup)))


def _even(words: str) -> str:
    return "".join(words.split())


def test_claims_with_a_verdict_have_one_review_and_no_other_page_has_any() -> None:
    site, first = aldera(), "en"
    standing = {key for key, view in site.claims.items() if not view.claim.withdrawn}
    assert {claim_id for _, claim_id in reviews()} == standing
    assert {tag for tag, _ in reviews()} == {first}
    for (tag, _), (page, found) in made().items():
        kinds = [block["@type"] for block in found]
        assert kinds.count("ClaimReview") == (page.kind == "claim" and tag == first)
        assert not kinds or page.kind in {
            "claim",
            "article",
            "claims",
            "topic",
            "rating",
            "claimant",
            "open-claims",
            "publisher",
        }


def test_lists_name_the_claims_that_they_show_and_nothing_else() -> None:
    page, (listed,) = made()["en", "claims/"]
    assert listed.keys() == {"@context", "@type", "itemListElement"}
    entries = listed["itemListElement"]
    assert [entry["position"] for entry in entries] == [*range(1, len(entries) + 1)]
    shown = re.findall(r'href="\.\./claims/([a-z0-9-]+)/"', page.body)
    assert [entry["url"].split("/")[-2] for entry in entries] == [*dict.fromkeys(shown)]
    assert made()["pt-BR", "claims/"][1] == []


def test_a_picture_has_a_document_of_its_own() -> None:
    _, (review_, media) = made()["en", "claims/flooded-quay-photo/"]
    assert review_["@type"] == "ClaimReview"
    assert media["@type"] == "MediaReview"
    assert media["mediaAuthenticityCategory"] == "https://schema.org/DecontextualizedContent"
    assert media["itemReviewed"]["@type"] == "ImageObject"
    assert media["@id"] != review_["@id"]
    assert not {review_["@id"], review_["itemReviewed"]["@id"]} & {*texts(media)}


def test_several_claimants_and_nobody() -> None:
    named = [{"name": "A", "kind": "person"}, {"name": "B", "kind": "publication"}]
    item = one(article(), claim(claimant=[*named, {"name": "some", "kind": "anonymous"}]), source())
    assert item["itemReviewed"]["author"] == [
        {"@type": "Person", "name": "A"},
        {"@type": "Organization", "name": "B"},
    ]
    nobody = one(article(), claim(claimant={"name": "a chat", "kind": "anonymous"}), source())
    assert "author" not in nobody["itemReviewed"]


def test_a_date_that_is_not_certain_is_left_out() -> None:
    for day, told in (("2025-03", "2025-03"), ("2025-03~", None), ("202X", None)):
        said = {"on": day, "words": "x", "lang": "en"}
        block = one(article(), claim(said=said), source(published="2025?"))
        assert block["itemReviewed"].get("datePublished") == told
        assert "datePublished" not in block["citation"][0]


def test_words_that_nobody_has_seen_are_not_quoted() -> None:
    seen = one()["citation"][0]
    assert seen["hasPart"]["text"] == "Sunday: quays 1 to 4 closed."
    unread = one(article(), claim(), source(read="unread"))["citation"][0]
    assert "hasPart" not in unread


def test_only_what_counts_for_the_verdict_is_cited() -> None:
    reviews_ = [review(holds="2025-03-03/2025-06-01"), review("refuted", "2025-06-01/..")]
    evidence = [
        passage("harbour-log", speaks_of="2025-03-03/2025-06-01"),
        passage("harbour-map", "refutes", speaks_of="2025-06-01/.."),
    ]
    records = (
        article(),
        claim(reviews=reviews_, evidence=evidence),
        source(),
        source(id="harbour-map", title="Map", doi="10.1000/1", isbn="978-3-16-148410-0"),
    )
    (work,) = one(*records)["citation"]
    assert (work["name"], work["identifier"]) == ("Map", "urn:isbn:978-3-16-148410-0")


def test_it_can_be_switched_off_and_drafts_never_have_it() -> None:
    off = derive(_switched(aldera().corpus, off=["claimreview"]), TODAY)
    draft = derive(aldera().corpus, TODAY, draft=True)
    for site in (off, draft):
        assert all(add_to_head(site, page).head == page.head for page in pages(site, "en"))
    assert claimreview.FEED not in exported_files(off)


def test_the_feed_holds_what_stands_on_the_pages() -> None:
    feed = json.loads(exported_files(aldera())[claimreview.FEED])
    assert (feed["@type"], feed["dateModified"]) == ("DataFeed", "2026-11-10")
    items = feed["dataFeedElement"]
    on_pages = {block["url"]: [block] for block in reviews().values()}
    assert {item["url"]: item["item"] for item in items} == on_pages
    assert [item["url"] for item in items] == sorted(on_pages)
