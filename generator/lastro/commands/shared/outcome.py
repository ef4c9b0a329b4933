"""What `rename` and `merge` share: the change as a whole, on the disk, and in words."""

from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct

from lastro.capture.store.move import CaptureMoves, capture_moves
from lastro.checks.runner import run
from lastro.commands.shared.captures import open_store
from lastro.commands.shared.console import tell
from lastro.commands.shared.edits import describe_left, new_findings, text_of
from lastro.commands.shared.records import sound_corpus
from lastro.diagnostics.report import Diagnostic, count_of
from lastro.editing.dry_run import IdChange
from lastro.editing.rename import RenamePlan, plan_rename
from lastro.editing.transaction import FileEdit, Move, commit
from lastro.evidence.proofs import addresses_of
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE
from lastro.locks.translations import TRANSLATIONS
from lastro.system.output import lock

LOCKS = (EVIDENCE, TRANSLATIONS)


class Outcome(Struct, frozen=True):
    """A change of an id, decided in full; left to a person is what only the check afterwards finds."""

    moved: RenamePlan
    captures: CaptureMoves
    left: tuple[Diagnostic, ...]


def carry_out(
    loaded: Workspace, change: IdChange, own: Callable[[str], str], today: date, *, dry_run: bool
) -> Outcome:
    """Decide a change in full and write it; `own` edits the text of the record itself."""
    done = plan_rename(loaded, sound_corpus(loaded), change, lambda at: text_of(loaded, at), own)
    before = run(loaded, today).diagnostics
    standing = {_what(found, of) for found in before for of in (change, None)}
    after = run(done.after, today, sound_corpus(loaded))
    left = tuple(new_findings(after, standing, lambda found: _what(found, None)))
    outcome = Outcome(done, captures_of(loaded, change), left)
    if dry_run:
        return outcome
    place = place_of(loaded, change)
    move = None if change.merges else Move(place, place_now(change, place))
    # everything together, or nothing: captures stand in both places until all is done
    with lock(loaded.root):
        try:
            outcome.captures.copy()
            commit(loaded.root, [*_edits(loaded, done)], move)
        except BaseException:
            outcome.captures.undo()
            raise
        outcome.captures.leave()
    return outcome


def end_captures(loaded: Workspace, change: IdChange, said: str, *, dry_run: bool) -> None:
    """Bring the captures that still lie under the old id along, and end a sentence with them."""
    captures = captures_of(loaded, change)
    if not dry_run:
        with lock(loaded.root):
            captures.copy()
            captures.leave()
    number = len(captures.moving)
    moved = "would move" if dry_run else "moved"
    more = f", {moved} {count_of(number, 'capture')}" if number else ""
    tell([f"{said}{more}"])


def what_is_left(loaded: Workspace, done: Outcome) -> Iterator[str]:
    if loaded.unread:
        were = count_of(loaded.unread, "record has errors and was", "records have errors and were")
        yield f"{were} not looked at: run `lastro check`"
    for capture in done.captures.left:
        yield f"the capture of {capture.moment} stays with '{capture.of}'"
    yield from describe_left(done.left)


def count_changes(done: Outcome, *, dry_run: bool) -> Iterator[str]:
    change, move = ("change", "move") if dry_run else ("changed", "moved")
    moved = done.moved
    if moved.links:
        links = count_of(moved.links, "link", "links")
        cited = f" and {count_of(moved.citations, 'citation', 'citations')}"
        records = count_of(moved.linking, "record", "records")
        yield f"{change} {links}{cited if moved.citations else ''} in {records}"
    if moved.entries:
        yield f"{move} {count_of(moved.entries, 'lock entry', 'lock entries')}"
    if done.captures.moving:
        yield f"{move} {count_of(len(done.captures.moving), 'capture', 'captures')}"


def _edits(loaded: Workspace, moved: RenamePlan) -> Iterator[FileEdit]:
    """Yield the locks first and the record itself last, so that a run which is killed can go on.

    An entry of a lock that went ahead of its text is left where it is; a record that was edited no
    longer leads to the old id.
    """
    for name in LOCKS:
        before, after = loaded.texts.get(name), moved.after.texts.get(name)
        if before is not None and after is not None and before != after:
            yield FileEdit(name, before.encode(), after.encode())
    own = (moved.change.kind, moved.change.old)
    for one in sorted(moved.records, key=lambda one: one.was == own):
        if one.after != one.before:
            yield FileEdit(one.path_before, one.before.encode(), one.after.encode())


def place_of(loaded: Workspace, change: IdChange) -> str:
    path = loaded.path_of((change.kind, change.old))
    return path.removesuffix("/article.yml") if change.kind == "articles" else path


def place_now(change: IdChange, place: str) -> str:
    return f"claims/{change.new}" if change.kind == "articles" else change.path_now(place)


def captures_of(loaded: Workspace, change: IdChange) -> CaptureMoves:
    """Plan the moves of captures; a merge moves those of an address of the other source."""
    kind, corpus, store = change.kind.removesuffix("s"), sound_corpus(loaded), open_store(loaded)
    of, to = f"{kind}:{change.old}", f"{kind}:{change.new}"
    if change.kind == "claims":
        return CaptureMoves(store)
    addresses = addresses_of(change.new, corpus)
    return capture_moves(
        store, of, to, lambda capture: not change.merges or capture.url in addresses
    )


def _what(found: Diagnostic, change: IdChange | None) -> tuple[object, ...]:
    """Tell findings apart by all but their line, as they would stand under the new id."""
    path, steps, message = found.place.path, found.place.route, found.message
    if path in LOCKS:  # keys move; what is said of an entry does not
        steps = ()
    if change is not None and not change.merges:
        path, steps = change.path_now(path), change.route_now(steps)
        message = message.replace(f"'{change.old}'", f"'{change.new}'")
    return found.rule, path, steps, message
