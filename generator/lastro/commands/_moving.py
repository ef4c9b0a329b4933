"""What `rename` and `merge` share: the change as a whole, on the disk, and in words."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import rich_click as click
from msgspec import Struct

from lastro.capture.store import Store
from lastro.capture.store_move import CaptureMoves, capture_moves
from lastro.checks import run
from lastro.commands._console import write
from lastro.commands._records import sound_corpus
from lastro.diagnostics import Diagnostic, Severity
from lastro.errors import LastroError
from lastro.evidence_lock import EVIDENCE
from lastro.id_change import IdChange
from lastro.load import Loaded, load, root_of
from lastro.moving import Moved
from lastro.moving_locks import addresses_of
from lastro.reporters._log import inert, sentence
from lastro.together import (
    JOURNAL,
    Relocation,
    Step,
    change_together,
    refuse_half_done,
    undo_broken_off,
)
from lastro.translations_lock import TRANSLATIONS
from lastro.write import lock, locked

LOCKS = (EVIDENCE, TRANSLATIONS)


class Outcome(Struct, frozen=True):
    """A change of an id, decided in full: what it does, what it leaves to a person."""

    moved: Moved
    captures: CaptureMoves
    left: tuple[Diagnostic, ...]


def loaded_here(*, dry_run: bool) -> Loaded:
    """Read the site around this folder, once what a killed run left half done is undone.

    Raises LastroError when a lock cannot be read: its entries would be lost.
    """
    root = root_of(Path())
    if (root / JOURNAL).is_file():
        if dry_run:
            refuse_half_done(root)
        with lock(root):
            if undo_broken_off(root):
                click.echo(
                    "note: an earlier change had broken off half done: it was undone", err=True
                )
    loaded = load(root)
    sound_corpus(loaded)
    for name in LOCKS:
        if any(found.place.path == name for found in loaded.diagnostics):
            raise LastroError(f"{name} has errors", "run `lastro check`")
    return loaded


def outcome(loaded: Loaded, moved: Moved, today: date) -> Outcome:
    """Add the captures, and what the check finds afterwards and did not find before."""
    left = tuple(_found_new(loaded, moved, today))
    return Outcome(moved, _captures(loaded, moved.change), left)


def write_outcome(loaded: Loaded, done: Outcome) -> None:
    """Write everything together, or nothing."""
    steps = [*done.captures.steps, *_steps(loaded, done.moved)]
    with ExitStack() as stack:
        stack.enter_context(lock(loaded.root))
        if done.captures.steps:
            folder = loaded.root / sound_corpus(loaded).settings.policy.captures
            stack.enter_context(locked(folder / ".lock"))
        change_together(loaded.root, steps)


def tell(lines: Iterator[str]) -> None:
    """Print what happened; words of records are in it."""
    write("".join(inert(sentence(line)) + "\n" for line in lines))


def what_is_left(loaded: Loaded, done: Outcome) -> Iterator[str]:
    """Say what a person has to do, with places."""
    if loaded.unread:
        records = _counted(
            loaded.unread, "record has errors and was", "records have errors and were"
        )
        yield f"{records} not looked at: run `lastro check`"
    for capture in done.captures.left:
        yield f"the capture of {capture.moment} stays with '{capture.of}'"
    if not done.left:
        yield "nothing else needs you"
        return
    yield f"{_counted(len(done.left), 'place needs you', 'places need you')}:"
    for found in done.left:
        yield f"  {found.place} {found.rule}: {found.message}"
        yield f"      {found.hint}"


def counted_changes(done: Outcome, *, dry_run: bool) -> Iterator[str]:
    """Say how many links, citations, lock entries and captures change."""
    change, move = ("change", "move") if dry_run else ("changed", "moved")
    moved = done.moved
    if moved.links:
        links = _counted(moved.links, "link", "links")
        cited = f" and {_counted(moved.citations, 'citation', 'citations')}"
        records = _counted(moved.linking, "record", "records")
        yield f"{change} {links}{cited if moved.citations else ''} in {records}"
    if moved.entries:
        yield f"{move} {_counted(moved.entries, 'lock entry', 'lock entries')}"
    if done.captures.moved:
        yield f"{move} {_counted(done.captures.moved, 'capture', 'captures')}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _steps(loaded: Loaded, moved: Moved) -> Iterator[Step | Relocation]:
    """Yield new files first and old ones last: no state between passes the check (`id-taken`)."""
    for one in moved.records:
        if one.path != one.path_before:
            yield Step(one.path, None, one.after.encode())
    for one in moved.records:
        if one.path == one.path_before and one.after != one.before:
            yield Step(one.path, one.before.encode(), one.after.encode())
    yield from _other_files(loaded, moved)
    for name in LOCKS:
        before, after = loaded.texts.get(name), moved.after.texts.get(name)
        if before is not None and after is not None and before != after:
            yield Step(name, before.encode(), after.encode())
    for one in moved.records:
        if one.path != one.path_before:
            yield Step(one.path_before, one.before.encode(), None)


def _other_files(loaded: Loaded, moved: Moved) -> Iterator[Step | Relocation]:
    """Yield what lies in the folder of an article and is no record that can be read."""
    change = moved.change
    if change.kind != "articles" or change.merges:
        return
    folder = loaded.root / "claims" / change.old
    known = {one.path_before for one in moved.records}
    for path in sorted(folder.iterdir()):
        name = path.relative_to(loaded.root).as_posix()
        if name in known:
            continue
        if path.is_symlink() or not path.is_file():
            raise LastroError(f"'{name}' is no record", "move it out of claims/ first")
        yield Relocation(name, f"claims/{change.new}/{path.name}")


def _captures(loaded: Loaded, change: IdChange) -> CaptureMoves:
    """Plan the moves of captures; a merge moves those of an address of the other source."""
    if change.kind == "claims":
        return CaptureMoves()
    kind, corpus = change.kind.removesuffix("s"), sound_corpus(loaded)
    addresses = addresses_of(change.new, corpus)
    return capture_moves(
        Store(loaded.root / corpus.settings.policy.captures),
        loaded.root,
        f"{kind}:{change.old}",
        f"{kind}:{change.new}",
        lambda capture: not change.merges or capture.url in addresses,
    )


def _found_new(loaded: Loaded, moved: Moved, today: date) -> Iterator[Diagnostic]:
    """Yield what the check with the base of before finds after the change and not before it."""
    change = moved.change
    before = run(loaded, today).diagnostics
    standing = {_what(found, of) for found in before for of in (change, None)}
    for found in run(moved.after, today, sound_corpus(loaded)).diagnostics:
        is_note = found.severity is Severity.NOTE
        if not (is_note or found.waived or _what(found, None) in standing):
            yield found


def _what(found: Diagnostic, change: IdChange | None) -> tuple[object, ...]:
    """Tell findings apart by all but their line, as they would stand under the new id."""
    path, steps, message = found.place.path, found.place.steps, found.message
    if path in LOCKS:  # keys move; what is said of an entry does not
        steps = ()
    if change is not None and not change.merges:
        path, steps = change.path_now(path), change.route_now(steps)
        message = message.replace(f"'{change.old}'", f"'{change.new}'")
    return found.rule, path, steps, message
