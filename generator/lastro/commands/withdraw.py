"""`lastro withdraw`: take a record back in the open, and say what rested on it."""

from datetime import date

import click

from lastro.commands.shared import edits
from lastro.commands.shared.console import tell
from lastro.commands.shared.options import dry_run_option, today_option
from lastro.commands.shared.records import complete_ids, load_here
from lastro.editing.dry_run import RecordRewrite
from lastro.editing.edit import with_key
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.places import KINDS, RecordPath
from lastro.text.messages import in_quotes

_WORDS = "[claim|source|article] ID"


@click.command("withdraw")
@click.argument("words", nargs=-1, required=True, metavar=_WORDS, shell_complete=complete_ids)
@edits.reason_options(required=True)
@click.option("--see", metavar="ID")
@today_option
@dry_run_option
def command(
    *,
    words: tuple[str, ...],
    reason: str,
    translated: tuple[str, ...],
    see: str | None,
    today: date,
    dry_run: bool,
) -> None:
    loaded = load_here()
    kind, (record_id,) = edits.find_records(loaded, words, [*KINDS], 1)
    record = edits.record_named(loaded, kind, record_id)
    edits.refuse_withdrawn(loaded, kind, record_id, record)
    value = edits.withdrawal(today, edits.reasons(loaded, reason, translated), see)
    if see is not None:
        _require_successor(loaded, kind, record_id, see)
    at: RecordPath = (KINDS[kind], record_id)
    before = edits.text_of(loaded, at)
    after = with_key(before, type(record), edits.WITHDRAWN, value)
    edit = RecordRewrite.in_place(at, loaded.path_of(at), before, after)
    left = list(edits.find_new(loaded, edit, today))
    if not dry_run:
        edits.write_edit(loaded, edit)
    if dry_run:
        tell([f"would withdraw {kind} '{record_id}' in {edit.path}:"])
        tell(f"  + {line}" for line in edit.added)
    else:
        tell([f"withdrew {kind} '{record_id}' in {edit.path}: its page is now a tombstone"])
    tell(edits.describe_left(left))


def _require_successor(loaded: Workspace, kind: str, record_id: str, see: str) -> None:
    if see == record_id:
        raise LastroError(
            f"{in_quotes(see)} is this record itself (--see)", "name what replaces it"
        )
    successor = edits.record_named(loaded, kind, see, option="--see")
    if successor.withdrawn:
        on = successor.withdrawn.see
        hint = f"it leads on to '{on}'" if on else "name a record that stands, or leave `--see` out"
        raise LastroError(
            f"{in_quotes(see)} was withdrawn on {successor.withdrawn.on} (--see)", hint
        )
