"""Whatever a stranger writes into any field comes out of every file as the words that it is.

Every text of every record of Aldera is replaced at once, and each file is read as its readers do.
"""

import csv
import gzip
import io
import json
from functools import cache
from typing import Any

import html5lib
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from lastro.exports.formats import tables
from lastro.exports.registry import add_to_head
from lastro.render.pages.every import pages
from lastro.site.derive import Site, derive
from tests.exports.api.test_schemas import NOW
from tests.properties.test_inert import BATCH, full_of
from tests.support.exported_files import exported_files
from tests.support.hostile import PAYLOADS
from tests.support.real_records import FROZEN_ON

ODD = "\u2028\u2029\x85\x7f\\\"'\ufeff=1+1"
every_payload = pytest.mark.parametrize("words", [BATCH, ODD, *PAYLOADS[::8]])


@cache
def site_full_of(words: str) -> Site:
    return derive(full_of(words), FROZEN_ON, url="https://check.example.org/")


def texts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value]


@cache
def schema(kind: str) -> Any:
    return Draft202012Validator(json.loads((NOW / f"{kind}.json").read_bytes()))


def parsed(head: str) -> Any:
    """Return head and body of a page, as a browser reads them."""
    return html5lib.parse(f"<!doctype html><head>{head}</head>", namespaceHTMLElements=False)


@every_payload
def test_every_json_file_holds_the_words_and_is_as_its_schema_says(words: str) -> None:
    files = exported_files(site_full_of(words))
    read = {path: json.loads(text) for path, text in files.items() if path.endswith(".json")}
    held = [document for path, document in read.items() if texts(document).count(words) > 2]
    assert len(held) > 50
    for document in read.values():
        if "api" in document:
            assert [error.message for error in schema(document["kind"]).iter_errors(document)] == []
    packed = gzip.decompress(files["api/v1/all.jsonl.gz"]).decode().removesuffix("\n").split("\n")
    alone = [document for document in read.values() if {"api", "id"} <= document.keys()]
    assert sorted(map(json.dumps, map(json.loads, packed))) == sorted(map(json.dumps, alone))


@every_payload
def test_no_cell_of_a_table_is_run(words: str) -> None:
    files = exported_files(site_full_of(words))
    for path in ("claims.csv", "verdicts.csv", "sources.csv"):
        text = io.StringIO(files[path].decode("utf-8-sig"), newline="")
        rows = [*csv.reader(text, strict=True)]
        assert {len(row) for row in rows} == {len(rows[0])}
        assert [cell for row in rows for cell in row if cell.startswith(tables.LIVE)] == []


@every_payload
def test_a_head_holds_data_and_nothing_that_runs(words: str) -> None:
    site = site_full_of(words)
    seen = 0
    for page in pages(site, "en"):
        head = add_to_head(site, page).head
        (found, body), (own, _) = map(parsed, (head, page.head))
        added = [one for one in found if one.get("type") == "application/ld+json"]
        assert [one.attrib for one in found if one not in added] == [one.attrib for one in own]
        assert [*body] == []
        for script in added:
            seen += words in texts(json.loads(script.text or ""))
    assert seen > 10
