"""Folders to a corpus, when an earlier run is remembered: only what changed since is read.

What is not read now is read when a page or a rule asks for it, so that one changed record costs what
it touches. The corpus is the same as that of `load` in every answer.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from lastro.corpus import MOST_HELD, SOME_HELD, Corpus
from lastro.errors import LastroError
from lastro.evidence_lock import EVIDENCE, EvidenceLock, evidence_lock_of
from lastro.facts import Facts, facts_of
from lastro.kept_findings import found_again, keep
from lastro.load import (
    SETTINGS,
    Loaded,
    held_by,
    list_entries,
    load_one,
    locked,
    nothing_yet,
    read_entry,
    read_scale,
    refuse_docs,
    require_folders,
    told_of_disk,
)
from lastro.places import RecordPath, record_of
from lastro.reads import ALL, Made, Plain, Reads
from lastro.record_links import with_current_ids
from lastro.records import Article, Claim, Kept, Record, Source
from lastro.state import FileState, RecordsState, digest
from lastro.translations_lock import TRANSLATIONS, entries_of
from lastro.trees import Texts
from lastro.walk import Entry

R = TypeVar("R", bound=Record)


def load_since(root: Path, state: RecordsState) -> Loaded:
    """Read what changed since a state was kept; the rest is read when it is asked for.

    Raises LastroError as `load` does.
    """
    require_folders(root)
    with told_of_disk():
        return _load_since(nothing_yet(root, {}), state)


def _load_since(loaded: Loaded, state: RecordsState) -> Loaded:
    scale = read_scale(loaded)
    loaded.settings = digest(loaded.texts.get(SETTINGS, "").encode())
    before = state.files if state.settings == loaded.settings else {}
    entries = {entry.key: entry for entry in list_entries(loaded)}
    at_once = MOST_HELD if len(entries) <= MOST_HELD else SOME_HELD
    _read(loaded, [*entries.values()], state if before else RecordsState.empty(), at_once)
    was: dict[RecordPath, FileState] = {kept.key: kept for kept in before.values()}
    now = {key: loaded.files[entry.relative] for key, entry in entries.items()}
    loaded.changed = frozenset(
        key
        for key in was.keys() | now.keys()
        if key not in was or key not in now or was[key].digest != now[key].digest
    )
    unreadable = {key for key, kept in now.items() if kept.facts is None}
    loaded.unread = len(unreadable)
    if scale:
        held = {(key[0], former) for key in unreadable for former in now[key].former}
        lock = locked(loaded, EVIDENCE, evidence_lock_of) or EvidenceLock()
        translations = locked(loaded, TRANSLATIONS, entries_of) or MappingProxyType({})
        found = {key: kept.facts for key, kept in now.items() if kept.facts}
        facts = dict(sorted(found.items(), key=lambda entry: tuple(map(str, entry[0]))))
        tables = Lazily(loaded, entries, facts, at_once)
        as_written = Corpus(
            scale,
            tables.of("articles", Article),
            tables.of("claims", Claim),
            tables.of("sources", Source),
            frozenset(unreadable | (held - facts.keys())),
            translations=translations,
            evidence_lock=lock,
            known=facts,
            reads=tables.reads,
            held=at_once,
        )
        loaded.corpus = with_current_ids(as_written)
        said = _said_by_locks(loaded.corpus)
        loaded.locks = digest(repr(sorted(said.items())).encode())
        tables.tell_worth(loaded.corpus, said)
        refuse_docs(loaded, scale)
    return loaded


def _read(loaded: Loaded, entries: Sequence[Entry], state: RecordsState, held: int) -> None:
    """Take what an earlier run knew of each file, and read those of which it knew nothing."""
    for entry in entries:
        known = state.stands(entry.relative, entry.stamp)
        if known:
            _adopt(loaded, entry, known)
        else:
            loaded.read_anew = True
            _read_anew(loaded, entry, held)


def _read_anew(loaded: Loaded, entry: Entry, held: int) -> None:
    """Read one file, and note what is kept of it; hold up to so many records in memory."""
    said = len(loaded.diagnostics)
    record = read_entry(loaded, entry, loaded.languages, None)
    text = loaded.texts.get(entry.relative, "")
    if record is not None:
        if len(loaded.records) < held:
            loaded.records[entry.key] = record
        if isinstance(loaded.texts, Texts):
            loaded.texts.later(entry.relative)
    loaded.files[entry.relative] = FileState(
        key=(str(entry.key[0]), entry.name),
        stamp=entry.stamp,
        digest=digest(text.encode()),
        facts=facts_of(record) if isinstance(record, Kept) else None,
        in_form=entry.key in loaded.in_form,
        found=[keep(found) for found in loaded.diagnostics[said:]],
        former=[str(key[1]) for key in held_by(loaded, entry.key)] if record is None else [],
        located=entry.key in loaded.trees,
    )


def _adopt(loaded: Loaded, entry: Entry, kept: FileState) -> None:
    loaded.files[entry.relative] = kept
    if isinstance(loaded.texts, Texts):
        loaded.texts.later(entry.relative)
    if kept.located:
        loaded.trees.add(entry.key, entry.relative)
    if kept.in_form:
        loaded.in_form.add(entry.key)
    loaded.diagnostics += (found_again(found, loaded) for found in kept.found)


class Lazily:
    """The tables of a corpus whose records are read when they are asked for."""

    def __init__(
        self,
        loaded: Loaded,
        entries: Mapping[RecordPath, Entry],
        facts: Mapping[RecordPath, Facts],
        held: int,
    ) -> None:
        self._loaded, self._entries, self._facts, self._held = loaded, entries, facts, held
        self.reads = Reads()

    def of(self, kind: str, model: type[R]) -> Mapping[str, R]:
        """Return the records of one kind by their ids."""
        ids = {str(key[1]): None for key in self._facts if key[0] == kind}
        table: Made[R] = Made(
            self.reads, kind, ids, lambda key: self._read(kind, key, model), most=self._held
        )
        for (at, record_id), record in self._loaded.records.items():
            if at == kind and isinstance(record, model):
                table.give(str(record_id), record)
        return table

    def _read(self, kind: str, record_id: str, model: type[R]) -> R:
        entry = self._entries[kind, record_id]
        record = load_one(self._loaded.root, entry, self._loaded.languages)
        if not isinstance(record, model):
            raise LastroError(f"'{entry.relative}' changed while it was read", "run this again")
        return record

    def tell_worth(self, corpus: Corpus, said_by_locks: Mapping[RecordPath, str]) -> None:
        """Say what the keys of records are worth: their files, and what the locks say of them."""
        prints = {
            at: self._loaded.files[entry.relative].digest for at, entry in self._entries.items()
        }
        said = dict(said_by_locks)
        for link in corpus.retired_links:
            said[link.at[:2]] = f"{said.get(link.at[:2], '')} {link.current}"
        for kind in ("articles", "claims", "sources"):
            self.reads.table(kind, partial(_worth, kind, prints, said, corpus))


def _worth(
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


def _said_by_locks(corpus: Corpus) -> dict[RecordPath, str]:
    """Return a fingerprint of what the locks say of each record that they speak of."""
    said: dict[RecordPath, list[str]] = {}
    lock = corpus.evidence_lock
    for entries in (lock.proofs, lock.dropped, corpus.translations):
        for key, entry in entries.items():
            said.setdefault(record_of(key), []).append(f"{key} {entry!r}")
    return {at: digest("\n".join(lines).encode()) for at, lines in said.items()}
