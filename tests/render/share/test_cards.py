"""A card names the verdict first, and says nothing that its font cannot write."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from lastro.artifacts import Drawing
from lastro.model.claim import Claim
from lastro.model.reader_text import Text
from lastro.render.share.cards import card_of, record_files, shared_files
from lastro.site.derive import Site, derive
from tests.support import builders
from tests.support.hostile import PAYLOADS

ON = date(2025, 6, 1)
SVG = "{http://www.w3.org/2000/svg}"


def site_of(claim: Claim, cards: str = "per-claim") -> Site:
    corpus = builders.corpus(
        builders.article(),
        claim,
        builders.source(),
        builders.source(
            id="rumour", origin="rumour", publisher="Rumour Mill", parties=["Rumour Mill"]
        ),
        scale=builders.settings(exports={"cards": cards}),
    )
    return derive(corpus, ON, url="https://x.example.org/")


def cards_of(site: Site) -> dict[str, bytes]:
    made = [*record_files(site, ("claims", "quays-are-closed")), *shared_files(site, None)]
    assert all(isinstance(file, Drawing) for file in made)
    return {file.path: file.content for file in made}


def lines_of(card: bytes) -> list[str]:
    tree = ET.fromstring(card)  # noqa: S314 - made here
    assert (tree.get("width"), tree.get("height")) == ("1200", "630")
    return [text.text or "" for text in tree.iter(f"{SVG}text")]


def test_a_card_names_verdict_claim_meaning_and_days() -> None:
    made = cards_of(site_of(builders.claim()))
    assert [*made] == [
        "cards/en/quays-are-closed.png",
        "cards/pt-BR/quays-are-closed.png",
        "cards/en.png",
        "cards/pt-BR.png",
    ]
    assert lines_of(made["cards/en/quays-are-closed.png"]) == [
        "Aldera Check",
        "reported",
        "The quays of Aldera are closed on Sundays.",
        "The log of the harbour shows it.",
        "As of 10 Mar 2025, review due 10 Mar 2026. Said by Quay Company, 3 Mar 2025.",
    ]
    assert lines_of(made["cards/pt-BR/quays-are-closed.png"])[1:3] == [
        "reported (pt)",
        "Os cais de Aldera fecham aos domingos.",
    ]
    assert lines_of(made["cards/en.png"])[0] == "Aldera Check"


def test_a_card_hangs_one_weight_an_origin_hollow_where_it_has_a_stake() -> None:
    evidence = [builders.passage("harbour-log"), builders.passage("rumour", "refutes")]
    claim = builders.claim(evidence=evidence, parties=["Rumour Mill"])
    card = cards_of(site_of(claim))["cards/en/quays-are-closed.png"].decode()
    assert re.findall('h24l8 36h-40z" fill="(.*?)"', card) == ["#1a1c22", "#f8f5ef"]
    assert card.count("M6 1l6 10H0z") == 1
    assert card.count("M6 11L0 1h12z") == 1


def test_without_a_card_of_its_own_a_claim_shows_that_of_its_rating() -> None:
    site = site_of(builders.claim(), "per-rating")
    made = cards_of(site)
    assert [*made] == [
        f"cards/{tag}{name}.png"
        for tag in builders.LANGUAGES
        for name in ("", *(f"/{rating.id}" for rating in site.settings.ratings))
    ]
    assert lines_of(made["cards/pt-BR/refuted.png"]) == [
        "Aldera Check",
        "refuted (pt)",
        "É refuted.",
    ]
    view = site.every_claim["quays-are-closed"]
    assert card_of(site, "pt-BR", view) == "https://x.example.org/cards/pt-BR/reported.png"


def test_a_page_without_a_verdict_shows_the_card_of_the_site() -> None:
    gone = builders.claim(withdrawn={"on": "2025-05-21", "reason": {"en": "No."}})
    site = site_of(gone)
    assert [*cards_of(site)] == ["cards/en.png", "cards/pt-BR.png"]
    assert card_of(site, "en", site.every_claim[gone.id]) == "https://x.example.org/cards/en.png"
    assert card_of(site, "en", None) == "https://x.example.org/cards/en.png"
    assert card_of(site_of(builders.claim(), "off"), "en", None) == ""


@pytest.mark.parametrize("words", ["港の岸壁は日曜日に閉まっている。", "الأرصفة مغلقة", "नदी"])
def test_what_the_font_cannot_write_is_left_out_with_all_that_explains_it(words: str) -> None:
    claim = builders.claim().model_copy(update={"claim": Text((("en", words),))})
    card = cards_of(site_of(claim))["cards/en/quays-are-closed.png"]
    assert lines_of(card) == ["Aldera Check", "reported"]
    assert b"h24l8" not in card


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_is_text(payload: str) -> None:
    claim = builders.claim().model_copy(update={"claim": Text((("en", payload),))})
    card = ET.fromstring(cards_of(site_of(claim))["cards/en/quays-are-closed.png"])  # noqa: S314 - made here
    assert {one.tag for one in card.iter()} == {
        f"{SVG}{name}" for name in ("svg", "path", "text", "g")
    }
    assert {name for one in card.iter() for name in one.attrib} <= {
        "width", "height", "viewBox", "font-family", "font-weight", "fill", "d", "transform", "x",
        "y", "text-anchor", "font-size", "fill-rule", "stroke", "stroke-width",
    }  # fmt: skip
