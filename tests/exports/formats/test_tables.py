"""Tables: a row for each claim and language, which no spreadsheet runs, and a package that describes it."""

import csv
import hashlib
import io
import json
from datetime import date

import pytest

from lastro.exports.formats import tables
from lastro.exports.registry import find_formats
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.site.derive import derive
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.exported_files import exported_files

TODAY = date(2025, 7, 1)
URL = "https://check.example.org/"


def made(*records: Claim | Source) -> dict[str, bytes]:
    gathered = corpus(article(), *(records or (claim(), source())))
    return exported_files(derive(gathered, TODAY, url=URL), {"tables": find_formats()["tables"]})


def rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8")
    assert text.startswith(tables.MARK)
    assert text.count("\r\n") == text.count("\n")
    return [*csv.DictReader(io.StringIO(text.removeprefix(tables.MARK), newline=""), strict=True)]


def test_a_claim_has_a_row_in_each_language() -> None:
    english, portuguese = rows(made()["claims.csv"])
    assert english == {
        "id": "quays-are-closed",
        "lang": "en",
        "article": "harbour-times",
        "claim": "The quays of Aldera are closed on Sundays.",
        "claimant": "Quay Company",
        "said_on": "2025-03-03",
        "said_words": "Our quays are closed on Sundays.",
        "rating": "reported",
        "label": "reported",
        "value": "",
        "holds": "2025-03-03/..",
        "status": "primary",
        "short": "The log of the harbour shows it.",
        "supports": "1",
        "refutes": "0",
        "context": "0",
        "sources": "1",
        "origins": "1",
        "published": "2025-03-10",
        "modified": "2025-03-10",
        "due": "2026-03-10",
        "withdrawn": "",
        "url": f"{URL}claims/quays-are-closed/",
    }
    assert (portuguese["lang"], portuguese["label"]) == ("pt-BR", "reported (pt)")
    assert portuguese["url"] == f"{URL}pt-BR/claims/quays-are-closed/"


def test_counts_are_those_of_the_window_that_holds_now() -> None:
    moved = claim(
        reviews=[
            review("reported", "2025-03-03/2025-06-01"),
            review("supported", "2025-06-01/..", decided="2025-06-02"),
        ],
        evidence=[
            passage("harbour-log", speaks_of="2025-03-03/.."),
            passage("old-log", "refutes", speaks_of="2025-03-03"),
        ],
    )
    files = made(moved, source(), source(id="old-log", origin="somebody"))
    row = rows(files["claims.csv"])[0]
    assert [row[name] for name in ("rating", "value", "supports", "refutes", "sources")] == [
        "supported", "5", "1", "0", "1",
    ]  # fmt: skip
    told = [[*row.values()] for row in rows(files["verdicts.csv"])]
    assert told == [
        ["quays-are-closed", "2025-03-03", "2025-06-01", "reported", "", "contested", "2025-03-10"],
        ["quays-are-closed", "2025-06-01", "", "supported", "5", "primary", "2025-06-02"],
    ]


@pytest.mark.parametrize(
    ("over", "label"),
    [
        ({"withdrawn": {"on": "2025-05-01", "reason": {"en": "No."}}}, "Withdrawn"),
        ({"opened": "2025-03-10", "reviews": [], "not_checked": None, "volatility": None}, "Being looked at"),
    ],
)  # fmt: skip
def test_what_has_no_verdict_says_so_and_gives_none(over: dict[str, object], label: str) -> None:
    files = made(claim(**over), source())
    row = rows(files["claims.csv"])[0]
    assert (row["label"], row["rating"], row["short"], row["holds"]) == (label, "", "", "")
    assert row["url"] == f"{URL}claims/quays-are-closed/"
    assert rows(files["verdicts.csv"]) == []


@pytest.mark.parametrize("sign", tables.LIVE[:4])
def test_no_cell_is_run(sign: str) -> None:
    words = {"en": f"{sign}cmd|' /C calc'!A0", "pt-BR": f"{sign}1+1,\"'; x"}
    who = {"name": f"{sign}HYPERLINK(1)", "kind": "person"}
    files = made(claim(claim=words, claimant=who), source(title=f"{sign}sum", publisher=f"{sign}x"))
    english, portuguese = rows(files["claims.csv"])
    assert english["claim"] == "'" + words["en"]
    assert portuguese["claim"] == "'" + words["pt-BR"]
    assert english["claimant"] == f"'{sign}HYPERLINK(1)"
    for content in files.values():
        if content.startswith(tables.MARK.encode()):
            cells = [cell for row in rows(content) for cell in row.values()]
            assert [cell for cell in cells if cell.startswith(tables.LIVE)] == []


def test_a_source_says_where_it_is_and_how_it_was_read() -> None:
    (row,) = rows(made()["sources.csv"])
    assert row["page"] == f"{URL}sources/harbour-log/"
    told = ("id", "kind", "origin", "read_on", "read_as", "read_extent", "claims")
    assert [row[name] for name in told] == [
        "harbour-log", "primary", "port-authority", "2025-03-10", "original", "whole", "1",
    ]  # fmt: skip


def test_the_package_describes_each_column_of_each_table() -> None:
    files = made()
    package = json.loads(files["datapackage.json"])
    assert [one["path"] for one in package["resources"]] == [
        "claims.csv",
        "verdicts.csv",
        "sources.csv",
    ]
    for resource in package["resources"]:
        content = files[resource["path"]]
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [*rows(content)[0]]
        assert all(field["description"] for field in fields)
        assert set(resource["schema"]["primaryKey"]) <= {field["name"] for field in fields}
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for row in rows(content):
            for field in fields:
                _require_type(row[field["name"]], field["type"])


def _require_type(cell: str, kind: str) -> None:
    if cell and kind in ("integer", "number"):
        float(cell)
    if cell and kind == "date":
        date.fromisoformat(cell)
