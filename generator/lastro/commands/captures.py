"""`lastro captures`: list and drop the private copies of sources."""

from datetime import date
from pathlib import Path

import click

from lastro.capture.store.store import CaptureStore
from lastro.commands.shared.captures import open_store
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import complete_ids, load_here, sound_corpus
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.evidence.proofs import ARTICLE, capture_key
from lastro.locks.evidence import EVIDENCE, LONGEST_REASON, DroppedCapture, EvidenceLock
from lastro.system.atomic import write_kept
from lastro.text.messages import clean, did_you_mean

_HELD = "see `lastro captures list`"


@click.group("captures")
def command() -> None:
    """Hold the verbs for the store: each does its own work."""


@command.command("list")
def list_captures() -> None:
    store, _, _ = _store()
    captures = [one for several in store.everything().values() for one in several]
    records = count_of(len({one.of for one in captures}), "record")
    tell(
        f"{one.of}  {one.moment}  {one.media_type}  {one.size:,} bytes, "
        f"{one.characters:,} characters  {one.final_url}"
        for one in captures
    )
    write(f"{count_of(len(captures), 'capture')} of {records}.\n" if captures else "no captures.\n")


@command.command("drop")
@click.argument("source", shell_complete=complete_ids)
@click.option("--reason", required=True)
@flag("--dry-run")
@today_option
def drop_captures(*, source: str, reason: str, dry_run: bool, today: date) -> None:
    store, corpus, root = _store()
    of, published = _known(source, corpus, store), _require_one_line(reason)
    captures = store.all(of)
    lock = corpus.evidence_lock
    if captures:
        if today < (last := captures[-1].retrieved).date():
            message = f"its last capture is of {last:%Y-%m-%d}, later than {today}"
            raise LastroError(
                message, "leave out `--today`, or give the day on which the copy goes"
            )
        entry = DroppedCapture(captures[-1].proof, today.isoformat(), published)
        lock = EvidenceLock(lock.proofs, {**lock.dropped, of: entry})
    elif of not in lock.dropped:
        raise LastroError(f"'{clean(source)}' has no copy in the store", _HELD)
    if not dry_run:
        # before the copies, which are its only witness
        write_kept(root / EVIDENCE, lock.text.encode())
        store.drop(of)
    verb, says = ("would be removed", "would say") if dry_run else ("removed", "says")
    what = f"{count_of(len(captures), 'capture')} {verb}; {EVIDENCE} {says} why"
    kept = f"nothing left to remove; {EVIDENCE} keeps the reason of {lock.dropped[of].on}"
    write(f"{of}: {what if captures else kept}\n")


def _store() -> tuple[CaptureStore, Corpus, Path]:
    loaded = load_here()
    return open_store(loaded), sound_corpus(loaded, EVIDENCE), loaded.root


def _known(source: str, corpus: Corpus, store: CaptureStore) -> str:
    of = capture_key(source)
    names = [*corpus.sources, *(f"{ARTICLE}{article}" for article in corpus.articles)]
    if of not in map(capture_key, names) and of not in store.everything():
        hint = did_you_mean(source, names, _HELD)
        raise LastroError(f"no source or article '{clean(source)}'", hint)
    return of


def _require_one_line(reason: str) -> str:
    text = reason.strip()
    if not text or not text.isprintable() or len(text) > LONGEST_REASON:
        message = f"the reason '{clean(reason)}' is not a line of 1 to {LONGEST_REASON} characters"
        raise LastroError(message, "say in one line why the copy goes; it is published")
    return text
