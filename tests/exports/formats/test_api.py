"""The API of a site, as its formats make it: each file once, the same whoever is asked first."""

import gzip
import json
from datetime import date

from lastro.exports.formats import api
from lastro.site.derive import derive
from tests.exports.api.test_schemas import api_files, site_of
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA
from tests.support.hostile import PAYLOADS


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
