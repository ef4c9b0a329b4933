"""evidence.lock and translations.lock after a record got another id: their keys follow it.

A quote that was checked stays checked: no hash of evidence.lock changes. A translation that was
fresh stays so, although a reasoning cites by another id in every language: its hash becomes that of
the original as it stands now; one that was stale stays stale. A text is found again by where it
stands in its record, so that no form of key has to be known here. Entries whose text is gone keep
to their record.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import ReaderText, digest, reader_texts
from lastro.editing.dry_run import IdChange
from lastro.evidence.proofs import ARTICLE, addresses_of, quotes_of
from lastro.locks.evidence import EVIDENCE, EvidenceLock, Proof
from lastro.locks.format import lock_text
from lastro.locks.translations import TRANSLATIONS, Entries


class Locks(Struct, frozen=True):
    """Both locks afterwards, and how many entries are others."""

    evidence_lock: EvidenceLock
    translations: Entries
    moved: int

    def texts(self, before: Mapping[str, str]) -> dict[str, str]:
        """Return the texts of the locks that there are."""
        written = {
            EVIDENCE: self.evidence_lock.text,
            TRANSLATIONS: lock_text({key: dict(value) for key, value in self.translations.items()}),
        }
        return {name: text for name, text in written.items() if name in before}


def move_locks(before: Corpus, after: Corpus, change: IdChange) -> Locks:
    """Move the entries of both locks to where their texts stand afterwards."""
    proofs = _proofs(before, after, change)
    dropped = {_of_record(key, change): one for key, one in before.evidence_lock.dropped.items()}
    translations = _translations(before, after, change)
    moved = _others(before.proofs, proofs) + _others(before.evidence_lock.dropped, dropped)
    moved += _others(before.translations, translations)
    lock = EvidenceLock(MappingProxyType(proofs), MappingProxyType(dropped))
    return Locks(lock, MappingProxyType(translations), moved)


def _proofs(before: Corpus, after: Corpus, change: IdChange) -> dict[str, Proof]:
    places = {quoted.route: quoted for quoted in quotes_of(after)}
    now = {q.key: (q, places.get(change.route_now(q.route))) for q in quotes_of(before)}
    moved: dict[str, Proof] = {}
    for key, proof in sorted(before.proofs.items(), key=lambda entry: entry[0] in now):
        was, here = now.get(key, (None, None))
        if was is None or here is None:
            source = _source_now(proof.source, change)
            moved[_of_record(key, change)] = replace(proof, source=source)
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
            moved[_of_record(key, change)] = hashes
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


def _of_record(key: str, change: IdChange) -> str:
    """Return the key of an entry without a text under the new id of its record."""
    of, slash, rest = key.partition("/")
    is_moved = not change.merges and of == f"{change.kind.removesuffix('s')}:{change.old}"
    return f"{change.kind.removesuffix('s')}:{change.new}{slash}{rest}" if is_moved else key


def _others(before: Mapping[str, object], after: Mapping[str, object]) -> int:
    return sum(key not in before or before[key] != value for key, value in after.items())
