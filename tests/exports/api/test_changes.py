"""What changed, by day: each change once, in the file of its day, as its schema says."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from msgspec import json as fast

from lastro.exports.api import changes
from lastro.exports.owed import OwedChange, list_owed
from lastro.exports.registry import find_formats
from lastro.loading.load import load
from lastro.model.claim import Claim
from lastro.site.corrections_log import changes as shown_on_page
from lastro.site.derive import Site, derive
from tests.support.builders import SHORT, article, claim, corpus, review, source
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA, TESTS
from tests.support.real_records import FROZEN, FROZEN_ON

FIRST = TESTS / "exports" / "api" / "first"
"""The schemas of the first api/v1, which are never written again."""
URL = "https://x.example.org/"


def files_of(site: Site) -> dict[str, Any]:
    made = exported_files(site, {"api": find_formats()["api"]})
    owed = ("api/v1/changes", "api/v1/corrections", "api/v1/schema/")
    return {path: json.loads(content) for path, content in made.items() if path.startswith(owed)}


def made(*claims: Claim) -> dict[str, Any]:
    return files_of(derive(corpus(article(), source(), *claims), FROZEN_ON, url=URL))


def published(root: Any) -> Site:
    found = load(root).corpus
    assert found is not None
    return derive(found, FROZEN_ON, url=URL)


def test_a_day_names_from_what_to_what_in_every_language() -> None:
    moved = [
        review("reported", "2025-03-03/2025-06-01"),
        review("refuted", "2025-06-01/..", decided="2025-06-02"),
    ]
    files = made(claim(reviews=moved))
    assert files["api/v1/changes.json"] == {
        "api": "v1",
        "kind": "days",
        "schema": f"{URL}api/v1/schema/days.json",
        "months": {"2025-03": {"10": 1}, "2025-06": {"02": 1}},
    }
    assert files["api/v1/changes/2025-06/02.json"]["items"] == [
        {
            "on": "2025-06-02",
            "kind": "moved",
            "record": "claims/quays-are-closed",
            "claim": "quays-are-closed",
            "window": "2025-06-01/..",
            "from": {"rating": "reported", "holds": "2025-03-03/2025-06-01", "short": SHORT},
            "to": {"rating": "refuted", "holds": "2025-06-01/..", "short": SHORT},
            "what": None,
            "see": None,
        }
    ]


@pytest.mark.parametrize("root", [ALDERA, FROZEN], ids=["invented", "real"])
def test_corrections_are_those_of_the_page_newest_first(root: Any) -> None:
    site = published(root)
    shown = [(entry.on.isoformat(), entry.path[:-1]) for entry in shown_on_page(site)]
    listed = [
        (one["on"], one["record"]) for one in files_of(site)["api/v1/corrections.json"]["items"]
    ]
    assert listed
    assert Counter(listed) == Counter(shown)
    assert [day for day, _ in listed] == [day for day, _ in shown]


@pytest.mark.parametrize("root", [ALDERA, FROZEN], ids=["invented", "real"])
def test_every_change_stands_in_the_file_of_its_day(root: Any) -> None:
    site, files = published(root), files_of(published(root))
    owed = Counter(
        (one.record, one.on.isoformat(), one.kind)
        for at in site.corpus.facts
        for one in list_owed(site, at)
    )
    told: Counter[tuple[str, str, str]] = Counter()
    for month, days in files["api/v1/changes.json"]["months"].items():
        for day, count in days.items():
            items = files[f"api/v1/changes/{month}/{day}.json"]["items"]
            assert [one["on"] for one in items] == [f"{month}-{day}"] * count
            told.update((one["record"], one["on"], one["kind"]) for one in items)
    assert told == owed


@pytest.mark.parametrize("root", [ALDERA, FROZEN], ids=["invented", "real"])
def test_the_first_schemas_still_accept_every_file(root: Any) -> None:
    files = files_of(published(root))
    for path, document in files.items():
        if "/schema/" in path:
            Draft202012Validator.check_schema(document)
            continue
        name = document["schema"].removeprefix(f"{URL}api/v1/schema/")
        for schema in (files[f"api/v1/schema/{name}"], json.loads((FIRST / name).read_bytes())):
            Draft202012Validator(schema).validate(document)
            assert '"additionalProperties": false' not in json.dumps(schema)


def test_a_day_of_many_changes_goes_on_in_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST", 2)
    files = made(*(claim(id=f"c-{number}") for number in range(5)))
    assert files["api/v1/changes.json"]["months"] == {"2025-03": {"10": 5}}
    found = {path: one["items"] for path, one in files.items() if "/2025-03/" in path}
    assert {path[-9:]: [one["claim"] for one in items] for path, items in found.items()} == {
        "3/10.json": ["c-0", "c-1"],
        "10-2.json": ["c-2", "c-3"],
        "10-3.json": ["c-4"],
    }


def test_a_day_of_work_on_a_large_site_is_two_small_requests() -> None:
    """100,000 claims that were checked over ten years: 27 a day, and a change of one in ten."""
    site = derive(corpus(), FROZEN_ON, url=URL)
    (like,) = list_owed(site, ("claims", "quays-are-closed"))
    days = [date(2016, 1, 1) + timedelta(days=number) for number in range(3650)]
    entries = [
        day.isoformat().encode()
        + fast.encode(OwedChange(**{**like_dict(like), "on": day, "claim": f"claim-{number}"}))
        for day in days
        for number in range(30)
    ]
    files = changes.list_changes(site, lambda path: entries if path == changes.OWED else ())
    size = {file.path: len(file.content) for file in files}
    day = size[f"{changes.OWED}/2025-12/27.json"]
    assert size[f"{changes.OWED}.json"] + day <= 100_000
    assert max(size.values()) <= 100_000


def like_dict(change: OwedChange) -> dict[str, Any]:
    return {name: getattr(change, name) for name in change.__struct_fields__}
