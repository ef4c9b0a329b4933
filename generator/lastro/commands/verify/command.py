"""`lastro verify`: every quote against the captures, word for word."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from lastro.capture.store.store import CaptureStore
from lastro.capture.verify import main_texts, read_seen, verify, write_seen
from lastro.commands.shared.captures.matches import describe_shared_run
from lastro.commands.shared.captures.store import store_folder
from lastro.commands.shared.console import complain, wants_colour, write
from lastro.commands.shared.options import today_option
from lastro.commands.shared.paths import site_of, stands_in
from lastro.commands.shared.records import sound_corpus
from lastro.commands.verify.report import as_json, report_of, summary
from lastro.errors import Exit
from lastro.evidence.origins import find_shared_runs
from lastro.evidence.proofs import capture_key
from lastro.loading.load import load
from lastro.loading.locks import unite_locks
from lastro.locks.evidence import EVIDENCE
from lastro.reporters.document import lastro_document
from lastro.reporters.text import findings
from lastro.system.atomic import write_kept
from lastro.system.gc_pause import pause_gc


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--update", is_flag=True, help=f"Write the result to {EVIDENCE}.")
@click.option("--dry-run", is_flag=True, help="With --update: say what would be written.")
@click.option("--fresh", is_flag=True, help="Read every capture again, even unchanged ones.")
@click.option(
    "--origins",
    is_flag=True,
    help="Also say which captures share long runs of words and count as different origins.",
)
@click.option("--json", "shape_json", is_flag=True, help="Print one JSON document.")
@today_option
def command(
    *,
    paths: tuple[Path, ...],
    update: bool,
    dry_run: bool,
    fresh: bool,
    origins: bool,
    shape_json: bool,
    today: date,
) -> Exit:
    """Check every quote word for word against the captures of its source.

    A quote is verified when its words stand in a capture. Typography and white space may differ; a
    letter, a digit or a word may not. If the words do not stand there, the command shows the
    nearest passage and the words that differ. A quote without a capture stays attested (somebody
    read the source) or unchecked. PATHS limit what is reported.

    The captures are private (`lastro capture`). With --update the result goes to evidence.lock,
    which is committed; of a merge that was left unfinished there, it keeps the entries of both
    sides. Where there are no captures, the command reads only the lock, and its last line says so.

    Exit 0: all that could be checked stands. 1: a quote, an entry or a capture does not hold.

    \b
        lastro verify                what stands, what does not
        lastro verify --update       the same, and write evidence.lock
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    root, wanted = site_of(paths or (Path(),))
    loaded = load(root)
    if update and not dry_run and (united := unite_locks(loaded).get(EVIDENCE)):
        write_kept(root / EVIDENCE, united.encode())
        loaded = load(root)
    corpus = sound_corpus(loaded, EVIDENCE)
    store = store_folder(loaded)
    held = CaptureStore(store)
    with pause_gc():
        found = verify(corpus, held, {} if fresh else read_seen(store))
    if store.is_dir() and not dry_run:
        write_seen(store, found.seen)
    writes = update and not dry_run and found.lock != corpus.evidence_lock
    if writes:
        write_kept(root / EVIDENCE, found.lock.text.encode())
    shown = [c for c in found.checked if stands_in(loaded.path_of(c.quoted.route[:2]), wanted)]
    sought = {capture_key(checked.quoted.source) for checked in shown}
    found = replace(found, broken={of: e for of, e in found.broken.items() if of in sought})
    if shape_json:
        written = as_json(found, shown, loaded, before=corpus.evidence_lock, written=writes)
        write(lastro_document("verify", written))
    else:
        write(findings(report_of(shown, loaded, today), coloured=wants_colour()))
        for of, error in found.broken.items():
            complain(f"{of}: {error.message}", error.hint)
        if origins:
            write(describe_shared_run(find_shared_runs(corpus, main_texts(held))))
        write(summary(found, shown, corpus.evidence_lock, update=update, dry_run=dry_run))
    fails = found.broken or any(checked.fault for checked in shown)
    return Exit.FINDINGS if fails else Exit.OK
