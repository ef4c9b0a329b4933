"""The files of api/v1 about many records, and what each record adds to them.

What a record adds is kept from build to build, so it is small: a line, a hash, and the record packed as
a gzip member of its own. Members stand one behind the other, which is a gzip file too (RFC 1952), so
that a build packs again only what changed.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib import resources
from itertools import groupby

from msgspec import json

from lastro.artifacts import Artifact
from lastro.evidence.tally import Status
from lastro.exports.api.records import Document, begin
from lastro.exports.api.values import record_values
from lastro.exports.registry import Parts
from lastro.model.article import Article
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.site.addresses import API, data_file, shares_files
from lastro.site.derive import Site

ALL, HASHES, SHARDS = (f"{API}/{name}" for name in ("all.jsonl.gz", "hashes", "shards"))
MOST = 4_096
"""Entries up to which the list of hashes has 16 parts; of more it has 256."""
BESIDE: Mapping[str, tuple[str, ...]] = {
    "changes": ("api/v1/changes.json", "api/v1/corrections.json"),
    "claimreview": ("claimreview.json",),
    "feeds": ("feeds/claims.json", "feeds/changes.json"),
    "tables": ("claims.csv", "verdicts.csv", "sources.csv", "datapackage.json"),
    "review-dates": ("review-dates.ics",),
}
"""What other formats publish for programs that begin at the index."""
_SCHEMAS = resources.files("lastro.exports.api") / "schema"
_OF_CLAIMS = ("article", "state", "published", "modified", "due")
_GZIP = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""The head of a member without a name, a time or a system."""


def files_of(site: Site, documents: Mapping[str, Document]) -> Iterator[Artifact]:
    """Yield the files of a record and of its former ids, where it has its own."""
    for name, document in documents.items() if not shares_files(site) else ():
        yield Artifact(f"{API}/{name}.json", _as_file(document))


def parts_of(site: Site, at: RecordPath, documents: Mapping[str, Document]) -> Iterator[Artifact]:
    """Yield what a record adds: a line, and of each of its documents the hash, and itself, packed."""
    for name, document in documents.items():
        path, is_shared = data_file(site, name), shares_files(site)
        yield Artifact(path if is_shared else ALL, pack(json.encode(document) + b"\n"))
        if not is_shared:
            entry = {f"{name}.json": sha256(_as_file(document)).hexdigest()}
            place = sha256(name.encode()).hexdigest()[:2]
            yield Artifact(HASHES, place.encode() + json.encode(entry)[1:-1])
        if document["kind"] != "moved":
            line = json.encode(_line(site, at, document, path))
            yield Artifact(f"{API}/{at[0]}.json", line)


def pack(line: bytes) -> bytes:
    """Pack a line as a whole gzip member."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    ends = zlib.crc32(line).to_bytes(4, "little") + (len(line) % 2**32).to_bytes(4, "little")
    return _GZIP + packer.compress(line) + packer.flush() + ends


def _as_file(document: Document) -> bytes:
    """Write a document as a file that people can read too."""
    return json.format(json.encode(document), indent=1) + b"\n"


def _line(site: Site, at: RecordPath, document: Document, path: str) -> Document:
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
    shards = (f"{SHARDS}/{number:02x}.jsonl.gz" for number in range(256))
    packed = ((path, b"".join(parts(path))) for path in (ALL, *shards))
    made += (Artifact(path, content) for path, content in packed if content)
    made += _hashes(site, parts(HASHES))
    yield from made
    summed = {file.path.removeprefix(f"{API}/"): sha256(file.content) for file in made}
    listed = {path: found.hexdigest() for path, found in sorted(summed.items())}
    yield Artifact(f"{HASHES}.json", _as_file(begin(site, "hashes") | {"sha256": listed}))
    for schema in sorted(_SCHEMAS.iterdir(), key=lambda file: file.name):
        yield Artifact(f"{API}/schema/{schema.name}", schema.read_bytes())


def _joined(site: Site, kind: str, parts: Parts) -> Artifact:
    """Join the lines of a list."""
    path, opened = f"{API}/{kind}.json", json.encode(begin(site, kind))[:-1]
    return Artifact(path, opened + b',"items":[\n' + b",\n".join(parts(path)) + b"\n]}\n")


def _hashes(site: Site, entries: Iterable[bytes]) -> Iterator[Artifact]:
    """Yield the parts of the list of hashes, by the first digits of the hash of a name."""
    found = sorted(entries)
    digits = 1 if len(found) <= MOST else 2
    opened = json.encode(begin(site, "hashes"))[:-1]
    for name, same in groupby(found, lambda part: part[:digits]):
        body = b",\n".join(entry[2:] for entry in same)
        path = f"{HASHES}/{name.decode()}.json"
        yield Artifact(path, opened + b',"sha256":{\n' + body + b"\n}}\n")


def _index(site: Site) -> Artifact:
    """Say where to begin: who publishes, the scale with its labels, the address of every file about many."""
    settings, facts = site.settings, site.corpus.facts
    modified = [row.modified for row in facts.rows("claims", "modified")]
    lists = {name: f"{API}/{name}.json" for name in ("claims", "sources", "articles", "hashes")}
    packed = {"shards": f"{SHARDS}/{{hash}}.jsonl.gz"} if shares_files(site) else {"all": ALL}
    beside = {path: path for name, paths in BESIDE.items() if site.serves(name) for path in paths}
    schemas = (file.name for file in _SCHEMAS.iterdir())
    named = {f"schema/{name.removesuffix('.json')}": f"{API}/schema/{name}" for name in schemas}
    files = lists | packed | beside | dict(sorted(named.items()))
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
    return Artifact(f"{API}/index.json", _as_file(document))
