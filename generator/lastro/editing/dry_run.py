"""Records and locks as they would be read after a change that is not written yet.

What a change would break is known before it is made, with the disk untouched. The keys of both locks
follow a record that gets another id: a quote that was checked stays checked, and a translation that was
fresh stays so, although its original cites by another id. A text is found again by where it stands in
its record; entries whose text is gone keep to their record.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.links import with_current_ids
from lastro.corpus.translations import ReaderText, digest, reader_texts
from lastro.errors import LastroError
from lastro.evidence.proofs import ARTICLE, addresses_of, quotes_of
from lastro.loading.decode import decode
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EvidenceLock, Proof
from lastro.locks.translations import Entries
from lastro.memo.trace import Tracer
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.kinds import MODELS
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.syntax.tree import Fields, parse

R = TypeVar("R", bound=Record)


class IdChange(Struct, frozen=True):
    """Which id becomes which: of a rename, or, when `merges`, of a record that another replaces."""

    kind: str
    old: str
    new: str
    merges: bool = False

    def route_now(self, route: RecordPath) -> RecordPath:
        is_moved = not self.merges and route[:2] == (self.kind, self.old)
        return (self.kind, self.new, *route[2:]) if is_moved else route

    def path_now(self, path: str) -> str:
        if self.merges:
            return path
        if self.kind == "articles":
            folder, name = f"claims/{self.old}/", path.rpartition("/")[2]
            return f"claims/{self.new}/{name}" if path.startswith(folder) else path
        folder, _, name = path.rpartition("/")
        is_moved = name == f"{self.old}.yml" and folder.split("/")[0] == self.kind
        return f"{folder}/{self.new}.yml" if is_moved else path


class RecordRewrite(Struct, frozen=True):
    """A record after a change: its route, path and text, and those that it had."""

    was: RecordPath
    route: RecordPath
    path_before: str
    path: str
    before: str
    after: str

    @classmethod
    def in_place(cls, route: RecordPath, path: str, before: str, after: str) -> "RecordRewrite":
        return cls(route, route, path, path, before, after)

    @property
    def added(self) -> tuple[str, ...]:
        """The lines that the change adds, without their ends."""
        standing = self.before.splitlines()
        lines = self.after.splitlines()
        start = next((i for i, line in enumerate(standing) if line != lines[i]), len(standing))
        return tuple(lines[start : start + len(lines) - len(standing)])


def reread(loaded: Workspace, changed: tuple[RecordRewrite, ...], corpus: Corpus) -> Workspace:
    """Return what `load` would find with these records and locks; raises LastroError when one is no record then."""
    gone = {one.was for one in changed} - {one.route for one in changed}
    read = {one.route: _read(one, loaded.languages) for one in changed}
    new = {one.route: (one.path, read[one.route][1]) for one in changed}
    trees = loaded.trees.with_changes(frozenset(gone), new)
    records = {at: record for at, record in loaded.records.items() if at not in gone}
    records |= {at: record for at, (record, _) in read.items()}
    texts = dict(loaded.texts)
    for one in changed:
        texts.pop(one.path_before, None)
    texts |= {one.path: one.after.replace("\r\n", "\n") for one in changed}
    as_written = replace(
        corpus,
        articles=_sort_by_id(records, Article),
        claims=_sort_by_id(records, Claim),
        sources=_sort_by_id(records, Source),
        retired_links=(),
        known=None,
        tracer=Tracer(),
    )
    return replace(
        loaded,
        corpus=with_current_ids(as_written),
        diagnostics=list(loaded.diagnostics),
        texts=texts,
        trees=trees,
        records=records,
        in_form=loaded.in_form - gone - read.keys(),
    )


def _read(one: RecordRewrite, languages: tuple[str, ...]) -> tuple[Record, Fields]:
    tree, model = parse(one.after), MODELS[str(one.route[0])]
    folder = {"article": one.path.split("/")[1]} if model is Claim else {}
    decoded = decode(model, tree, {"id": str(one.route[1]), **folder}, languages)
    if decoded.record is None:
        problem = decoded.problems[0]
        raise LastroError(f"{one.path}: {problem.message}", problem.hint)
    return decoded.record, tree


def _sort_by_id(records: Mapping[RecordPath, Record], model: type[R]) -> dict[str, R]:
    found = {str(at[1]): record for at, record in records.items() if isinstance(record, model)}
    return dict(sorted(found.items()))


def move_locks(
    before: Corpus, after: Corpus, change: IdChange
) -> tuple[EvidenceLock, Entries, int]:
    """Move the entries of both locks to where their texts stand afterwards, and count the others."""
    proofs = _proofs(before, after, change)
    lost = before.evidence_lock.dropped
    dropped = {_key_under_new_id(key, change): one for key, one in lost.items()}
    translations = _translations(before, after, change)
    moved = _others(before.proofs, proofs) + _others(lost, dropped)
    moved += _others(before.translations, translations)
    lock = EvidenceLock(MappingProxyType(proofs), MappingProxyType(dropped))
    return lock, MappingProxyType(translations), moved


def _proofs(before: Corpus, after: Corpus, change: IdChange) -> dict[str, Proof]:
    places = {quoted.route: quoted for quoted in quotes_of(after)}
    now = {q.key: (q, places.get(change.route_now(q.route))) for q in quotes_of(before)}
    moved: dict[str, Proof] = {}
    for key, proof in sorted(before.proofs.items(), key=lambda entry: entry[0] in now):
        was, here = now.get(key, (None, None))
        if was is None or here is None:
            source = _source_now(proof.source, change)
            moved[_key_under_new_id(key, change)] = replace(proof, source=source)
        else:
            stays = change.merges and proof.capture.url not in addresses_of(change.new, after)
            # an entry about another source than the quote's stays about that
            is_of_quote = proof.source == was.source and not stays
            source = here.source if is_of_quote else proof.source
            moved[here.key] = replace(proof, source=source)
    return moved


def _translations(before: Corpus, after: Corpus, change: IdChange) -> dict[str, Mapping[str, str]]:
    first = before.settings.languages[0]
    places = {found.route: found for found in reader_texts(after)}
    now: dict[str, tuple[str, ReaderText, ReaderText]] = {}
    for found in reader_texts(before) if before.translations else ():
        here = places.get(change.route_now(found.route))
        if here is not None:
            now |= {found.key(tag): (here.key(tag), found, here) for tag in found.text.languages}
    moved: dict[str, Mapping[str, str]] = {}
    for key, hashes in sorted(before.translations.items(), key=lambda entry: entry[0] in now):
        if key not in now:
            moved[_key_under_new_id(key, change)] = hashes
            continue
        name, was, here = now[key]
        same = {digest(was.text.get(first) or ""): digest(here.text.get(first) or "")}
        moved[name] = {tag: same.get(made_from, made_from) for tag, made_from in hashes.items()}
    return moved


def _source_now(source: str, change: IdChange) -> str:
    name = f"{ARTICLE}{change.old}" if change.kind == "articles" else change.old
    if change.merges or change.kind == "claims" or source != name:
        return source
    return f"{ARTICLE}{change.new}" if change.kind == "articles" else change.new


def _key_under_new_id(key: str, change: IdChange) -> str:
    of, slash, rest = key.partition("/")
    is_moved = not change.merges and of == f"{change.kind.removesuffix('s')}:{change.old}"
    return f"{change.kind.removesuffix('s')}:{change.new}{slash}{rest}" if is_moved else key


def _others(before: Mapping[str, object], after: Mapping[str, object]) -> int:
    return sum(key not in before or before[key] != value for key, value in after.items())
