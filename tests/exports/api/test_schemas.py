"""What is published is as its schema says, and as the first schemas said: v1 only grows."""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from lastro.exports.registry import find_formats
from lastro.loading.load import load
from lastro.model.kinds import MODELS
from lastro.site.derive import Site, derive
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA, PACKAGE
from tests.support.real_records import FROZEN, FROZEN_ON
from tests.support.record_schemas import schema_of

FIRST = Path(__file__).parent / "first"
"""The schemas of the first api/v1, which are never written again."""
NOW = PACKAGE / "exports" / "api" / "schema"


def site_of(root: Path) -> Site:
    corpus = load(root).corpus
    assert corpus is not None
    return derive(corpus, FROZEN_ON, url="https://aldera.example.org/")


@cache
def api_files(root: Path) -> dict[str, bytes]:
    formats = {"api": find_formats()["api"]}
    return exported_files(site_of(root), formats)


def documents(root: Path) -> Iterator[dict[str, Any]]:
    """Yield every document of the API, those of the packed file too."""
    for path, content in api_files(root).items():
        if path.endswith(".gz"):
            yield from map(json.loads, gzip.decompress(content).splitlines())
        elif "/schema/" not in path:
            yield json.loads(content)


def test_each_schema_is_one_and_allows_fields_that_it_does_not_know() -> None:
    for path in NOW.iterdir():
        schema = json.loads(path.read_bytes())
        Draft202012Validator.check_schema(schema)
        assert '"additionalProperties": false' not in path.read_text("utf-8")


@pytest.mark.parametrize("kind", ["article", "claim", "source"])
def test_a_schema_has_every_field_and_word_of_its_records(kind: str) -> None:
    """Who adds a field to a record adds it to the schema that is published, by hand."""
    told = json.loads((NOW / f"{kind}.json").read_bytes())["$defs"]
    record = schema_of(MODELS[f"{kind}s"], "")
    for name, wanted in {**record["$defs"], "Record": record}.items():
        assert {*told[name]["properties"]} == {*wanted["properties"]}, name
        assert told[name].get("required") == wanted.get("required"), name
        for key, field in wanted["properties"].items():
            if words := field.get("enum"):
                assert told[name]["properties"][key]["enum"] == words, (name, key)


@pytest.mark.parametrize("root", [ALDERA, FROZEN], ids=["aldera", "frozen"])
@pytest.mark.parametrize("schemas", [NOW, FIRST], ids=["now", "first"])
def test_every_file_is_as_the_schemas_say(root: Path, schemas: Path) -> None:
    known = {
        path.stem: Draft202012Validator(json.loads(path.read_bytes())) for path in schemas.iterdir()
    }
    seen = set()
    for document in documents(root):
        assert document["schema"].endswith(f"/api/v1/schema/{document['kind']}.json")
        seen.add(document["kind"])
        faults = [error.message for error in known[document["kind"]].iter_errors(document)]
        assert faults == [], document.get("id")
    assert known.keys() - seen <= {"moved"}


def test_the_first_schemas_refuse_what_is_left_out_or_retyped() -> None:
    schema = Draft202012Validator(json.loads((FIRST / "claim.json").read_bytes()))
    one = next(d for d in documents(ALDERA) if d.get("id") == "quay-4-closed")
    assert schema.is_valid(one | {"more": 1})
    assert not schema.is_valid({key: value for key, value in one.items() if key != "derived"})
    assert not schema.is_valid(one | {"record": {**one["record"], "claim": "bare"}})
    assert not schema.is_valid(one | {"derived": {**one["derived"], "published": 2025}})
