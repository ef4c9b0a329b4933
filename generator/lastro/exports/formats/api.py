"""api/v1: every record and what follows from it, as files that programs read.

Lossless: what a record says stands there as it is written, beside what Lastro computed. Nothing that
was withdrawn leaves it, and a former id leads on.
"""

from collections.abc import Iterator
from functools import lru_cache

from lastro.artifacts import Artifact
from lastro.exports.api import files
from lastro.exports.api.lists import files_about_all, parts_of
from lastro.exports.api.records import API, as_file, record_document, schema_address
from lastro.exports.api.schemas import read_schemas
from lastro.exports.registry import Parts
from lastro.memo.tables import BoundedMemo
from lastro.places import RecordPath
from lastro.site.derive import Site

Made = tuple[files.RecordFile, list[Artifact]] | None


def record_files(site: Site, at: RecordPath) -> Iterator[Artifact]:
    if made := _made(site)("/".join(map(str, at))):
        yield from made[1]


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    if made := _made(site)("/".join(map(str, at))):
        yield from parts_of(site, at, *made)


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    yield from files_about_all(site, parts)
    yield from read_schemas()


@lru_cache(maxsize=2)
def _made(site: Site) -> BoundedMemo[Made]:
    """Return what makes the files of a record once, for themselves and for what they add to others."""

    def make(name: str) -> Made:
        kind, _, record_id = name.partition("/")
        at = kind, record_id
        document = record_document(site, at)
        if document is None:
            return None
        made = [Artifact(f"{API}/{kind}/{record_id}.json", as_file(document))]
        for former in site.corpus.records[at].former_ids:
            if former not in site.records[kind]:
                address = schema_address(site, "moved")
                moved = files.MovedFile(kind="moved", schema=address, id=former, moved_to=record_id)
                made.append(Artifact(f"{API}/{kind}/{former}.json", as_file(moved)))
        return document, made

    return BoundedMemo(site.corpus.tracer, make, 2)
