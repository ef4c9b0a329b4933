"""The files of api/v1 about many records, and what each record adds to them.

Records are packed as gzip members that stand one behind the other, which is a gzip file too (RFC 1952),
so that a build packs again only what changed.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib import resources
from itertools import groupby

from msgspec import json

from lastro.artifacts import Artifact
from lastro.evidence.tally import Status
from lastro.exports.api.changes import OWED, list_changes
from lastro.exports.api.records import Document, begin
from lastro.exports.api.values import record_values
from lastro.exports.registry import Parts
from lastro.model.article import Article
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.site.addresses import API, shares_files
from lastro.site.derive import Site

ALL, HASHES = f"{API}/all.jsonl.gz", f"{API}/hashes"
BESIDE: Mapping[str, tuple[str, ...]] = {
    "claimreview": ("claimreview.json",),
    "feeds": ("feeds/claims.json", "feeds/changes.json"),
    "tables": ("claims.csv", "verdicts.csv", "sources.csv", "datapackage.json"),
    "review-dates": ("review-dates.ics",),
}
"""What other formats publish for programs that begin at the index."""
_SCHEMAS = resources.files("lastro.exports.api") / "schema"
_OF_CLAIMS = ("article", "state", "published", "modified", "due")


def pack(document: Document) -> bytes:
    return gzip.compress(json.encode(document) + b"\n", 6, mtime=0)


def as_file(document: Document) -> bytes:
    return json.format(json.encode(document), indent=1) + b"\n"


def write_line(site: Site, at: RecordPath, document: Document, path: str) -> Document:
    """Return an entry of a list: of a claim its verdict now, of others what they are called."""
    record, found = site.corpus.records[at], document["derived"]
    line = {"id": document["id"]}
    if isinstance(record, Article | Source):
        line |= {"title": record.title, "publisher": record.publisher}
        line |= {"published": record.published.text if record.published else None}
        line |= {"withdrawn": record.withdrawn is not None}
    else:
        stands = found["windows"] if found["state"] == "checked" else ()
        now: Document = next((window for window in stands if window["current"]), {})
        line |= {key: now.get(key) for key in ("rating", "status", "holds")}
        line |= {key: found[key] for key in _OF_CLAIMS}
    return line | {"url": document["url"][site.languages[0]], "data": f"{site.url}{path}"}


def files_about_all(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield every file about many records; the list of their hashes comes last."""
    made = [_joined(site, kind, parts) for kind in ("articles", "claims", "sources")]
    made.append(_index(site))
    owed = [*list_changes(site, parts)]
    yield from (file for file in owed if file.path.startswith(f"{OWED}/"))
    made += (file for file in owed if not file.path.startswith(f"{OWED}/"))
    if not shares_files(site):
        made += (Artifact(ALL, b"".join(parts(ALL))), *_hashes(site, parts(HASHES)))
        yield list_hashes(site, {f.path: sha256(f.content).hexdigest() for f in made})
    yield from made
    for schema in sorted(_SCHEMAS.iterdir(), key=lambda file: file.name):
        yield Artifact(f"{API}/schema/{schema.name}", schema.read_bytes())


def list_hashes(site: Site, hashes: Mapping[str, str]) -> Artifact:
    """Return the list of the hashes of some files, with which a mirror begins."""
    listed = {path.removeprefix(f"{API}/"): found for path, found in sorted(hashes.items())}
    return Artifact(f"{HASHES}.json", as_file(begin(site, "hashes") | {"sha256": listed}))


def _joined(site: Site, kind: str, parts: Parts) -> Artifact:
    path, opened = f"{API}/{kind}.json", json.encode(begin(site, kind))[:-1]
    return Artifact(path, opened + b',"items":[\n' + b",\n".join(parts(path)) + b"\n]}\n")


def _hashes(site: Site, entries: Iterable[bytes]) -> Iterator[Artifact]:
    """Yield the 16 parts of the list of hashes, by the first digit of the hash of a name."""
    opened = json.encode(begin(site, "hashes"))[:-1]
    for name, same in groupby(sorted(entries), lambda part: part[:1]):
        body = b",\n".join(entry[1:] for entry in same)
        path = f"{HASHES}/{name.decode()}.json"
        yield Artifact(path, opened + b',"sha256":{\n' + body + b"\n}}\n")


def _index(site: Site) -> Artifact:
    """Say where to begin: who publishes, the scale with its labels, the address of every file about many."""
    settings, facts = site.settings, site.corpus.facts
    modified = [row.modified for row in facts.rows("claims", "modified")]
    named = ("claims", "sources", "articles", "changes", "corrections", "hashes")
    lists = {name: f"{API}/{name}.json" for name in named}
    packed = {"shards": f"{API}/shards/{{hash}}.jsonl.gz"} if shares_files(site) else {"all": ALL}
    beside = {path: path for name, paths in BESIDE.items() if site.serves(name) for path in paths}
    schemas = (file.name for file in _SCHEMAS.iterdir())
    forms = {f"schema/{name.removesuffix('.json')}": f"{API}/schema/{name}" for name in schemas}
    files = lists | packed | beside | dict(sorted(forms.items()))
    document = begin(site, "index") | {
        "site": site.url,
        "publisher": record_values(settings.publisher),
        "license": settings.publisher.license,
        "languages": site.languages,
        "ratings": [{"value": None, **record_values(rating)} for rating in settings.ratings],
        "topics": [record_values(topic) for topic in settings.topics],
        "statuses": [status.value for status in Status],
        "newest": max(modified, default=None),
        "counts": {
            **{kind: len(shown) for kind, shown in site.records.items()},
            "open": len(site.open_claims),
            "withdrawn": sum(1 for row in facts.rows("claims", "gone") if row.gone),
        },
        "files": {name: f"{site.url}{path}" for name, path in files.items()},
    }
    return Artifact(f"{API}/index.json", as_file(document))
