"""Every word of our markup is one that schema.org has, of the type that it stands in."""

import json
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lastro.exports.claim_reviews import claim_review, media_review
from lastro.loading.load import load
from lastro.site.derive import derive
from tests.support.folders import ALDERA

CORPORA = os.environ.get("LASTRO_CORPORA")
NOT_PENDING = {"@type", "@id", "@context"}


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    path = Path(CORPORA or "") / "schemaorg-current-https.jsonld"
    graph = json.loads(path.read_text(encoding="utf-8"))["@graph"]
    return {node["@id"].removeprefix("schema:"): node for node in graph}


def named(node: dict[str, Any], key: str) -> set[str]:
    found = node.get(key, [])
    listed = found if isinstance(found, list) else [found]
    return {one["@id"].removeprefix("schema:") for one in listed}


def ancestors(kind: str) -> set[str]:
    above = named(vocabulary()[kind], "rdfs:subClassOf") & vocabulary().keys()
    return {kind}.union(*map(ancestors, above))


def strangers(value: object) -> set[tuple[str, str]]:
    """Return each type with a property that it does not have."""
    if isinstance(value, list):
        return {odd for inner in value for odd in strangers(inner)}
    if not isinstance(value, dict):
        return set()
    kind = value["@type"]
    odd = {odd for inner in value.values() for odd in strangers(inner)}
    for key in value.keys() - NOT_PENDING:
        owners = named(vocabulary().get(key, {}), "schema:domainIncludes")
        odd |= {(kind, key)} if not owners & ancestors(kind) else set()
    return odd


@pytest.mark.skipif(not CORPORA, reason="LASTRO_CORPORA names no folder with schema.org")
def test_every_property_belongs_to_its_type() -> None:
    corpus = load(ALDERA).corpus
    assert corpus is not None
    site = derive(corpus, date(2026, 11, 24))
    views = site.claims.values()
    assert strangers([claim_review(site, view, "en") for view in views]) == set()
    assert strangers([media_review(site, view, "en") for view in views]) == set()
    assert strangers({"@type": "Claim", "ratingValue": 1}) == {("Claim", "ratingValue")}
