"""The check as JSON: to the letter, since programs of others are built on it."""

import json
from typing import Any

import pytest

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import RelatedPlace, Report
from lastro.places import START, Place, Span
from lastro.reporters import reporters
from lastro.rules.registry import rules
from tests.reporters.test_text import PATH, a_report, found

OUTSIDE = {Severity.WARNING: 2}
STEPS = ("claims", "quays-closed", "evidence", 0, "source")
AT = Place(PATH, Span(9, 13, 9, 26), STEPS)


def parsed(shape: str, report: Report) -> Any:
    return json.loads(reporters()[shape](report))


def test_json_is_version_1_and_says_all_of_a_finding() -> None:
    related = (
        RelatedPlace(Place("sources/wire.yml", Span(1, 9, 1, 10), ("sources", "wire")), "here"),
    )
    one = found(place=AT, related=related, details=(("hint", "add one"),))
    assert parsed(
        "json", a_report(one, base="origin/main", not_run=(), unread=1, elsewhere=OUTSIDE)
    ) == {
        "format": "lastro-check",
        "version": 1,
        "today": "2026-03-01",
        "base": "origin/main",
        "files": 614,
        "unread": 1,
        "counts": {"error": 1, "warning": 0, "note": 0, "waived": 0},
        "elsewhere": {"error": 0, "warning": 2, "note": 0},
        "not_run": [],
        "diagnostics": [
            {
                "rule": "evidence-unknown-source",
                "severity": "error",
                "message": "no source has the id 'harbour-bylaw'",
                "hint": "did you mean 'harbour-bylaws'?",
                "place": {
                    "path": PATH,
                    "line": 9,
                    "column": 13,
                    "end_line": 9,
                    "end_column": 26,
                    "record": "claim:quays-closed",
                    "steps": ["evidence", 0, "source"],
                },
                "related": [
                    {
                        "message": "here",
                        "place": {
                            "path": "sources/wire.yml",
                            "line": 1,
                            "column": 9,
                            "end_line": 1,
                            "end_column": 10,
                            "record": "source:wire",
                            "steps": [],
                        },
                    }
                ],
                "details": [{"label": "hint", "text": "add one"}],
                "fix": {"kind": rules()["evidence-unknown-source"].fix, "edits": []},
                "waived": None,
            }
        ],
    }


def test_json_counts_what_is_waived_apart_and_says_why() -> None:
    said = parsed("json", a_report(found(), found(waived="known since May")))
    assert said["counts"] == {"error": 1, "warning": 0, "note": 0, "waived": 1}
    assert [one["waived"] for one in said["diagnostics"]] == [None, "known since May"]
    assert (said["base"], said["not_run"]) == (None, ["change"])


@pytest.mark.parametrize(
    ("steps", "record", "route"),
    [
        (("articles", "harbour", "title"), "article:harbour", ["title"]),
        (("lastro", "ratings", 0, "id"), None, ["ratings", 0, "id"]),
        (("evidence.lock", "claim:a/said/words"), None, ["claim:a/said/words"]),
        ((), None, []),
    ],
)
def test_json_names_the_record_and_the_route_in_it(
    steps: tuple[str | int, ...], record: str | None, route: list[str | int]
) -> None:
    (one,) = parsed("json", a_report(found(place=Place("x", START, steps))))["diagnostics"]
    assert (one["place"]["record"], one["place"]["steps"]) == (record, route)
