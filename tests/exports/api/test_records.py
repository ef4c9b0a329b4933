"""The document of a record says what its page says."""

import html
import json
import re
from functools import cache
from typing import Any

import msgspec

from lastro.corpus.translations import texts_in
from lastro.exports.api.records import record_document
from lastro.render.pages.every import pages
from lastro.site.derive import derive
from tests.exports.api.test_schemas import api_files, site_of
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN, FROZEN_ON


def of(path: str, root: Any = ALDERA) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(api_files(root)[f"api/v1/{path}.json"])
    return found


def as_read(document: object) -> Any:
    return json.loads(msgspec.json.encode(document))


@cache
def bodies() -> dict[str, str]:
    """Return what a reader sees on each page in the first language, by address."""
    return {
        page.path: html.unescape(re.sub(r"<[^>]+>", "", page.body))
        for page in pages(site_of(ALDERA), "en")
    }


def test_every_record_with_a_page_has_its_file_and_no_other() -> None:
    site = site_of(ALDERA)
    for kind, shown in site.records.items():
        names = {p.split("/")[3][:-5] for p in api_files(ALDERA) if p.startswith(f"api/v1/{kind}/")}
        former = {
            old for row in site.corpus.facts.rows(kind, "former_ids") for old in row.former_ids
        }
        assert names == {*shown} | former


def test_the_windows_of_a_claim_are_those_of_its_page() -> None:
    site = site_of(ALDERA)
    for claim_id, view in site.claims.items():
        windows = of(f"claims/{claim_id}")["derived"]["windows"]
        assert [w["holds"] for w in windows] == [w.review.holds.text for w in view.windows]
        assert [w["current"] for w in windows].count(True) == 1
        if view.claim.withdrawn:
            continue
        for window in windows:
            label = next(r for r in site.settings.ratings if r.id == window["rating"]).label
            assert label.read("en")[1] in bodies()[f"claims/{claim_id}/"]
        origins = {root for w in windows for side in ("supports", "refutes", "context")
                   for root in w[side]["roots"]}  # fmt: skip
        passages = of(f"claims/{claim_id}")["derived"]["evidence"]
        counted = {root for p in passages if p["counts_in"] for root in p["roots"]}
        assert origins == counted


def test_passages_have_the_numbers_of_the_page() -> None:
    found = of("claims/quay-4-closed")["derived"]["evidence"]
    assert [p["number"] for p in found] == [*range(1, len(found) + 1)]
    assert {p["quote_check"] for p in found} <= {"verified", "attested", None}


def test_links_open_a_passage_as_those_of_the_page_do() -> None:
    page = next(p for p in pages(site_of(ALDERA), "en") if p.path == "claims/quay-4-closed/")
    links = [link for p in of("claims/quay-4-closed")["derived"]["evidence"]
             for link in p["links"].values() if link]  # fmt: skip
    assert len(links) > 3
    assert all(f'href="{html.escape(link)}"' in page.body for link in links)


def test_a_checked_quote_tells_its_copy_and_its_place() -> None:
    words = [q for p in _claims(FROZEN) for q in p["derived"]["words"] if q["capture"]]
    assert words
    for quoted in words:
        assert quoted["quote_check"] == "verified"
        assert len(quoted["capture"]["sha256_text"]) == 64
        assert quoted["capture"]["length"] > 0


def _claims(root: Any) -> list[dict[str, Any]]:
    paths = (path for path in api_files(root) if path.startswith("api/v1/claims/"))
    found = (json.loads(api_files(root)[path]) for path in paths)
    return [one for one in found if one["kind"] == "claim"]


def test_withdrawn_and_open_claims_stay_and_say_so() -> None:
    gone = of("claims/ghost-ship-sighted")
    assert gone["derived"]["state"] == "withdrawn"
    assert gone["record"]["withdrawn"]["on"] == "2026-06-01"
    assert gone["derived"]["citation"] is None
    states = {one["derived"]["state"] for one in _claims(ALDERA)}
    assert states == {"checked", "open", "withdrawn"}


def test_a_former_id_leads_on() -> None:
    moved = [one for one in map(json.loads, _texts()) if one["kind"] == "moved"]
    assert len(moved) == 3
    for one in moved:
        assert any(of(f"{kind}/{one['moved_to']}")["id"] == one["moved_to"]
                   for kind in ("claims", "sources", "articles")
                   if f"api/v1/{kind}/{one['moved_to']}.json" in api_files(ALDERA))  # fmt: skip


def _texts() -> list[bytes]:
    return [
        text
        for path, text in api_files(ALDERA).items()
        if re.match(r"api/v1/(claims|sources|articles)/", path)
    ]


def test_an_article_counts_as_its_page_does() -> None:
    site = site_of(ALDERA)
    for article_id, view in site.articles.items():
        found = of(f"articles/{article_id}")["derived"]
        assert found["coverage"]["checkable"] == len(found["statements"])
        states = [one["state"] for one in found["statements"]]
        assert states.count("left-out") == found["coverage"]["left_out"] == view.left_out
        assert states.count("open") == found["coverage"]["open"]
        assert sum(found["tallies"]["now"].values()) == states.count("checked")
    spelled = {
        one["state"] for a in site.articles for one in of(f"articles/{a}")["derived"]["statements"]
    }
    assert spelled == {"checked", "open", "withdrawn", "left-out", "repetition"}


def test_a_source_tells_where_it_is_used() -> None:
    site = site_of(ALDERA)
    for source_id, view in site.sources.items():
        used = of(f"sources/{source_id}")["derived"]["used_in"]
        assert [one["claim"] for one in used] == [claim.id for claim, _ in view.used]


def test_a_translation_is_current_missing_or_stale() -> None:
    told = {one["id"]: one["derived"]["translations"]["pt-BR"] for one in _claims(ALDERA)}
    assert {*told.values()} == {"current", "missing"}
    key = next(texts_in(claim())).key("pt-BR")
    for lock, state in (({}, "current"), ({key: {"pt-BR": "of older words"}}, "stale")):
        found = derive(corpus(translations=lock), FROZEN_ON)
        document = record_document(found, ("claims", "quays-are-closed"))
        assert as_read(document)["derived"]["translations"] == {"pt-BR": state}


def test_a_rating_against_the_evidence_says_so() -> None:
    against = {"reason": {"en": "We know."}, "by": ["A", "B"]}
    records = article(), claim(reviews=[review("supported", override=against)],
                               evidence=[passage("harbour-log", "context")]), source()  # fmt: skip
    document = record_document(derive(corpus(*records), FROZEN_ON), ("claims", "quays-are-closed"))
    (window,) = as_read(document)["derived"]["windows"]
    assert window["override"] == against
    assert window["rule"] == {"rating": "supported", "permitted": False, "needs": []}
    assert "supported" not in window["permitted"]


def test_a_record_without_a_page_has_no_document() -> None:
    assert record_document(site_of(ALDERA), ("claims", "none-such")) is None
