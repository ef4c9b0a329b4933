"""What a run of `rename` or `merge` that was killed left to do: the same command ends it."""

from collections.abc import Callable
from pathlib import Path

from lastro.commands.shared.console import tell
from lastro.commands.shared.edits import text_of
from lastro.commands.shared.outcome import captures_of, place_now, place_of
from lastro.commands.shared.records import sound_corpus
from lastro.diagnostics.report import counted
from lastro.editing.id_change import IdChange
from lastro.editing.transaction import refuse_links
from lastro.loading.workspace import Loaded
from lastro.system.disk_errors import disk
from lastro.system.lock import lock


def is_done(loaded: Loaded, change: IdChange) -> bool:
    """Tell whether the records say already that this rename was made."""
    corpus = sound_corpus(loaded)
    record = corpus.records.get((change.kind, change.new))
    is_retired = record is not None and change.old in record.former_ids
    return is_retired and not corpus.knows(change.kind, change.old)


def end_captures(loaded: Loaded, change: IdChange, said: str, *, dry_run: bool) -> None:
    """Bring the captures that still lie under the old id along, and end a sentence with them."""
    captures = captures_of(loaded, change)
    if not dry_run:
        with lock(loaded.root):
            captures.copy()
            captures.leave()
    number = len(captures.moving)
    moved = "would move" if dry_run else "moved"
    more = f", {moved} {counted(number, 'capture', 'captures')}" if number else ""
    tell([f"{said}{more}"])


def took_back(loaded: Loaded, change: IdChange, own: Callable[[str], str]) -> bool:
    """Undo a rename that had come to its end where git has brought the old place back beside it.

    Only what is the very same in both places goes; what the new one alone holds goes back.
    """
    root, at = loaded.root, loaded.path_of((change.kind, change.old))
    place = place_of(loaded, change)
    old, new = root / place, root / place_now(change, place)
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
