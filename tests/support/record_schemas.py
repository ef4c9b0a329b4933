"""JSON Schemas of the records, so that an editor helps while a record is written.

An editor that names the fields and underlines a slip saves a contributor the round trip through
the check. The schemas come from the record types, are kept in the package, and a test proves that
neither those nor `schema/` have drifted;
the check stays the judge: it knows what no schema can say, such as which sources exist.

Editors read YAML with its own types (`true`, `5`, `2026` are no text to them) while Lastro reads
all of it as text; so where a field takes such a value, the schema takes both forms. Source of the
form: JSON Schema 2020-12.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lastro.artifacts import Artifact
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.fields import describe
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.text.dates import DATE_PATTERN
from tests.support.folders import PACKAGE, ROOT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILES: tuple[tuple[str, type[Record], str], ...] = (
    ("article.json", Article, "An article under check: claims/<article>/article.yml"),
    ("claim.json", Claim, "A claim: claims/<article>/<claim>.yml"),
    ("lastro.json", Settings, "What a site is and how it rates: lastro.yml"),
    ("source.json", Source, "A source: sources/<source>.yml"),
)
Schema = dict[str, Any]


def schemas() -> Iterator[Artifact]:
    for path, model, title in _FILES:
        yield Artifact.json(path, schema_of(model, title))


def schema_of(model: type[Record], title: str) -> Schema:
    """Describe the files of one kind; fields that come from the file's place are left out."""
    kinds = _kinds()
    for one in kinds:
        describe(one)
    for one in kinds:
        one.model_rebuild(force=True)
    found = model.model_json_schema(by_alias=True)
    for name in model.FROM_PATH:
        del found["properties"][name]
        found["required"].remove(name)
    for inner in found["$defs"].values():
        _adapt_with_all_below(inner, found["$defs"])
    _adapt_with_all_below(found, found["$defs"])
    return {"$schema": DIALECT, "title": title, **found}


def _kinds() -> list[type[Record]]:
    """List all kinds of record; those that stand in a file of their own come last."""
    found: list[type[Record]] = [Record]
    for one in found:
        found += one.__subclasses__()
    return found


def _adapt_with_all_below(schema: Schema, named: Mapping[str, Schema]) -> None:
    _adapt(schema)
    for inner in schema.get("properties", {}).values():
        _adapt_with_all_below(inner, named)
        # pydantic leaves a description out when the type it points to has the same one.
        if "$ref" in inner:
            inner.setdefault("description", named[inner["$ref"].split("/")[-1]]["description"])
    below = [*schema.get("anyOf", ()), schema.get("items"), schema.get("additionalProperties")]
    for inner in below:
        if isinstance(inner, dict):
            _adapt_with_all_below(inner, named)


def _adapt(schema: Schema) -> None:
    # A title made of the field's name, and a default that only says "left out", tell nothing.
    schema.pop("title", None)
    if schema.get("default", ...) in (None, []):
        del schema["default"]
    if "description" in schema:
        schema["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", schema["description"])
    if schema.get("type") == "boolean":
        schema |= {"type": ["boolean", "string"], "enum": [True, False, "true", "false"]}
    elif schema.get("type") == "integer":
        schema |= {"type": ["integer", "string"], "pattern": "^[0-9]+$"}
    elif schema.get("type") == "number":
        schema |= {"type": ["number", "string"], "pattern": r"^[0-9]{1,2}(\.[05])?$"}
    elif DATE_PATTERN in schema.get("pattern", "") and re.fullmatch(schema["pattern"], "2026"):
        # a year alone is a number to an editor
        schema["type"] = ["string", "integer"]
    elif schema.get("const", "").isdecimal():
        schema.pop("type")
        schema["enum"] = [int(schema["const"]), schema.pop("const")]


def write(*folders: Path) -> None:
    """Write the schemas into some folders: for developers, called by `make schema`."""
    for folder in folders:
        for artifact in schemas():
            (folder / artifact.path).write_bytes(artifact.content)


if __name__ == "__main__":
    write(ROOT / "schema", PACKAGE / "model" / "schema")
