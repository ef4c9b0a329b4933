"""The schemas that editors read: as the record types say, and no stricter than the check."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from lastro.artifacts import Artifact
from tests.support.folders import ALDERA, PACKAGE, ROOT
from tests.support.little_site import ARTICLE, CLAIM, OTHER_SOURCE, SETTINGS, SOURCE
from tests.support.real_records import LIVE
from tests.support.record_schemas import schemas, write

NAMES = ["article.json", "claim.json", "lastro.json", "source.json"]
SITES = [LIVE, ALDERA]
TOWER = '"https://archive.example.org"'


def as_text(text: str) -> Any:
    """Read YAML as Lastro does: every value is text."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but text


def as_editors_do(text: str) -> Any:
    """Read YAML as editors do: numbers and booleans have their types, dates are text."""
    reader = YAML(typ="safe", pure=True)
    reader.constructor.add_constructor(
        "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
    )
    return reader.load(text)


READERS = [as_text, as_editors_do]
Reader = Callable[[str], Any]


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    documents = {artifact.path: as_document(artifact) for artifact in schemas()}
    return {name: Draft202012Validator(document) for name, document in documents.items()}


def as_document(artifact: Artifact) -> Any:
    return yaml.safe_load(artifact.content)


def records(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file that people write, with the name of its schema."""
    yield "lastro.json", root / "lastro.yml"
    for path in sorted(root.glob("claims/*/*.yml")):
        yield "article.json" if path.name == "article.yml" else "claim.json", path
    for path in sorted(root.glob("sources/*.yml")):
        yield "source.json", path


def faults(validator: Draft202012Validator, record: Any) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(record)]


@pytest.mark.parametrize("folder", [ROOT / "schema", PACKAGE / "model" / "schema"])
def test_the_schemas_of_the_repository_are_those_of_the_record_types(folder: Path) -> None:
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert written == {artifact.path: artifact.content for artifact in schemas()}
    assert sorted(written) == NAMES


def test_the_module_writes_the_same(tmp_path: Path) -> None:
    write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        artifact.path: artifact.content for artifact in schemas()
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_a_schema(name: str, validators: dict[str, Draft202012Validator]) -> None:
    schema = validators[name].schema
    Draft202012Validator.check_schema(schema)
    assert isinstance(schema, dict)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]


@pytest.mark.live
@pytest.mark.parametrize("read", READERS)
def test_every_record_of_the_repository_is_valid(
    read: Reader, validators: dict[str, Draft202012Validator]
) -> None:
    found = [(name, path) for root in SITES for name, path in records(root)]
    assert sorted({name for name, _ in found}) == NAMES, "records of each kind are in the tree"
    wrong = {
        path.as_posix(): told
        for name, path in found
        if (told := faults(validators[name], read(path.read_text(encoding="utf-8"))))
    }
    assert wrong == {}


PICTURE = """\
said:
  on: unknown
  media: {kind: image, description: A closed gate., authenticity: staged}
"""
SAMPLES = [
    ("article.json", ARTICLE),
    ("claim.json", CLAIM),
    ("lastro.json", SETTINGS),
    ("source.json", SOURCE),
    ("source.json", OTHER_SOURCE),
    ("source.json", SOURCE.replace("type: law", "type: social-post\nremoved: 2026-01")),
    ("lastro.json", SETTINGS.replace("value: 5", "value: 0")),
    ("lastro.json", SETTINGS.replace("value: 5", "value: 3.5")),
    (
        "lastro.json",
        SETTINGS.replace("captures: .captures", f"captures: .captures, archive: {TOWER}"),
    ),
    (
        "lastro.json",
        SETTINGS.replace("captures: .captures", f"captures: .captures, archive: [{TOWER}]"),
    ),
    ("source.json", SOURCE.replace("2025-12-01", "2025")),
    ("source.json", SOURCE.replace("2025-12-01", "unknown")),
    ("source.json", SOURCE.split("read:", maxsplit=1)[0] + "read: unread\nnote:\n"),
    ("claim.json", CLAIM.replace("on: 2026-01-12", "on: 2026")),
    ("claim.json", CLAIM.replace("2026-01-01/..", "2025~")),
    ("claim.json", f"{CLAIM.partition('reviews:')[0]}opened: 2026-02-20\n"),
    (
        "claim.json",
        f"{CLAIM}corrections: [{{on: 2026-02-02, what: No., was: {{rating: refuted}}}}]\n",
    ),
    *(
        ("claim.json", CLAIM.replace("on: 2026-01-12", f"on: {on}"))
        for on in ("unknown", "201X", "2026-21", "2025-01/2025-03", "2025~/2025-03-01")
    ),
    ("claim.json", f"{CLAIM.partition('said:')[0]}{PICTURE}{CLAIM[CLAIM.index('nature:') :]}"),
    ("claim.json", CLAIM.replace("nature: fact", "nature: missing-context")),
    (
        "claim.json",
        CLAIM.replace(
            'quote: "Quiet again on Sunday."',
            'quote: {exact: "Quiet again", prefix: "It was", suffix: "on Sunday"}',
        ),
    ),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(("name", "text"), SAMPLES)
def test_what_the_check_takes_an_editor_takes(
    name: str, text: str, read: Reader, validators: dict[str, Draft202012Validator]
) -> None:
    assert faults(validators[name], read(text)) == []


WRONG = [
    ("article.json", ARTICLE.replace("statements:", "statments:")),
    ("article.json", f"{ARTICLE}id: harbour\n"),
    ("claim.json", CLAIM.replace("nature: fact", "nature: factual")),
    ("claim.json", CLAIM.replace("stance: supports", "stanse: supports")),
    ("claim.json", CLAIM.replace("topics: [harbour]", "topics: []")),
    ("claim.json", CLAIM.replace("topics: [harbour]", "topics: harbour")),
    ("claim.json", CLAIM.replace("decided: 2026-02-01", "decided: 2026-02")),
    ("claim.json", CLAIM.replace("holds: 2026-01-12/..", "holds: 2026-01-12")),
    ("claim.json", CLAIM.replace("nature: fact\n", "")),
    ("claim.json", CLAIM.partition("reviews:")[0]),
    ("claim.json", f"{CLAIM}opened: 2026-02-20\n"),
    ("claim.json", CLAIM.replace("decided:", "looked_until: 2026-02\n    decided:")),
    ("claim.json", CLAIM.replace('  words: "the quays close on Sundays"\n', "")),
    ("claim.json", CLAIM.replace("  lang: en\n", "")),
    ("claim.json", CLAIM.replace("  lang: en\n", "  lang: en\n  wording: quote\n")),
    ("claim.json", CLAIM.replace("on: 2026-01-12", "on: 20XX")),
    ("claim.json", CLAIM.replace("on: 2026-01-12", "on: 2026-01/..")),
    (
        "claim.json",
        f"{CLAIM.partition('said:')[0]}{PICTURE.replace('staged', 'fake')}{CLAIM[CLAIM.index('nature:') :]}",
    ),
    ("lastro.json", SETTINGS.replace("open: true", "open: perhaps")),
    ("lastro.json", SETTINGS.replace("quote_max: 400", "quote_max: many")),
    ("lastro.json", SETTINGS.replace("schema: 2", "schema: 9")),
    ("source.json", SOURCE.replace("type: law", "type: bill")),
    ("source.json", SOURCE.replace("origin: port-of-example", "origin: Port of Example")),
    ("source.json", SOURCE.replace("as: original", "as: rumour")),
    ("source.json", SOURCE + "removed: lately\n"),
    ("lastro.json", SETTINGS.replace("value: 5", "value: 3.25")),
    ("lastro.json", SETTINGS.replace("value: 5", "value: 100")),
    ("source.json", SOURCE.replace("2025-12-01", "01/12/2025")),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(("name", "text"), WRONG)
def test_a_slip_is_underlined(
    name: str, text: str, read: Reader, validators: dict[str, Draft202012Validator]
) -> None:
    assert text not in (ARTICLE, CLAIM, SETTINGS, SOURCE)
    assert len(faults(validators[name], read(text))) >= 1


@pytest.mark.parametrize(("name", "text"), SAMPLES[:4])
def test_a_misspelt_key_is_underlined_at_every_level(
    name: str, text: str, validators: dict[str, Draft202012Validator]
) -> None:
    record = as_text(text)
    maps = list(_maps_with_fixed_keys(record))
    assert len(maps) >= 2
    for route in maps:
        changed = copy.deepcopy(record)
        at = changed
        for step in route:
            at = at[step]
        at["misspelt"] = "x"
        assert faults(validators[name], changed), f"no fault at {route}"


def _maps_with_fixed_keys(value: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the route to every map whose keys are fields, so not to texts by language."""
    if isinstance(value, dict):
        if value.keys().isdisjoint({"en", "pt-BR"}):
            yield route
        for key, inner in value.items():
            yield from _maps_with_fixed_keys(inner, (*route, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _maps_with_fixed_keys(inner, (*route, index))


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_described(
    name: str, validators: dict[str, Draft202012Validator]
) -> None:
    described = dict(_descriptions(validators[name].schema))
    assert len(described) >= 10
    assert [route for route, text in described.items() if not text.strip()] == []


def _descriptions(schema: Any, route: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(schema, dict):
        return
    for name, inner in schema.get("properties", {}).items():
        yield f"{route}/{name}", inner.get("description", "")
        yield from _descriptions(inner, f"{route}/{name}")
    for name, inner in schema.get("$defs", {}).items():
        yield f"{route}#{name}", inner.get("description", "")
        yield from _descriptions(inner, f"{route}#{name}")


@pytest.mark.parametrize(
    ("name", "absent"), [("article.json", ["id"]), ("claim.json", ["id", "article"])]
)
def test_what_the_file_name_says_is_no_property(
    name: str, absent: list[str], validators: dict[str, Draft202012Validator]
) -> None:
    schema = validators[name].schema
    assert isinstance(schema, dict)
    assert {*absent} & {*schema["properties"], *schema["required"]} == set()
