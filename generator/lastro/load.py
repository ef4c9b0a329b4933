"""Folders to a corpus: every file read, every problem kept, nothing written.

The only stage that reads records from disk. A broken file becomes one diagnostic and the run goes
on; a folder that is not a site becomes a `LastroError`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from lastro.corpus import Corpus
from lastro.cut_texts import cut_texts, told_of_cut
from lastro.decode import decode
from lastro.diagnostics import Diagnostic, RelatedPlace, Severity, clean
from lastro.docs_files import docs_files
from lastro.errors import LastroError
from lastro.evidence_lock import EVIDENCE, EvidenceLock, evidence_lock_of
from lastro.loaded import MODELS, SETTINGS, Loaded
from lastro.lock_lines import LARGEST_LOCK
from lastro.places import START, Place, RecordPath
from lastro.read_file import LARGEST, read_text, refuse_hidden_in, text_of
from lastro.read_record import sound_record
from lastro.record_links import with_current_ids
from lastro.records import Article, Claim, Kept, Record, Source
from lastro.settings import Settings
from lastro.translations_lock import TRANSLATIONS, entries_of
from lastro.trees import Texts, Trees
from lastro.walk import LONGEST_MESSAGE, Entry, Stray, walk
from lastro.yaml_tree import Fields, Items, Refused, Scalar, parse, scalars

R = TypeVar("R", bound=Record)
L = TypeVar("L")
__all__ = ["MODELS", "SETTINGS", "Loaded", "file_of", "load", "load_one", "root_of"]


def file_of(record: Kept) -> str:
    """Return the path that a record has by its id, relative to the root of its site."""
    if isinstance(record, Claim):
        return f"claims/{record.article}/{record.id}.yml"
    if isinstance(record, Article):
        return f"claims/{record.id}/article.yml"
    return f"sources/{record.id}.yml" if isinstance(record, Source) else SETTINGS


def root_of(start: Path) -> Path:
    """Find the nearest folder upward that holds lastro.yml.

    Raises LastroError when there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise LastroError(
        f"no {SETTINGS} in '{clean(str(start))}' or above it",
        "run this inside a Lastro site, or name its folder",
    )


def load(
    root: Path,
    alike: Loaded | None = None,
    instead: Mapping[str, bytes] | None = None,
) -> Loaded:
    """Read lastro.yml and all records below a root.

    `alike` is another state of the same site: a record whose file is the same there is taken from
    it, without the places of its values. `instead` holds by path the bytes of records that are read
    in place of those on the disk. Raises LastroError when the folders are not there or cannot be
    read.
    """
    require_folders(root)
    with told_of_disk():
        return _load(nothing_yet(root, instead or {}), alike)


def require_folders(root: Path) -> None:
    """Refuse a site without the folders of records."""
    for needed in ("claims", "sources"):
        if not (root / needed).is_dir():
            raise LastroError(
                f"no folder '{needed}/' beside {SETTINGS}",
                f"create {needed}/, or run this in the folder of a site",
            )


@contextmanager
def told_of_disk() -> Iterator[None]:
    """Turn a refusal of the disk into one sentence that names the file."""
    try:
        yield
    except OSError as error:
        raise LastroError(
            f"cannot read '{clean(str(error.filename))}': {error.strerror}",
            "check that the file is there and may be read",
        ) from error


def _load(loaded: Loaded, alike: Loaded | None) -> Loaded:
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
        unreadable |= {key for at in unreadable for key in held_by(loaded, at)} - records.keys()
        as_written = Corpus(
            scale,
            _of(records, Article),
            _of(records, Claim),
            _of(records, Source),
            frozenset(unreadable),
            translations=locked(loaded, TRANSLATIONS, entries_of) or MappingProxyType({}),
            evidence_lock=locked(loaded, EVIDENCE, evidence_lock_of) or EvidenceLock(),
        )
        loaded.corpus = with_current_ids(as_written)
        refuse_docs(loaded, scale)
    return loaded


def read_scale(loaded: Loaded) -> Settings | None:
    """Read lastro.yml, and the languages that records are read with."""
    settings = read_entry(loaded, Entry(loaded.root, SETTINGS, ("lastro",), Settings), (), None)
    scale = settings if isinstance(settings, Settings) else None
    loaded.languages = scale.languages if scale else _languages_in(loaded)
    return scale


def list_entries(loaded: Loaded) -> list[Entry]:
    """List the files that should hold records, and say what is wrong with others."""
    entries, strays = walk(loaded.root)
    for stray in strays:
        held = (
            (RelatedPlace(Place(loaded.name(stray.holder)), "held here"),) if stray.holder else ()
        )
        _refuse(loaded, stray.path, stray.why, *held)
    return entries


def refuse_docs(loaded: Loaded, scale: Settings) -> None:
    """Say what is wrong with files beside the hand-written pages, and with these."""
    for tag in scale.languages:
        for found in docs_files(loaded.root, tag, scale.site.files):
            if isinstance(found, Stray):
                _refuse(loaded, found.path, found.why)


def held_by(loaded: Loaded, at: RecordPath) -> Iterator[RecordPath]:
    """Yield the retired ids of a broken record, so that a link to one is not reported as well."""
    if at in loaded.trees:
        yield from ((at[0], former) for former in _listed(loaded.trees[at][1], "former_ids"))


def locked(loaded: Loaded, name: str, read: Callable[[str], L]) -> L | None:
    """Read a lock file; None without one, and while it is malformed, which is then reported."""
    path = loaded.root / name
    if not (path.exists() or path.is_symlink()):
        return None
    try:
        text = read_text(path, LARGEST_LOCK, "a lock of this size is none of ours: restore it")
        loaded.texts[name] = text
        return read(text)
    except Refused as refused:
        loaded.texts.setdefault(name, _for_excerpt(path))
        _refuse(loaded, path, refused)
        return None


def _of(records: Mapping[RecordPath, Record], model: type[R]) -> dict[str, R]:
    found = {str(key[1]): r for key, r in records.items() if isinstance(r, model)}
    return dict(sorted(found.items()))


def _languages_in(loaded: Loaded) -> tuple[str, ...]:
    """Read the languages of a lastro.yml that has other faults, so that none are made up."""
    return _listed(loaded.trees[("lastro",)][1], "languages") if ("lastro",) in loaded.trees else ()


def _listed(tree: Fields, key: str) -> tuple[str, ...]:
    """Return the texts of a list of a tree, whatever else is wrong with it."""
    listed = tree.nodes.get(key, (START, None))[1]
    if not isinstance(listed, Items):
        return ()
    return tuple(n.text for n in listed.nodes if isinstance(n, Scalar))


def load_one(root: Path, entry: Entry, languages: tuple[str, ...]) -> Record | None:
    """Read one record again, by the languages of its site; None when it is none.

    Raises OSError when the disk fails.
    """
    return read_entry(nothing_yet(root, {}), entry, languages, None)


def nothing_yet(root: Path, instead: Mapping[str, bytes]) -> Loaded:
    """Return what load knows before it has read anything."""
    texts = Texts(lambda path: _text_again(root / path))
    return Loaded(root, texts=texts, trees=Trees(texts), instead=instead)


def read_entry(
    loaded: Loaded, entry: Entry, languages: tuple[str, ...], same: Loaded | None
) -> Record | None:
    """Read one file to a record; put its text, tree and problems into `loaded`."""
    name, path = entry.relative, f"{entry.root}/{entry.relative}"
    try:
        written = loaded.instead.get(name)
        text = read_text(path) if written is None else text_of(written)
        loaded.texts[name] = text
        if same and same.texts.get(name) == text and entry.key in same.records:
            return same.records[entry.key]
        if entry.model is not Settings and (
            sound := sound_record(entry.model, text, entry.identity, languages)
        ):
            loaded.trees.add(entry.key, name)
            if sound.in_form:
                loaded.in_form.add(entry.key)
            return sound.record
        tree = parse(text)
        for _, scalar, _ in scalars(tree):
            refuse_hidden_in(scalar)
    except Refused as refused:
        loaded.texts.setdefault(name, _for_excerpt(entry.path, loaded.instead.get(name)))
        _refuse(loaded, entry.path, refused)
        return None
    return _with_places(loaded, entry, languages, tree)


def _with_places(
    loaded: Loaded, entry: Entry, languages: tuple[str, ...], tree: Fields
) -> Record | None:
    """Turn a tree into a record and say what is wrong with it."""
    name = entry.relative
    loaded.trees.add(entry.key, name, tree)
    cut = cut_texts(loaded.texts[name], tree)
    loaded.diagnostics += (told_of_cut(found, name, entry.key) for found in cut)
    # lastro.yml is read before its languages are known: they stand in its own tree
    decoded = decode(entry.model, tree, entry.identity, languages or _languages_in(loaded))
    for problem in decoded.problems:
        place = Place(name, problem.span, (*entry.key, *problem.steps))
        loaded.diagnostics.append(
            Diagnostic(
                place=place,
                rule=problem.rule,
                severity=Severity.ERROR,
                message=problem.message,
                hint=problem.hint,
            )
        )
    return decoded.record


def _text_again(path: Path) -> str:
    """Read what was not read in this run: of a refused file, what can be shown of it."""
    try:
        return read_text(path)
    except Refused:
        return _for_excerpt(path)


def _for_excerpt(path: Path, content: bytes | None = None) -> str:
    """Read what can be shown of a refused file; nothing of what is no regular file."""
    if content is None:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        content = path.read_bytes()
    return content.decode(errors="replace").replace("\r\n", "\n")


def _refuse(loaded: Loaded, path: Path, refused: Refused, *related: RelatedPlace) -> None:
    name = loaded.name(path)
    first = (RelatedPlace(Place(name, refused.first), "first here"),) if refused.first else ()
    loaded.diagnostics.append(
        Diagnostic(
            place=Place(name, refused.span),
            rule=refused.rule,
            severity=Severity.ERROR,
            message=clean(refused.message, LONGEST_MESSAGE),
            hint=refused.hint,
            related=(*first, *related),
        )
    )
