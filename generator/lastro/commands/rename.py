"""`lastro rename`: give a record another id, and take everything that leads to it along."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from lastro.commands.shared import outcome
from lastro.commands.shared.console import tell
from lastro.commands.shared.edits import find_records, record_named, text_of
from lastro.commands.shared.options import dry_run_option, today_option
from lastro.commands.shared.records import complete_ids, load_here, sound_corpus
from lastro.diagnostics.report import count_of
from lastro.editing.dry_run import IdChange
from lastro.editing.edit import with_items, with_key
from lastro.editing.transaction import is_taken, refuse_links
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.model.base import Kept
from lastro.model.values import why_not_id
from lastro.places import KINDS
from lastro.system.disk_errors import disk
from lastro.system.output import lock
from lastro.text.messages import in_quotes

FORMER = "former_ids"
_WORDS = "[claim|source|article] OLD NEW"


@click.command("rename")
@click.argument("words", nargs=-1, required=True, metavar=_WORDS, shell_complete=complete_ids)
@today_option
@dry_run_option
def command(*, words: tuple[str, ...], today: date, dry_run: bool) -> None:
    loaded = load_here(*outcome.LOCKS)
    kind, (old, new) = find_records(loaded, words, [*KINDS], 2)
    change, corpus = IdChange(KINDS[kind], old, new), sound_corpus(loaded)
    renamed = corpus.records.get((change.kind, new))
    if renamed and old in renamed.former_ids and not corpus.knows(change.kind, old):
        outcome.end_captures(loaded, change, f"{kind} '{old}' is '{new}' already", dry_run=dry_run)
        return
    own = _keeping(record_named(loaded, kind, old), old, new)
    if not dry_run and _took_back(loaded, change, own):
        loaded = load_here(*outcome.LOCKS)
    _require_free(loaded, kind, old, new)
    done = outcome.carry_out(loaded, change, own, today, dry_run=dry_run)
    files = sum(one.path != one.path_before for one in done.moved.records)
    parts = [
        f"{'would move' if dry_run else 'moved'} {count_of(files, 'file')}",
        *outcome.count_changes(done, dry_run=dry_run),
        f"{'add' if dry_run else 'added'} {FORMER}: [{old}]",
        "1 redirect",
    ]
    tell([f"{kind} '{old}' {'would be' if dry_run else 'is now'} '{new}'", ", ".join(parts)])
    tell(outcome.what_is_left(loaded, done))


def _took_back(loaded: Workspace, change: IdChange, own: Callable[[str], str]) -> bool:
    """Undo a rename that had come to its end where git has brought the old place back beside it.

    Only what is the very same in both places goes; what the new one alone holds goes back.
    """
    root, at = loaded.root, loaded.path_of((change.kind, change.old))
    place = outcome.place_of(loaded, change)
    old, new = root / place, root / outcome.place_now(change, place)
    refuse_links(root, place)
    if new.is_symlink() or new.is_dir() is not old.is_dir():
        return False
    paths = sorted(new.iterdir(), key=lambda p: p.name == "article.yml") if new.is_dir() else [new]
    places = {there: old / there.name if new.is_dir() else old for there in paths}
    edited = {root / at: own(text_of(loaded, (change.kind, change.old))).encode()}
    if not paths or not all(_is_same(here, there, edited) for there, here in places.items()):
        return False
    if root / at not in places.values():
        return False
    with lock(root), disk(new):
        for there, here in places.items():
            if here.exists():
                there.unlink()
            else:
                there.rename(here)
        if new.is_dir():
            new.rmdir()
    return True


def _is_same(here: Path, there: Path, edited: dict[Path, bytes]) -> bool:
    """Tell whether a file is what comes there from the old place, or comes from nowhere else."""
    if there.is_symlink() or here.is_symlink() or not there.is_file():
        return False
    if not here.exists():
        return True
    return here.is_file() and there.read_bytes() == edited.get(here, here.read_bytes())


def _require_free(loaded: Workspace, kind: str, old: str, new: str) -> None:
    corpus, folder = sound_corpus(loaded), KINDS[kind]
    if fault := why_not_id(new):
        raise LastroError(*fault)
    if new == old:
        raise LastroError(f"{in_quotes(new)} is its id already", "name another")
    if corpus.knows(folder, new):
        hint = "choose another"
        if kind != "article" and (folder, new) in corpus.records:
            hint = f"choose another, or `lastro merge {kind} {old} into {new}`"
        raise LastroError(f"there is a {kind} {in_quotes(new)} already", hint)
    change = IdChange(folder, old, new)
    place = outcome.place_now(change, outcome.place_of(loaded, change))
    if is_taken(loaded.root / place):
        raise LastroError(f"'{place}' is there already", "choose another, or move it away")
    for (other, key), held in corpus.records.items():
        if other == folder and new in held.former_ids and key != old:
            hint = "choose another; retired ids are never given again"
            raise LastroError(f"{in_quotes(new)} is a former id of {in_quotes(key)}", hint)


def _keeping(record: Kept, old: str, new: str) -> Callable[[str], str]:
    """Return the edit that retires the old id; a record may take one of its own back."""

    def edited(text: str) -> str:
        if old in record.former_ids:  # a run that was killed came so far
            return text
        if new not in record.former_ids:
            return with_items(text, type(record), FORMER, [old])
        kept = [*(former for former in record.former_ids if former != new), old]
        return with_key(text, type(record), FORMER, kept)

    return edited
