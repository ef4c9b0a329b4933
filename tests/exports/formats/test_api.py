"""The API of a site, as its formats make it: each file once, the same whoever is asked first."""

import gzip
import json
from datetime import date
from hashlib import sha256

import pytest

from lastro.corpus.corpus import Corpus
from lastro.exports.formats import api
from lastro.loading.load import load
from lastro.memo.trace import ALL
from lastro.model.settings import Exports
from lastro.render.pages.every import pages
from lastro.site import addresses
from lastro.site.derive import Site, derive
from tests.exports.api.test_schemas import api_files, site_of
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA
from tests.support.hostile import PAYLOADS
from tests.support.real_records import FROZEN_ON


def test_a_record_gives_the_same_alone_and_after_others() -> None:
    for at in (("claims", "quay-4-closed"), ("sources", "tide-blog")):
        (file,) = (
            f for f in api.record_files(site_of(ALDERA), at) if f.path.endswith(f"{at[1]}.json")
        )
        assert file.content == api_files(ALDERA)[file.path]


def test_both_halves_of_a_record_depend_on_what_it_looked_up() -> None:
    site = site_of(ALDERA)
    at = ("claims", "quay-4-closed")
    with site.corpus.tracer.trace() as first:
        list(api.record_files(site, at))
    with site.corpus.tracer.trace() as second:
        list(api.parts(site, at))
    assert {*first} <= {*second}


def _switched(switch: str) -> Site:
    found = load(ALDERA).corpus
    assert found is not None
    exports = Exports.model_validate({"api": switch})
    settings = found.settings.model_copy(update={"exports": exports})
    return derive(Corpus(settings, found.articles, found.claims, found.sources), FROZEN_ON)


def _shared(site: Site) -> bool:
    return "api/v1/all.jsonl.gz" not in exported_files(site)


def test_records_of_a_large_site_share_files_by_the_hash_of_their_names() -> None:
    alone, shared = (exported_files(_switched(switch)) for switch in ("files", "shards"))
    lines = gzip.decompress(alone["api/v1/all.jsonl.gz"]).splitlines()
    kept = {path: content for path, content in shared.items() if "/shards/" in path}
    found = {path: gzip.decompress(content).splitlines() for path, content in kept.items()}
    assert sorted(line for some in found.values() for line in some) == sorted(lines)
    for path, some in found.items():
        for one in map(json.loads, some):
            name = next(
                f"{kind}/{one['id']}"
                for kind in ("claims", "sources", "articles")
                if f"api/v1/{kind}/{one['id']}.json" in alone
            )
            assert path == f"api/v1/shards/{sha256(name.encode()).hexdigest()[:2]}.jsonl.gz"
    hashes = json.loads(shared["api/v1/hashes.json"])["sha256"]
    assert {f"api/v1/{path}" for path in hashes} >= kept.keys()
    for line in json.loads(shared["api/v1/claims.json"])["items"]:
        path = line["data"].removeprefix("https://check.example.org/")
        assert line["id"] in {json.loads(one)["id"] for one in found[path]}
    assert not [path for path in shared if path.startswith(("api/v1/claims/", "api/v1/hashes/"))]


def test_how_many_claims_decide_unless_somebody_did(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [_shared(_switched(s)) for s in ("by-size", "files", "shards")] == [False, False, True]
    monkeypatch.setattr(addresses, "FEW", 10)
    assert [_shared(_switched(s)) for s in ("by-size", "files", "shards")] == [True, False, True]
    (page,) = [p for p in pages(_switched("by-size"), "en") if p.path == "claims/quay-4-closed/"]
    assert "api/v1/" not in page.body


def test_a_former_id_that_is_in_use_leads_nowhere_else() -> None:
    records = claim(former_ids=["piers", "old-piers"]), claim(id="piers")
    files = exported_files(derive(corpus(article(), *records, source()), FROZEN_ON))
    kinds = {
        name: json.loads(files[f"api/v1/claims/{name}.json"])["kind"]
        for name in ("quays-are-closed", "piers", "old-piers")
    }
    assert kinds == {"quays-are-closed": "claim", "piers": "claim", "old-piers": "moved"}
    lines = gzip.decompress(files["api/v1/all.jsonl.gz"]).decode().splitlines()
    assert [json.loads(line)["id"] for line in lines].count("piers") == 1


def test_no_record_depends_on_how_many_there_are() -> None:
    site = _switched("by-size")
    with site.corpus.tracer.trace() as noted:
        exported = [*api.record_files(site, ("sources", "tide-blog"))]
        exported += api.parts(site, ("sources", "tide-blog"))
    assert exported
    assert not {key for key in noted if key.endswith(f"/{ALL}")}


def test_hostile_words_in_every_field_come_back_equal_from_every_file() -> None:
    words = "".join(PAYLOADS).replace("\n", " ") + "\u2028\x85\x7f\\"
    told = {"en": words}
    site = derive(
        corpus(
            article(title=words, publisher=words, why=told),
            claim(
                claim=told,
                claimant={"name": words, "kind": "person"},
                said={"on": "2025-03-03", "words": words, "lang": "en", "translation": told},
                evidence=[passage("harbour-log", quote=words, note=told, where=words)],
                reviews=[review(short=told, because=told, by=[words])],
                corrections=[{"on": "2025-04-01", "what": told, "was": {"short": told}}],
            ),
            source(title=words, publisher=words, authors=[words], note=told),
        ),
        date(2026, 11, 24),
    )
    files = exported_files(site)
    counts = {
        path: json.dumps([*_values(json.loads(content))]).count(json.dumps(words))
        for path, content in files.items()
        if path.endswith(".json")
    }
    assert counts["api/v1/claims/quays-are-closed.json"] == 14
    lines = gzip.decompress(files["api/v1/all.jsonl.gz"]).decode().split("\n")
    assert len(lines) == len([article, claim, source, ""])
    assert json.loads(lines[1]) == json.loads(files["api/v1/claims/quays-are-closed.json"])


def _values(value: object) -> list[object]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _values(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _values(inner)]
    return [value]
