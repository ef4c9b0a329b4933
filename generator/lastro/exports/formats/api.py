"""api/v1: every record and what follows from it, as files that programs read.

Lossless: what a record says stands there as it is written, beside what Lastro computed. Nothing that
was withdrawn leaves it, and a former id leads on.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256

from msgspec import json

from lastro.artifacts import Artifact
from lastro.exports.api import changes, lists
from lastro.exports.api.records import Document, begin, record_document
from lastro.exports.registry import Parts
from lastro.memo.tables import BoundedMemo
from lastro.places import RecordPath
from lastro.site.addresses import API, data_file, shares_files
from lastro.site.derive import Site


def record_files(site: Site, at: RecordPath) -> Iterator[Artifact]:
    for name, document in _documents(site)(f"{at[0]}/{at[1]}").items():
        if not shares_files(site):
            yield Artifact(data_file(site, name), lists.as_file(document))


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    """Yield what a record adds: a line, and of each of its documents the hash, and itself, packed."""
    for name, document in _documents(site)(f"{at[0]}/{at[1]}").items():
        path = data_file(site, name)
        if not shares_files(site):
            entry = {f"{name}.json": sha256(lists.as_file(document)).hexdigest()}
            digit = sha256(name.encode()).hexdigest()[:1].encode()
            yield Artifact(lists.HASHES, digit + json.encode(entry)[1:-1])
            yield Artifact(lists.ALL, lists.pack(document))
        if document["kind"] != "moved":
            line = json.encode(lists.write_line(site, at, document, path))
            yield Artifact(f"{API}/{at[0]}.json", line)
    yield from changes.parts_of(site, at)


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    yield from lists.files_about_all(site, parts)


def published_files(site: Site) -> Iterator[Artifact]:
    if not shares_files(site):
        return
    names: dict[str, list[tuple[str, str]]] = {}
    for kind, shown in site.records.items():
        for record_id in shown:
            for one in (record_id, *site.corpus.facts[kind, record_id].former_ids):
                path = data_file(site, f"{kind}/{one}")
                names.setdefault(path, []).append((f"{kind}/{record_id}", f"{kind}/{one}"))
    hashes = {}
    for path, some in sorted(names.items()):
        found = (_documents(site)(of).get(name) for of, name in some)
        content = b"".join(lists.pack(document) for document in found if document)
        hashes[path] = sha256(content).hexdigest()
        yield Artifact(path, content)
    yield lists.list_hashes(site, hashes)


@lru_cache(maxsize=2)
def _documents(site: Site) -> BoundedMemo[Mapping[str, Document]]:
    def make(name: str) -> dict[str, Document]:
        kind, _, record_id = name.partition("/")
        document = record_document(site, (kind, record_id))
        if document is None:
            return {}
        leads_on = begin(site, "moved")
        former = site.corpus.records[kind, record_id].former_ids
        return {name: document} | {
            f"{kind}/{old}": leads_on | {"id": old, "moved_to": record_id}
            for old in former
            if old not in site.records[kind]
        }

    return BoundedMemo(site.corpus.tracer, make, 1)
