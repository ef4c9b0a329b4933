"""The files of api/v1 about many records, and what each record adds to them.

What a record adds is kept from build to build, so it is small: a line, a hash, what readers are owed,
and the record packed as a gzip member of its own. Members stand one behind the other, which is a gzip
file too (RFC 1952), so that a build packs again only what changed.
"""

import zlib
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby

from lastro.artifacts import Artifact
from lastro.evidence.tally import Status
from lastro.exports.api import files
from lastro.exports.api.owed import list_owed
from lastro.exports.api.records import API, as_file, as_line, schema_address
from lastro.exports.api.types import DerivedClaim
from lastro.exports.api.values import record_values
from lastro.exports.registry import Parts
from lastro.model.article import Article
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.site.derive import Site

ALL, OWED, HASHES = (f"{API}/{name}" for name in ("all.jsonl.gz", "changes", "hashes"))
MOST = 4_096
"""Records up to which the list of hashes has 16 parts; of more it has 256."""
_DAY = len("2026-04-27")
_GZIP = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""The head of a member without a name, a time or a system."""


def parts_of(
    site: Site, at: RecordPath, document: files.RecordFile, own: list[Artifact]
) -> Iterator[Artifact]:
    """Yield what a record adds: a line, its hashes, what readers are owed, and itself, packed."""
    kind, _ = map(str, at)
    yield Artifact(f"{API}/{kind}.json", as_line(_line(site, at, document)))
    yield Artifact(ALL, pack(as_line(document) + b"\n"))
    for file in own:
        name = file.path.removeprefix(f"{API}/")
        entry = as_line({name: sha256(file.content).hexdigest()})[1:-1]
        yield Artifact(HASHES, sha256(name.encode()).hexdigest()[:2].encode() + entry)
    for change in list_owed(site, at):
        is_log = change.kind in {"corrected", "withdrawn"}
        yield Artifact(OWED, f"{change.on}{is_log:d}".encode() + as_line(change))


def pack(line: bytes) -> bytes:
    """Pack a line as a whole gzip member."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    ends = zlib.crc32(line).to_bytes(4, "little") + (len(line) % 2**32).to_bytes(4, "little")
    return _GZIP + packer.compress(line) + packer.flush() + ends


def _line(
    site: Site, at: RecordPath, document: files.RecordFile
) -> files.ClaimLine | files.RecordLine:
    kind, record_id = map(str, at)
    page, data = document.url[site.languages[0]], f"{site.url}{API}/{kind}/{record_id}.json"
    record = site.corpus.records[at]
    if isinstance(found := document.derived, DerivedClaim):
        stands = found.windows if found.state == "checked" else ()
        now = next((window for window in stands if window.current), None)
        return files.ClaimLine(
            id=record_id,
            article=found.article,
            state=found.state,
            rating=now.rating if now else None,
            status=now.status if now else None,
            holds=now.holds if now else None,
            published=found.published,
            modified=found.modified,
            due=found.due,
            url=page,
            data=data,
        )
    known = record if isinstance(record, Source | Article) else None
    return files.RecordLine(
        id=record_id,
        title=known.title if known else None,
        publisher=known.publisher if known else None,
        published=known.published.text if known and known.published else None,
        withdrawn=record.withdrawn is not None,
        url=page,
        data=data,
    )


def files_about_all(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield every file about many records; the list of their hashes comes last."""
    made = [*_lists(site, parts), *_corrections(site, parts), _index(site)]
    made.append(Artifact(ALL, b"".join(parts(ALL))))
    days = [*_days(site, parts)]
    hashes = [*_hashes(site, parts)]
    yield from (*made, *days, *hashes)
    listed = (file for file in (*made, days[-1], *hashes))
    summed = {
        file.path.removeprefix(f"{API}/"): sha256(file.content).hexdigest() for file in listed
    }
    top = files.HashesFile(
        kind="hashes", schema=schema_address(site, "hashes"), sha256=dict(sorted(summed.items()))
    )
    yield Artifact(f"{HASHES}.json", as_file(top))


def _joined(site: Site, path: str, kind: str, items: Iterator[bytes]) -> Artifact:
    """Join what stands on one line each."""
    begin = as_line({"api": "v1", "kind": kind, "schema": schema_address(site, kind)})[:-1]
    return Artifact(path, begin + b',"items":[\n' + b",\n".join(items) + b"\n]}\n")


def _lists(site: Site, parts: Parts) -> Iterator[Artifact]:
    for kind in ("articles", "claims", "sources"):
        path = f"{API}/{kind}.json"
        yield _joined(site, path, kind, iter(parts(path)))


def _corrections(site: Site, parts: Parts) -> Iterator[Artifact]:
    found = [part for part in parts(OWED) if part[_DAY : _DAY + 1] == b"1"]
    found.sort(key=_day_of, reverse=True)
    path = f"{API}/corrections.json"
    yield _joined(site, path, "corrections", (part[_DAY + 1 :] for part in found))


def _days(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield a file for each day on which something changed, then the list of these days."""
    months: dict[str, dict[str, int]] = {}
    for day, found in groupby(sorted(parts(OWED), key=_day_of), _day_of):
        entries = [part[_DAY + 1 :] for part in found]
        name = day.decode()
        months.setdefault(name[:7], {})[name[8:]] = len(entries)
        yield _joined(site, f"{OWED}/{name[:7]}/{name[8:]}.json", "changes", iter(entries))
    listed = files.DaysFile(kind="days", schema=schema_address(site, "days"), months=months)
    yield Artifact(f"{OWED}.json", as_line(listed) + b"\n")


def _day_of(part: bytes) -> bytes:
    return part[:_DAY]


def _hashes(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield the parts of the list of hashes, by the first digits of the hash of a path."""
    found = sorted(parts(HASHES))
    digits = 1 if len(found) <= MOST else 2
    begin = as_line({"api": "v1", "kind": "hashes", "schema": schema_address(site, "hashes")})[:-1]
    for name, entries in groupby(found, lambda part: part[:digits]):
        body = b",\n".join(entry[2:] for entry in entries)
        path = f"{HASHES}/{name.decode()}.json"
        yield Artifact(path, begin + b',"sha256":{\n' + body + b"\n}}\n")


def _index(site: Site) -> Artifact:
    settings, facts = site.settings, site.corpus.facts
    rows = [row for row in facts.rows("claims", "modified") if row.id in site.records["claims"]]
    names = [*("claims", "sources", "articles", "corrections", "changes", "hashes")]
    addresses = {name: f"{site.url}{API}/{name}.json" for name in names}
    schemas = {f"schema/{one}": schema_address(site, one) for one in files.FILES}
    switched = {"claimreview": f"{site.url}claimreview.json"}
    if settings.exports.claimreview == "off":
        switched = {}
    document = files.IndexFile(
        kind="index",
        schema=schema_address(site, "index"),
        site=site.url,
        publisher=record_values(settings.publisher),
        license=settings.publisher.license,
        languages=site.languages,
        ratings=tuple({"value": None, **record_values(rating)} for rating in settings.ratings),
        topics=tuple(record_values(topic) for topic in settings.topics),
        statuses=tuple(status.value for status in Status),
        newest=max((row.modified for row in rows), default=None),
        counts={
            "articles": len(site.articles),
            "claims": len(site.records["claims"]),
            "open": len(site.open_claims),
            "sources": len(site.sources),
            "withdrawn": sum(1 for row in facts.rows("claims", "gone") if row.gone),
        },
        files={**addresses, "all": f"{site.url}{ALL}", **switched, **schemas},
    )
    return Artifact(f"{API}/index.json", as_file(document))
