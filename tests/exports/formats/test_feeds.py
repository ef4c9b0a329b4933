"""Feeds: each check once, each change once, by names that outlive a rename."""

import calendar
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import feedparser
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lastro.exports.entries import tell_record
from lastro.exports.formats import feeds
from lastro.exports.registry import find_formats
from lastro.loading.load import load
from lastro.model.catalogue import say
from lastro.model.claim import Claim
from lastro.site.derive import Site, derive
from lastro.site.facets import facets
from lastro.site.feeds import find_feed
from lastro.text import escape
from tests.support.builders import (
    ARTICLE,
    CLAIM,
    SETTINGS,
    SOURCE,
    article,
    claim,
    corpus,
    review,
    source,
)
from tests.support.exported_files import exported_files
from tests.support.hostile import PAYLOADS

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://check.example.org/"
TODAY = date(2025, 7, 1)
MOVED = [
    review("reported", "2025-03-03/2025-06-01"),
    review("superseded", "2025-06-01/..", decided="2025-06-02"),
]


def site_of(*claims: Claim, **over: object) -> Site:
    listed = article(statements=[{"claim": one.id} for one in claims])
    return derive(corpus(listed, source(), *claims), TODAY, url=URL, **over)  # type: ignore[arg-type]


def feeds_of(*claims: Claim) -> dict[str, bytes]:
    return exported_files(site_of(*claims), {"feeds": find_formats()["feeds"]})


def document(content: bytes) -> Element:
    return fromstring(content)  # noqa: S314 - our own file


def entries(files: dict[str, bytes], path: str) -> list[dict[str, str]]:
    return [_read(entry) for entry in document(files[path]).iter(f"{ATOM}entry")]


def _read(entry: Element) -> dict[str, str]:
    read = {part.tag.removeprefix(ATOM): part.text or "" for part in entry}
    return read | {"link": entry.find(f"{ATOM}link").get("href", "")}  # type: ignore[union-attr]


def names(files: dict[str, bytes], path: str) -> list[str]:
    return [entry["id"] for entry in entries(files, path)]


def test_a_check_is_told_with_its_verdict_in_each_language() -> None:
    files = feeds_of(claim())
    assert entries(files, "feeds/claims.xml") == [
        {
            "id": f"{URL}claims/quays-are-closed/",
            "title": "reported: The quays of Aldera are closed on Sundays.",
            "link": f"{URL}claims/quays-are-closed/",
            "published": "2025-03-10T00:00:00Z",
            "updated": "2025-03-10T00:00:00Z",
            "content": "The log of the harbour shows it.",
        }
    ]
    (told,) = entries(files, "pt-BR/feeds/claims.xml")
    assert told["title"] == "reported (pt): Os cais de Aldera fecham aos domingos."
    assert told["link"] == f"{URL}pt-BR/claims/quays-are-closed/"
    assert entries(files, "feeds/changes.xml") == []


def test_both_forms_hold_the_same_entries() -> None:
    files = feeds_of(claim(reviews=MOVED, former_ids=["quays"]))
    for name in ("feeds/claims", "feeds/changes", "pt-BR/feeds/claims", "pt-BR/feeds/changes"):
        read: dict[str, Any] = json.loads(files[f"{name}.json"])
        assert read["version"] == "https://jsonfeed.org/version/1.1"
        assert read["feed_url"] == f"{URL}{name}.json"
        keys = ("id", "url", "title", "content_text", "date_published", "date_modified")
        others = ("id", "link", "title", "content", "published", "updated")
        assert [[item[key] for key in keys] for item in read["items"]] == [
            [entry[key] for key in others] for entry in entries(files, f"{name}.xml")
        ]


def test_a_verdict_that_moved_is_one_entry_that_says_from_what_to_what() -> None:
    correction = {"on": "2025-06-02", "what": {"en": "It ended.", "pt-BR": "Acabou."}}
    files = feeds_of(claim(reviews=MOVED, corrections=[correction]))
    (moved,) = entries(files, "feeds/changes.xml")
    assert moved["id"] == f"{URL}claims/quays-are-closed/#2025-06-02"
    assert moved["title"] == "superseded: The quays of Aldera are closed on Sundays."
    assert moved["content"].split("\n") == [
        "The log of the harbour shows it.",
        "Since 2025-06-01. Rating then: reported; now: superseded.",
        "Correction: It ended.",
    ]
    (check,) = entries(files, "feeds/claims.xml")
    assert check["id"] == f"{URL}claims/quays-are-closed/"
    assert (check["published"][:10], check["updated"][:10]) == ("2025-03-10", "2025-06-02")


def test_a_correction_says_what_readers_were_told_before() -> None:
    was = {
        "rating": "refuted",
        "holds": "2025-03-04/..",
        "short": {"en": "No log shows it.", "pt-BR": "Nada mostra."},
    }
    what = {"en": "We misread the log.", "pt-BR": "Lemos mal."}
    files = feeds_of(claim(corrections=[{"on": "2025-04-01", "what": what, "was": was}]))
    (told,) = entries(files, "feeds/changes.xml")
    assert told["content"].split("\n") == [
        "The log of the harbour shows it.",
        "Correction: We misread the log.",
        "Rating then: refuted; now: reported.",
        "Time then: since 2025-03-04; now: since 2025-03-03.",
        "Answer then: “No log shows it.” Now: “The log of the harbour shows it.”",
    ]


def test_a_withdrawal_is_told_and_takes_the_check_away() -> None:
    gone = {"on": "2025-05-01", "reason": {"en": "It was a joke.", "pt-BR": "Foi piada."}}
    files = feeds_of(claim(withdrawn=gone))
    assert entries(files, "feeds/claims.xml") == []
    (told,) = entries(files, "feeds/changes.xml")
    assert told["title"] == "Withdrawn: The quays of Aldera are closed on Sundays."
    assert told["content"] == "It was a joke."


def test_an_entry_keeps_its_name_through_renames_and_other_words() -> None:
    before = feeds_of(claim(reviews=MOVED))
    reworded = {"en": "Aldera closes its quays.", "pt-BR": "Aldera fecha os cais."}
    after = feeds_of(
        claim(
            id="quays-shut",
            former_ids=["quays-are-closed", "quays-closed"],
            reviews=MOVED,
            claim=reworded,
        )
    )
    for path in ("feeds/claims.xml", "feeds/changes.xml", "pt-BR/feeds/changes.xml"):
        assert names(after, path) == names(before, path)
    assert entries(after, "feeds/claims.xml")[0]["link"] == f"{URL}claims/quays-shut/"


def test_an_open_claim_is_no_check() -> None:
    still = claim(opened="2025-03-10", reviews=[], not_checked=None, volatility=None)
    files = feeds_of(still)
    assert entries(files, "feeds/claims.xml") == entries(files, "feeds/changes.xml") == []
    assert f"<updated>{feeds.NEVER}<" in files["feeds/claims.xml"].decode()


def many(count: int, **over: object) -> Iterator[Claim]:
    for number in range(count):
        yield claim(id=f"quay-{number:03}", **over)


@pytest.mark.parametrize(("count", "has_one"), [(4, False), (5, True)])
def test_what_five_claims_share_has_a_feed_and_its_page_leads_to_it(
    count: int,
    has_one: bool,  # noqa: FBT001 - a case of the test
) -> None:
    site = site_of(*many(count))
    files = exported_files(site, {"feeds": find_formats()["feeds"]})
    shared = {"feeds/topics/quays.xml", "feeds/ratings/reported.xml"}
    shared |= {"feeds/claimants/quay-company.xml"}
    assert (shared <= files.keys()) is has_one
    facets = feeds_of_facets(site)
    assert {f"{path}{end}" for path in facets if path for end in (".xml", ".json")} == {
        p for p in files if p.count("/") == 2 and p.startswith("feeds/")
    }
    if has_one:
        title = document(files["feeds/claimants/quay-company.xml"]).findtext(f"{ATOM}title")
        assert title == f"Aldera Check: {say('en', 'claimant_title', name='Quay Company')}"


def feeds_of_facets(site: Site) -> list[str]:
    found = facets(site)
    others = (*found.topics, *found.claimants.values(), *found.publishers.values())
    return [*map(find_feed, found.ratings), *map(find_feed, others)]


def test_a_rating_tells_once_what_came_to_it() -> None:
    files = feeds_of(
        *many(4),
        *many(0),
        claim(id="z", reviews=MOVED),
        *(claim(id=f"moved-{n}", reviews=MOVED) for n in range(4)),
    )
    found = names(files, "feeds/ratings/superseded.xml")
    assert len(found) == 5
    assert all(name.endswith("#2025-06-02") for name in found)


def test_a_feed_goes_back_a_hundred_entries_the_newest_first() -> None:
    files = feeds_of(*many(101), claim(id="newest", reviews=[review(decided="2025-04-01")]))
    found = names(files, "feeds/claims.xml")
    assert (len(found), found[0]) == (feeds.MOST, f"{URL}claims/newest/")
    assert len(names(files, "feeds/topics/quays.xml")) == feeds.MOST_OF_FACET


def test_a_reader_of_feeds_takes_both_forms_without_a_complaint() -> None:
    files = feeds_of(*many(5), claim(id="moved", reviews=MOVED, former_ids=["first"]))
    for path, content in files.items():
        if path.endswith(".xml"):
            read = feedparser.parse(content)
            told = json.loads(files[path.replace(".xml", ".json")])
            assert (read.bozo, read.version) == (False, "atom10")
            assert read.feed.title == told["title"]
            assert [entry.id for entry in read.entries] == [one["id"] for one in told["items"]]
            assert read.feed.links[0].href == f"{URL}{path}"
            assert [entry.summary for entry in read.entries] == [
                one["content_text"] for one in told["items"]
            ]
    (moved,) = feedparser.parse(files["feeds/changes.xml"]).entries
    assert calendar.timegm(moved.updated_parsed) == calendar.timegm((2025, 6, 2, 0, 0, 0))
    assert moved.id == f"{URL}claims/first/#2025-06-02"


def test_a_thousand_files_in_another_form_tell_nothing_and_a_moved_verdict_one_thing(
    tmp_path: Path,
) -> None:
    before = _told_of(tmp_path, 1000, lambda text: text)
    assert len(before["claims"]) == 1000
    assert _told_of(tmp_path, 1000, _in_another_form) == before
    after = _told_of(tmp_path, 1000, _moved)
    assert after["claims"].keys() == before["claims"].keys()
    assert [*after["changes"]] == [f"{URL}claims/quay-0500/#2025-06-02"]
    assert before["changes"] == {}


def _told_of(root: Path, count: int, write: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """Return title by id of each entry of all records on the disk, however old."""
    records = {f"claims/times/quay-{number:04}.yml": CLAIM for number in range(count)}
    listed = [{"claim": f"quay-{number:04}"} for number in range(count)]
    records["claims/times/article.yml"] = {**ARTICLE, "statements": listed}
    records |= {"sources/harbour-log.yml": SOURCE, "lastro.yml": SETTINGS}
    for path, record in records.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (root / path).write_text(write(text) if "quay-" in path else text, encoding="utf-8")
    (root / "claims/times/quay-0500.yml").write_text(
        write(json.dumps(CLAIM) + " # quay-0500"), encoding="utf-8"
    )
    found = load(root).corpus
    assert found is not None
    site = derive(found, TODAY, url=URL)
    told = [tell_record(site, at, "en") for at in found.facts if at[0] == "claims"]
    return {
        "claims": {one.check.id: one.check.title for one in told if one and one.check},
        "changes": {entry.id: entry.title for one in told if one for entry in one.changes},
    }


def _in_another_form(text: str) -> str:
    record = json.loads(text.partition(" # ")[0])
    return "# the same\n" + yaml.safe_dump(
        dict(reversed(record.items())), allow_unicode=True, sort_keys=False, width=50
    )


def _moved(text: str) -> str:
    record = json.loads(text.partition(" # ")[0])
    if text.endswith("# quay-0500"):
        record["reviews"] = MOVED
    return json.dumps(record)


def test_no_switch_no_draft_and_no_preview_has_one() -> None:
    assert site_of(claim()).serves("feeds")
    assert not site_of(claim(), draft=True).serves("feeds")
    assert not site_of(claim(), exported=False).serves("feeds")


@settings(max_examples=25, deadline=None)
@given(hostile=st.sampled_from(PAYLOADS) | st.text(min_size=1, max_size=40).filter(str.strip))
def test_hostile_words_stay_words(hostile: str) -> None:
    line = " ".join(hostile.split()) or "x"
    words = {"en": line, "pt-BR": line}
    correction = {"on": "2025-06-02", "what": words}
    name = {"name": f"{line}x", "kind": "person"}
    files = feeds_of(claim(claim=words, claimant=name, topics=["quays"], corrections=[correction]))
    kept = escape._NOT_XML.sub("", line)
    (told,) = entries(files, "feeds/changes.xml")
    assert told["title"] == f"reported: {kept}"
    assert f"Correction: {kept}" in told["content"]
    assert json.loads(files["feeds/changes.json"])["items"][0]["title"] == f"reported: {line}"
