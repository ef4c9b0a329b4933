"""Readers that others wrote take what we publish: as JSON-LD of schema.org, from a page, as a data package.

Our own tests and our own code may share a mistake; a reader that knows nothing of Lastro does not.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import Namespace
from rdflib.term import Node

from lastro.exports.registry import add_to_head
from lastro.loading.load import load
from lastro.render.pages.every import pages
from lastro.site.derive import Site, derive
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN, FROZEN_ON

CORPORA = os.environ.get("LASTRO_CORPORA")
SCHEMA = Namespace("https://schema.org/")
LOCAL = '{"@vocab": "https://schema.org/"}'
FROM_TEXT = {"URL", "Date", "DateTime", "Text", "Number", "Integer", "PronounceableText"}
"""What a value without a type of its own may be."""
needs_schema_org = pytest.mark.skipif(
    not CORPORA, reason="LASTRO_CORPORA names no folder with schema.org"
)
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
"""What rdflib warns of is in rdflib."""
both = pytest.mark.parametrize("root", [ALDERA, FROZEN], ids=["aldera", "frozen"])


@cache
def site_of(root: Path) -> Site:
    corpus = load(root).corpus
    assert corpus is not None
    return derive(corpus, FROZEN_ON, url="https://check.example.org/")


@cache
def vocabulary() -> Graph:
    path = Path(CORPORA or "") / "schemaorg-current-https.jsonld"
    return Graph().parse(path, format="json-ld")


def read(document: dict[str, Any]) -> Graph:
    """Read a document as schema.org's context has it, which stands on the network."""
    text = json.dumps(document).replace('"@context": "https://schema.org"', f'"@context": {LOCAL}')
    return Graph().parse(data=text, format="json-ld")


def kinds_of(value: Node, found: Graph) -> set[Node | None]:
    """Return the types of a thing with all that stand above them, or what a value may be."""
    known = value if isinstance(value, Literal) and value.startswith(SCHEMA) else None
    if isinstance(value, Literal) and known is None:
        return {SCHEMA[name] for name in FROM_TEXT}
    types = (
        vocabulary().objects(URIRef(known), RDF.type) if known else found.objects(value, RDF.type)
    )
    return {one for kind in types for one in vocabulary().transitive_objects(kind, RDFS.subClassOf)}


def faults(found: Graph) -> list[str]:
    """Return each statement whose subject or object is not of a type that its property goes with."""
    words, told = vocabulary(), []
    for subject, verb, value in found:
        if verb == RDF.type:
            told += [] if (value, RDF.type, RDFS.Class) in words else [f"no type {value}"]
            continue
        for one, place in ((subject, "domainIncludes"), (value, "rangeIncludes")):
            if not kinds_of(one, found) & {*words.objects(verb, SCHEMA[place])}:
                told.append(f"{verb}: {place} of {one}")
    return told


def documents(site: Site) -> list[dict[str, Any]]:
    """Return what a reader of pages finds in those of the first language."""
    found = []
    for page in pages(site, site.languages[0]):
        made = add_to_head(site, page)
        document = f"<html><head>{made.head}</head><body>{made.body}</body></html>"
        tree = html5lib.parse(document, namespaceHTMLElements=False)
        scripts = tree.iterfind(".//script[@type='application/ld+json']")
        found += [json.loads(script.text) for script in scripts]
    return found


@needs_schema_org
@both
def test_every_statement_is_one_of_schema_org(root: Path) -> None:
    site = site_of(root)
    feed = json.loads(exported_files(site)["claimreview.json"])
    every = [*documents(site), feed]
    assert {one["@type"] for one in every} >= {"ClaimReview", "ItemList", "DataFeed"}
    for document in every:
        assert faults(read(document)) == []


@needs_schema_org
def test_a_property_of_another_type_and_a_value_of_another_are_found() -> None:
    wrong = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "ratingValue": 1,
        "author": {"@type": "Rating"},
        "appearance": "x",
    }
    assert len(faults(read(wrong))) == 2 + 1


@both
def test_a_reader_of_pages_finds_what_the_feed_holds(root: Path) -> None:
    site = site_of(root)
    feed = json.loads(exported_files(site)["claimreview.json"])
    held = {one["url"]: one for entry in feed["dataFeedElement"] for one in entry["item"]}
    found = [one for one in documents(site) if one["@type"] == "ClaimReview"]
    assert {one["url"]: one for one in found} == held
    assert len(found) == len(held) > 10


@both
def test_the_data_package_is_valid(root: Path, tmp_path: Path) -> None:
    for path, content in exported_files(site_of(root)).items():
        if "/" not in path:
            (tmp_path / path).write_bytes(content)
    # on its own, as it looks for plug-ins in all that can be imported, below our folders too
    line = [sys.executable, "-P", "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"]) == (0, True), report
    assert [task["name"] for task in report["tasks"]] == ["claims", "verdicts", "sources"]
