"""The check as JSON and SARIF: to the letter, since programs of others are built on it."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from lastro.checks.runner import run
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import RelatedPlace, Report
from lastro.loading.load import load
from lastro.places import START, Place, Span
from lastro.reporters import for_machines, reporters
from lastro.reporters import sarif as sarif_form
from lastro.rules.registry import rules
from tests.reporters.test_text import PATH, a_report, found
from tests.support.little_site import CLAIM, CLAIM_PATH, write_files, write_site

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)
OUTSIDE = {Severity.WARNING: 2}
STEPS = ("claims", "quays-closed", "evidence", 0, "source")
AT = Place(PATH, Span(9, 13, 9, 26), STEPS)


def parsed(shape: str, report: Report) -> Any:
    return json.loads(reporters()[shape](report))


def results(report: Report) -> list[Any]:
    """Return the results of a log that is valid."""
    log = parsed("sarif", report)
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (one_run,) = log["runs"]
    listed: list[Any] = one_run["results"]
    return listed


def test_two_forms_are_for_machines() -> None:
    assert for_machines() == {"json", "sarif"}


# --- json ----------------------------------------------------------------------------------------


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


# --- sarif ---------------------------------------------------------------------------------------


def test_sarif_says_all_of_a_finding() -> None:
    related = (RelatedPlace(Place("sources/wire.yml", Span(1, 9, 2, 4)), "here"),)
    (one,) = results(a_report(found(place=AT, related=related)))
    (fingerprint,) = one.pop("partialFingerprints").items()
    assert re.fullmatch("lastro/v1 [0-9a-f]{64}", " ".join(fingerprint))
    assert one == {
        "ruleId": "evidence-unknown-source",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "no source has the id 'harbour-bylaw'\ndid you mean 'harbour-bylaws'?"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": PATH},
                    "region": {"startLine": 9, "startColumn": 13, "endColumn": 26},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 0,
                "message": {"text": "here"},
                "physicalLocation": {
                    "artifactLocation": {"uri": "sources/wire.yml"},
                    "region": {"startLine": 1, "startColumn": 9, "endLine": 2, "endColumn": 4},
                },
            }
        ],
        "suppressions": [],
    }


def test_sarif_describes_each_rule_that_spoke_once() -> None:
    report = a_report(found(rule="url-untidy"), found(rule="url-unsafe"), found(rule="url-untidy"))
    (one_run,) = parsed("sarif", report)["runs"]
    described = one_run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == ["url-unsafe", "url-untidy"]
    assert [result["ruleIndex"] for result in one_run["results"]] == [0, 1, 1]
    assert described[1]["help"]["text"] == rules()["url-untidy"].text
    assert described[1]["fullDescription"] == described[1]["help"]
    assert described[1]["shortDescription"]["text"] == rules()["url-untidy"].text.split("\n")[0]
    assert described[1]["defaultConfiguration"] == {"level": "error"}
    assert one_run["columnKind"] == "unicodeCodePoints"


def test_every_rule_makes_a_valid_log() -> None:
    assert len(results(a_report(*(found(rule=name) for name in rules())))) == len(rules())


def test_the_schema_would_refuse_what_is_no_log() -> None:
    log = parsed("sarif", a_report(found()))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft4Validator(SCHEMA).is_valid(log)


def test_a_waiver_is_a_suppression_with_its_reason() -> None:
    (one,) = results(a_report(found(waived="known since May")))
    assert one["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "known since May"}
    ]


def test_a_fingerprint_stays_when_lines_move_and_differs_for_each_finding(tmp_path: Path) -> None:
    def fingerprints(text: str) -> list[str]:
        write_files(tmp_path, {CLAIM_PATH: text})
        found = results(run(load(tmp_path), date(2026, 3, 1)))
        return [one["partialFingerprints"]["lastro/v1"] for one in found]

    write_site(tmp_path)
    before = fingerprints(CLAIM.replace("The quays are", "What?! Two?! The quays are"))
    after = fingerprints(
        "# a line\n" + CLAIM.replace("The quays are", "What?! Two?! The quays are")
    )
    assert before == after
    assert len(set(before)) == len(before) > 1


def test_findings_of_one_rule_on_one_value_have_fingerprints_of_their_own() -> None:
    one, other, elsewhere = results(
        a_report(found(place=AT), found(place=AT), found(place=Place(PATH, AT.span, STEPS[:2])))
    )
    prints = [r["partialFingerprints"]["lastro/v1"] for r in (one, other, elsewhere)]
    assert len(set(prints)) == 3


def test_a_path_is_an_address_relative_to_the_site() -> None:
    odd = "claims/a b/é%:#?.yml"
    (one,) = results(a_report(found(place=Place(odd))))
    location = one["locations"][0]["physicalLocation"]
    assert location == {
        "artifactLocation": {"uri": "claims/a%20b/%C3%A9%25%3A%23%3F.yml"},
        "region": {"startLine": 1},
    }
    assert unquote(location["artifactLocation"]["uri"]) == odd


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[go](https://evil.example.net/)", r"\[go](https://evil.example.net/)"),
        ("[go](0) {0} {12}", r"\[go](0) {{0}} {{12}}"),
        ("write `related: {claim: x}` [@x]", "write `related: {claim: x}` [@x]"),
    ],
)
def test_no_viewer_reads_a_link_or_a_placeholder_into_a_message(text: str, shown: str) -> None:
    (one,) = results(a_report(found(message=text, hint="")))
    assert one["message"]["text"] == shown


def test_more_results_than_hosts_take_are_left_out_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif_form, "MOST", 2)
    notes = [found(severity=Severity.NOTE)] * 3
    report = a_report(*notes, found())
    assert [one["level"] for one in results(report)] == ["error", "note"]
    (told,) = parsed("sarif", report)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == (
        "2 more results are left out: run `lastro check --format json`"
    )
