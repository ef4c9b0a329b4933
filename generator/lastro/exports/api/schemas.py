"""JSON Schemas of api/v1, made from the types that its files are made of.

They stand beside this module and are published as they stand: a test proves that they have not
drifted. A schema allows fields that it does not know, as readers must, since v1 grows. Source of the
form: JSON Schema 2020-12.
"""

import sys
from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from msgspec.json import schema_components

from lastro.artifacts import Artifact
from lastro.exports.api.files import FILES
from lastro.exports.api.records import API
from lastro.model.base import Record
from lastro.model.json_schema import DIALECT, Schema, schema_of
from lastro.model.kinds import MODELS

_RECORDS: dict[str, type[Record]] = {
    "article": MODELS["articles"],
    "claim": MODELS["claims"],
    "source": MODELS["sources"],
}


def read_schemas() -> Iterator[Artifact]:
    """Yield the schemas as they are published."""
    folder = resources("lastro.exports.api") / "schema"
    for kind in FILES:
        content = (folder / f"{kind}.json").read_bytes()
        yield Artifact(f"{API}/schema/{kind}.json", content)


def make_schemas() -> Iterator[Artifact]:
    """Make the schema of each kind of file from its type."""
    for kind, file in FILES.items():
        _, named = schema_components([file], ref_template="#/$defs/{name}")
        for one in named.values():
            _require_all(one)
        top = named.pop(file.__name__)
        top["properties"]["kind"] = {"const": kind}
        if model := _RECORDS.get(kind):
            record = _as_published(schema_of(model, ""))
            named |= {**record.pop("$defs"), "Record": _without(record, "$schema", "title")}
            top["properties"]["record"] = {"$ref": "#/$defs/Record"}
        title = {"$schema": DIALECT, "title": f"Lastro {API}: {kind}"}
        yield Artifact.json(f"{kind}.json", title | _without(top, "title") | {"$defs": named})


def _require_all(schema: Schema) -> None:
    """Require what is always written; only what readers were told leaves out what did not change."""
    if schema.get("title") != "Answer":
        schema["required"] = [*schema["properties"]]
    for one in schema["properties"].values():
        one.pop("default", None)
    schema.pop("title")
    schema["description"] = " ".join(schema["description"].split())


def _without(schema: Schema, *keys: str) -> Schema:
    return {key: value for key, value in schema.items() if key not in keys}


def _as_published(schema: Any) -> Any:
    """Keep of what people may write the one form that is published of it, and let fields be added."""
    if isinstance(schema, list):
        return [_as_published(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("additionalProperties") is False:
        schema = _without(schema, "additionalProperties")
    if isinstance(schema.get("type"), list):
        schema = {**schema, "type": "string"}
    if "anyOf" in schema and "properties" not in schema:
        kept = _longest([one for one in schema["anyOf"] if one != {"type": "null"}])
        schema = _without(schema, "anyOf") | (kept[0] if len(kept) == 1 else {"anyOf": kept})
        return {key: _as_published(value) for key, value in schema.items()}
    return {key: _as_published(value) for key, value in schema.items()}


def _longest(ways: list[Schema]) -> list[Schema]:
    """Leave the short forms out: a text beside a map, one item beside a list."""
    lists = [one for one in ways if one.get("type") == "array"]
    maps = [one for one in ways if "$ref" in one or one.get("type") == "object"]
    words = [one for one in ways if "const" in one]
    return lists or [*maps, *words] if lists or maps else ways


def main(folder: str) -> None:
    """Write the schemas into a folder: for developers, called by `make schema`."""
    for artifact in make_schemas():
        (Path(folder) / artifact.path).write_bytes(artifact.content)


if __name__ == "__main__":
    main(sys.argv[1])
