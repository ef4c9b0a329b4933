"""api/v1: every record and what follows from it, as files that programs read.

Lossless: what a record says stands there as it is written, beside what Lastro computed. Nothing that
was withdrawn leaves it, and a former id leads on.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lastro.artifacts import Artifact
from lastro.exports.api.lists import files_about_all, files_of, parts_of
from lastro.exports.api.records import Document, begin, record_document
from lastro.exports.registry import Parts
from lastro.memo.tables import BoundedMemo
from lastro.places import RecordPath
from lastro.site.derive import Site


def record_files(site: Site, at: RecordPath) -> Iterator[Artifact]:
    yield from files_of(site, _documents(site)("/".join(map(str, at))))


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    yield from parts_of(site, at, _documents(site)("/".join(map(str, at))))


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    yield from files_about_all(site, parts)


@lru_cache(maxsize=2)
def _documents(site: Site) -> BoundedMemo[Mapping[str, Document]]:
    """Make what is published of a record once, for its files and for what it adds to others."""

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
