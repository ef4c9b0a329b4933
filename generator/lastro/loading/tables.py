"""Tables of records by id that read a record when it is looked up."""

from collections.abc import Mapping
from functools import partial
from typing import TypeVar

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import Facts
from lastro.errors import LastroError
from lastro.loading.entry import empty_workspace, read_entry
from lastro.loading.files import Entry
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import find_captured
from lastro.memo.digest import digest
from lastro.memo.trace import ALL, LazyTable, Plain, Tracer
from lastro.model.base import Record
from lastro.places import RecordPath, record_of

R = TypeVar("R", bound=Record)


class LazyTables:
    """The tables of articles, claims and sources of a corpus."""

    def __init__(
        self,
        loaded: Workspace,
        entries: Mapping[RecordPath, Entry],
        facts: Mapping[RecordPath, Facts],
        held: int,
    ) -> None:
        self._loaded, self._entries, self._facts, self._held = loaded, entries, facts, held
        self.tracer = Tracer()

    def of(self, kind: str, model: type[R]) -> Mapping[str, R]:
        """Return the records of one kind by their ids."""
        ids = {str(key[1]): None for key in self._facts if key[0] == kind}
        table: LazyTable[R] = LazyTable(
            self.tracer, kind, ids, lambda key: self._read(kind, key, model), most=self._held
        )
        for (at, record_id), record in self._loaded.records.items():
            if at == kind and isinstance(record, model):
                table.give(str(record_id), record)
        return table

    def _read(self, kind: str, record_id: str, model: type[R]) -> R:
        entry = self._entries[kind, record_id]
        again = empty_workspace(self._loaded.root, {})
        record = read_entry(again, entry, self._loaded.languages, None)
        if not isinstance(record, model):
            raise LastroError(f"'{entry.relative}' changed while it was read", "run this again")
        return record

    def register_fingerprints(
        self, corpus: Corpus, said_by_locks: Mapping[RecordPath, str]
    ) -> None:
        """Register the fingerprint of a record: that of its file, and of its entries in the locks."""
        prints = {
            at: self._loaded.files[entry.relative].digest for at, entry in self._entries.items()
        }
        said = dict(said_by_locks)
        for link in corpus.retired_links:
            said[link.route[:2]] = f"{said.get(link.route[:2], '')} {link.current}"
        for kind in ("articles", "claims", "sources"):
            self.tracer.register_table(kind, partial(_fingerprint, kind, prints, said, corpus))


def _fingerprint(
    kind: str,
    prints: Mapping[RecordPath, str],
    said: Mapping[RecordPath, str],
    corpus: Corpus,
    record_id: str,
) -> Plain:
    if record_id == ALL:
        return digest("\n".join(str(at[1]) for at in corpus.facts if at[0] == kind).encode())
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
