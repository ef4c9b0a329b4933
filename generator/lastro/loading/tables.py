"""Tables of records by id that read a record when it is looked up."""

from collections.abc import Mapping
from functools import partial
from typing import TypeVar

from lastro.corpus.columns import COLUMN
from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import Facts
from lastro.errors import LastroError
from lastro.loading.entry import empty_workspace, read_entry
from lastro.loading.files import Entry
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import find_captured
from lastro.memo.digest import digest
from lastro.memo.tables import LazyTable
from lastro.memo.trace import ALL, Plain, Tracer
from lastro.model.base import Kept
from lastro.places import RecordPath, record_of

R = TypeVar("R", bound=Kept)


def make_table(
    loaded: Workspace,
    model: type[R],
    *,
    tracer: Tracer,
    entries: Mapping[RecordPath, Entry],
    facts: Mapping[RecordPath, Facts],
    held: int,
) -> Mapping[str, R]:
    """Return the records of one kind by their ids."""
    kind = model.FOLDER

    def read(record_id: str) -> R:
        entry = entries[kind, record_id]
        again = empty_workspace(loaded.root, {})
        record = read_entry(again, entry, loaded.languages, None)
        if not isinstance(record, model):
            raise LastroError(f"'{entry.relative}' changed while it was read", "run this again")
        return record

    ids = {str(key[1]): None for key in facts if key[0] == kind}
    table: LazyTable[R] = LazyTable(tracer, kind, ids, read, most=held)
    for (at, record_id), record in loaded.records.items():
        if at == kind and isinstance(record, model):
            table.give(str(record_id), record)
    return table


def register_fingerprints(
    loaded: Workspace,
    corpus: Corpus,
    entries: Mapping[RecordPath, Entry],
    said_by_locks: Mapping[RecordPath, str],
) -> None:
    """Register the fingerprint of a record: that of its file, and of its entries in the locks."""
    prints = {at: loaded.files[entry.relative].digest for at, entry in entries.items()}
    said = dict(said_by_locks)
    for link in corpus.retired_links:
        said[link.route[:2]] = f"{said.get(link.route[:2], '')} {link.current}"
    corpus.tracer.register_table(COLUMN, loaded.columns.get)
    for kind in ("articles", "claims", "sources"):
        corpus.tracer.register_table(kind, partial(_fingerprint, kind, prints, said, corpus))


def _fingerprint(
    kind: str,
    prints: Mapping[RecordPath, str],
    said: Mapping[RecordPath, str],
    corpus: Corpus,
    record_id: str,
) -> Plain:
    if record_id == ALL:
        return corpus.tracer.fingerprint(f"{COLUMN}/{kind}.id")
    at = (kind, record_id)
    if at not in corpus.facts:
        return None
    return prints[at] + said.get(at, "")


def what_locks_say(corpus: Corpus) -> dict[RecordPath, str]:
    """Return a fingerprint of what the locks say of each record that they speak of."""
    said: dict[RecordPath, list[str]] = {}
    lock = corpus.evidence_lock
    for entries in (lock.proofs, lock.dropped, corpus.translations):
        for key, entry in entries.items():
            said.setdefault(record_of(key), []).append(f"{key} {entry!r}")
    for source in find_captured(lock):
        said.setdefault(("sources", source), []).append("captured")
    return {at: digest("\n".join(lines).encode()) for at, lines in said.items()}
