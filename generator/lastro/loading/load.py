"""Load the folders of a site into a corpus; collect every problem; write nothing.

No other stage reads records from the disk. A broken file becomes a diagnostic and the run goes on; a
folder that is no site raises a `LastroError`.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from lastro.corpus.columns import COLUMN, move_columns
from lastro.corpus.corpus import MOST_HELD, SOME_HELD, Corpus
from lastro.corpus.facts import Facts, facts_of
from lastro.corpus.links import with_current_ids
from lastro.diagnostics.report import RelatedPlace
from lastro.errors import LastroError
from lastro.loading.docs import docs_files
from lastro.loading.entry import empty_workspace, languages_in, read_entry, refuse, retired_ids
from lastro.loading.files import Entry, Stray, printable_path, walk
from lastro.loading.locks import read_lock
from lastro.loading.remembered import FileState, RecordsState, restorer, store
from lastro.loading.workspace import Texts, Workspace
from lastro.locks.evidence import EVIDENCE, EvidenceLock, evidence_lock_of, find_captured
from lastro.locks.translations import TRANSLATIONS, entries_of
from lastro.memo.tables import LazyTable
from lastro.memo.trace import ALL, Plain, Tracer, digest
from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.catalogue import use_own_words
from lastro.model.claim import Claim
from lastro.model.kinds import SETTINGS
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.places import KINDS, Place, RecordPath, record_of
from lastro.system.git import count_left_out
from lastro.text.messages import clean

R = TypeVar("R", bound=Kept)
FOLDERS = ("claims", "sources")
ADD_FOLDERS = f"git sparse-checkout add {' '.join(FOLDERS)}"
"""The command by which a sparse clone gets the records that it leaves out."""


def root_of(start: Path) -> Path:
    """Find the nearest folder upward that holds lastro.yml; raises LastroError without one."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    message = f"no {SETTINGS} in '{clean(str(start))}' or above it"
    raise LastroError(message, "run this inside a Lastro site, or name its folder")


def load(
    root: Path,
    state: RecordsState | None = None,
    *,
    alike: Workspace | None = None,
    instead: Mapping[str, bytes] = MappingProxyType({}),
) -> Workspace:
    """Read lastro.yml and the records below a root; all of them stay in memory.

    With a `state` only what changed since it was kept is read, and the others when they are looked up. A record
    whose file is the same in `alike` is taken from there, without the places of its values. `instead` holds by
    path bytes that are read in place of those on the disk. Raises LastroError when folders cannot be read.
    """
    _require_folders(root)
    try:
        return _load(empty_workspace(root, instead), state, alike)
    except OSError as error:
        message = f"cannot read '{clean(str(error.filename))}': {error.strerror}"
        raise LastroError(message, "check that the file is there and may be read") from error


def _require_folders(root: Path) -> None:
    for needed in FOLDERS:
        if not (root / needed).is_dir():
            if count_left_out(root, needed):
                message = f"'{needed}/' is not checked out: this clone is a sparse one"
                raise LastroError(message, f"run `{ADD_FOLDERS}`")
            hint = f"create {needed}/, or run this in the folder of a site"
            raise LastroError(f"no folder '{needed}/' beside {SETTINGS}", hint)


def _load(loaded: Workspace, state: RecordsState | None, alike: Workspace | None) -> Workspace:
    settings = read_entry(loaded, Entry(loaded.root, SETTINGS, ("lastro",), Settings), (), None)
    scale = settings if isinstance(settings, Settings) else None
    loaded.languages = scale.languages if scale else languages_in(loaded)
    own_words = sorted(use_own_words(loaded.root).items())
    loaded.settings_digest = digest(repr((loaded.texts.get(SETTINGS), own_words)).encode())
    known = state or RecordsState()
    if known.settings_digest != loaded.settings_digest:
        known = RecordsState()
    entries = {entry.key: entry for entry in _list_entries(loaded)}
    at_once = MOST_HELD if len(entries) <= MOST_HELD else SOME_HELD
    held = sys.maxsize if state is None else at_once
    same = alike if alike and alike.languages == loaded.languages else None
    unpack = restorer(loaded.place)
    for entry in entries.values():
        if kept := known.find_unchanged(entry.relative, entry.stamp):
            _adopt(loaded, entry, kept)
            loaded.diagnostics += unpack(kept.found)
        else:
            loaded.read_anew = True
            _read_anew(loaded, entry, held, same)
    was = {kept.key: kept.digest for kept in known.files.values()}
    now = {kept.key: kept.digest for kept in loaded.files.values()}
    loaded.changed = frozenset(at for at in was | now if was.get(at) != now.get(at))
    loaded.unread = sum(kept.facts is None for kept in loaded.files.values())
    if scale:
        corpus = _add_locks_and_docs(loaded, _as_written(loaded, scale, entries, held, at_once))
        if state is not None:
            said = _digest_locks(corpus)
            loaded.locks_digest = digest(repr(sorted(said.items())).encode())
            _note_columns(loaded, corpus, known)
            _register_fingerprints(loaded, corpus, entries, said)
    return loaded


def _as_written(
    loaded: Workspace, scale: Settings, entries: Mapping[RecordPath, Entry], held: int, at_once: int
) -> Corpus:
    states = loaded.files.values()
    unreadable: set[RecordPath] = {kept.key for kept in states if kept.facts is None}
    retired = {(kept.key[0], former) for kept in states for former in kept.former}
    found = {kept.key: kept.facts for kept in states if kept.facts}
    facts: dict[RecordPath, Facts] = dict(sorted(found.items()))
    tracer = Tracer()
    make = partial(_make_table, loaded, tracer=tracer, entries=entries, facts=facts, held=held)
    return Corpus(
        scale,
        make(Article),
        make(Claim),
        make(Source),
        frozenset(unreadable | (retired - facts.keys())),
        known=facts,
        tracer=tracer,
        held=at_once,
    )


def _add_locks_and_docs(loaded: Workspace, as_written: Corpus) -> Corpus:
    lock = read_lock(loaded, EVIDENCE, evidence_lock_of) or EvidenceLock()
    translations = read_lock(loaded, TRANSLATIONS, entries_of) or MappingProxyType({})
    locks = replace(as_written, translations=translations, evidence_lock=lock)
    for tag in as_written.settings.languages:
        for found in docs_files(loaded.root, tag, as_written.settings.site.files):
            if isinstance(found, Stray):
                refuse(loaded, found.path, found.why)
    loaded.corpus = with_current_ids(locks)
    return loaded.corpus


def _list_entries(loaded: Workspace) -> list[Entry]:
    entries, strays = walk(loaded.root)
    for stray in strays:
        holders = [stray.holder] if stray.holder else []
        held = (RelatedPlace(Place(printable_path(h, loaded.root)), "held here") for h in holders)
        refuse(loaded, stray.path, stray.why, *held)
    return entries


def _note_columns(loaded: Workspace, corpus: Corpus, known: RecordsState) -> None:
    """Note the fingerprints of columns, and facts with turned links, which may come to lead elsewhere."""
    turned = {link.route[:2]: None for link in corpus.retired_links}
    loaded.turned = [corpus.facts[at] for at in turned]
    was: dict[RecordPath, Facts | None] = {}
    was |= {kept.key: kept.facts for kept in known.files.values()} if loaded.changed else {}
    was |= {facts.at: facts for facts in known.turned}
    moved = loaded.changed.union(turned, (facts.at for facts in known.turned))
    changes = ((at, was.get(at), corpus.facts.get(at)) for at in moved)
    loaded.columns = move_columns(known.columns, changes)


def _read_anew(loaded: Workspace, entry: Entry, held: int, same: Workspace | None) -> None:
    said = len(loaded.diagnostics)
    record = read_entry(loaded, entry, loaded.languages, same)
    text = loaded.texts.get(entry.relative, "")
    if record is not None:
        if len(loaded.records) < held:
            loaded.records[entry.key] = record
        if held < sys.maxsize and isinstance(loaded.texts, Texts):
            loaded.texts.later(entry.relative)
    loaded.files[entry.relative] = FileState(
        key=(str(entry.key[0]), entry.name),
        stamp=entry.stamp,
        digest=digest(text.encode()),
        facts=facts_of(record) if isinstance(record, Kept) else None,
        in_form=entry.key in loaded.in_form,
        found=store(loaded.diagnostics[said:]),
        former=[str(key[1]) for key in retired_ids(loaded, entry.key)] if record is None else [],
        located=entry.key in loaded.trees,
    )


def _adopt(loaded: Workspace, entry: Entry, kept: FileState) -> None:
    loaded.files[entry.relative] = kept
    if isinstance(loaded.texts, Texts):
        loaded.texts.later(entry.relative)
    if kept.located:
        loaded.trees.add(entry.key, entry.relative)
    if kept.in_form:
        loaded.in_form.add(entry.key)


def _make_table(
    loaded: Workspace,
    model: type[R],
    *,
    tracer: Tracer,
    entries: Mapping[RecordPath, Entry],
    facts: Mapping[RecordPath, Facts],
    held: int,
) -> Mapping[str, R]:
    kind = model.FOLDER

    def read(record_id: str) -> R:
        entry = entries[kind, record_id]
        record = read_entry(empty_workspace(loaded.root, {}), entry, loaded.languages, None)
        if not isinstance(record, model):
            raise LastroError(f"'{entry.relative}' changed while it was read", "run this again")
        return record

    ids = {str(key[1]): None for key in facts if key[0] == kind}
    table: LazyTable[R] = LazyTable(tracer, kind, ids, read, most=held)
    for (at, record_id), record in loaded.records.items():
        if at == kind and isinstance(record, model):
            table.give(str(record_id), record)
    return table


def _register_fingerprints(
    loaded: Workspace,
    corpus: Corpus,
    entries: Mapping[RecordPath, Entry],
    said_by_locks: Mapping[RecordPath, str],
) -> None:
    prints = {at: loaded.files[entry.relative].digest for at, entry in entries.items()}
    said = dict(said_by_locks)
    for link in corpus.retired_links:
        said[link.route[:2]] = f"{said.get(link.route[:2], '')} {link.current}"

    def fingerprint(kind: str, record_id: str) -> Plain:
        if record_id == ALL:
            return corpus.tracer.fingerprint(f"{COLUMN}/{kind}.id")
        at = (kind, record_id)
        return prints[at] + said.get(at, "") if at in corpus.facts else None

    corpus.tracer.register_table(COLUMN, loaded.columns.get)
    for kind in KINDS.values():
        corpus.tracer.register_table(kind, partial(fingerprint, kind))


def _digest_locks(corpus: Corpus) -> dict[RecordPath, str]:
    said: dict[RecordPath, list[str]] = {}
    lock = corpus.evidence_lock
    for entries in (lock.proofs, lock.dropped, corpus.translations):
        for key, entry in entries.items():
            said.setdefault(record_of(key), []).append(f"{key} {entry!r}")
    for source in find_captured(lock):
        said.setdefault(("sources", source), []).append("captured")
    return {at: digest("\n".join(lines).encode()) for at, lines in said.items()}
