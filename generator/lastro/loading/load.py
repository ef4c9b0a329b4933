"""Load the folders of a site into a corpus; collect every problem; write nothing.

No other stage reads records from the disk. A broken file becomes a diagnostic and the run goes on; a
folder that is no site raises a `LastroError`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lastro.corpus.corpus import MOST_HELD, SOME_HELD, Corpus
from lastro.corpus.facts import facts_of
from lastro.corpus.links import with_current_ids
from lastro.diagnostics.report import RelatedPlace
from lastro.errors import LastroError
from lastro.loading.docs.files import docs_files
from lastro.loading.entry import (
    empty_workspace,
    languages_in,
    read_entry,
    refuse,
    retired_ids,
)
from lastro.loading.files import Entry, Stray, walk
from lastro.loading.findings import restorer, store
from lastro.loading.locks import read_lock
from lastro.loading.remembered import FileState, RecordsState
from lastro.loading.source_map import Texts
from lastro.loading.tables import LazyTables, what_locks_say
from lastro.loading.workspace import Workspace, by_id
from lastro.locks.evidence import EVIDENCE, EvidenceLock, evidence_lock_of
from lastro.locks.translations import TRANSLATIONS, entries_of
from lastro.memo.digest import digest
from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim
from lastro.model.kinds import SETTINGS
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.places import Place, RecordPath
from lastro.system.git import count_left_out
from lastro.text.messages import clean

FOLDERS = ("claims", "sources")
ADD_FOLDERS = f"git sparse-checkout add {' '.join(FOLDERS)}"
"""The command by which a sparse clone gets the records that it leaves out."""


def root_of(start: Path) -> Path:
    """Find the nearest folder upward that holds lastro.yml.

    Raises LastroError when there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    message = f"no {SETTINGS} in '{clean(str(start))}' or above it"
    raise LastroError(message, "run this inside a Lastro site, or name its folder")


def load(
    root: Path, alike: Workspace | None = None, instead: Mapping[str, bytes] | None = None
) -> Workspace:
    """Read lastro.yml and all records below a root.

    `alike` is another state of the same site: a record whose file is the same there is taken from
    it, without the places of its values. `instead` holds by path the bytes of records that are read
    in place of those on the disk. Raises LastroError when the folders are not there or cannot be
    read.
    """
    with _folders_of(root):
        return _load(empty_workspace(root, instead or {}), alike)


@contextmanager
def _folders_of(root: Path) -> Iterator[None]:
    """Refuse a site without the folders of records; name the file that the disk refuses."""
    for needed in FOLDERS:
        if not (root / needed).is_dir():
            if count_left_out(root, needed):
                message = f"'{needed}/' is not checked out: this clone is a sparse one"
                raise LastroError(message, f"run `{ADD_FOLDERS}`")
            hint = f"create {needed}/, or run this in the folder of a site"
            raise LastroError(f"no folder '{needed}/' beside {SETTINGS}", hint)
    try:
        yield
    except OSError as error:
        message = f"cannot read '{clean(str(error.filename))}': {error.strerror}"
        raise LastroError(message, "check that the file is there and may be read") from error


def _load(loaded: Workspace, alike: Workspace | None) -> Workspace:
    scale = read_scale(loaded)
    languages = loaded.languages
    same = alike if alike and alike.languages == languages else None
    unreadable: set[RecordPath] = set()
    records = loaded.records
    for entry in list_entries(loaded):
        record = read_entry(loaded, entry, languages, same)
        if record is None:
            unreadable.add(entry.key)
        else:
            records[entry.key] = record
    loaded.unread = len(unreadable)
    if scale:
        unreadable |= {key for at in unreadable for key in retired_ids(loaded, at)} - records.keys()
        tables = by_id(records, Article), by_id(records, Claim), by_id(records, Source)
        _put_together(loaded, Corpus(scale, *tables, frozenset(unreadable)))
    return loaded


def _put_together(loaded: Workspace, as_written: Corpus) -> Corpus:
    """Add to the records what the locks say, and look at the files of docs/."""
    lock = read_lock(loaded, EVIDENCE, evidence_lock_of) or EvidenceLock()
    translations = read_lock(loaded, TRANSLATIONS, entries_of) or MappingProxyType({})
    locks = replace(as_written, translations=translations, evidence_lock=lock)
    refuse_docs(loaded, as_written.settings)
    loaded.corpus = with_current_ids(locks)
    return loaded.corpus


def read_scale(loaded: Workspace) -> Settings | None:
    """Read lastro.yml, and the languages that records are read with."""
    settings = read_entry(loaded, Entry(loaded.root, SETTINGS, ("lastro",), Settings), (), None)
    scale = settings if isinstance(settings, Settings) else None
    loaded.languages = scale.languages if scale else languages_in(loaded)
    return scale


def list_entries(loaded: Workspace) -> list[Entry]:
    """List the files that should hold records, and say what is wrong with others."""
    entries, strays = walk(loaded.root)
    for stray in strays:
        holders = [loaded.name(stray.holder)] if stray.holder else []
        held = (RelatedPlace(Place(name), "held here") for name in holders)
        refuse(loaded, stray.path, stray.why, *held)
    return entries


def refuse_docs(loaded: Workspace, scale: Settings) -> None:
    """Say what is wrong with files beside the hand-written pages, and with these."""
    for tag in scale.languages:
        for found in docs_files(loaded.root, tag, scale.site.files):
            if isinstance(found, Stray):
                refuse(loaded, found.path, found.why)


def load_since(root: Path, state: RecordsState) -> Workspace:
    """Read the records that changed since the state was kept; the others are read when they are looked up.

    Raises LastroError as `load` does.
    """
    with _folders_of(root):
        return _load_since(empty_workspace(root, {}), state)


def _load_since(loaded: Workspace, state: RecordsState) -> Workspace:
    scale = read_scale(loaded)
    loaded.settings_digest = digest(loaded.texts.get(SETTINGS, "").encode())
    before = state.files if state.settings_digest == loaded.settings_digest else {}
    entries = {entry.key: entry for entry in list_entries(loaded)}
    at_once = MOST_HELD if len(entries) <= MOST_HELD else SOME_HELD
    read(loaded, [*entries.values()], state if before else RecordsState.empty(), at_once)
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
        found = {key: kept.facts for key, kept in now.items() if kept.facts}
        facts = dict(sorted(found.items(), key=lambda entry: tuple(map(str, entry[0]))))
        tables = LazyTables(loaded, entries, facts, at_once)
        as_written = Corpus(
            scale,
            tables.of("articles", Article),
            tables.of("claims", Claim),
            tables.of("sources", Source),
            frozenset(unreadable | (held - facts.keys())),
            known=facts,
            tracer=tables.tracer,
            held=at_once,
        )
        corpus = _put_together(loaded, as_written)
        said = what_locks_say(corpus)
        loaded.locks_digest = digest(repr(sorted(said.items())).encode())
        tables.register_fingerprints(corpus, said)
    return loaded


def read(loaded: Workspace, entries: Sequence[Entry], state: RecordsState, held: int) -> None:
    """Reuse the state of each unchanged file, and read all others."""
    unpack = restorer(loaded)
    for entry in entries:
        known = state.find_unchanged(entry.relative, entry.stamp)
        if known:
            _adopt(loaded, entry, known)
            loaded.diagnostics += unpack(known.found)
        else:
            loaded.read_anew = True
            _read_anew(loaded, entry, held)


def _read_anew(loaded: Workspace, entry: Entry, held: int) -> None:
    """Read one file and note its state; hold the record in memory while there is room."""
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
