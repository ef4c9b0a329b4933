"""`lastro captures`: list and drop the private copies of sources."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from lastro.capture.store.store import CaptureStore
from lastro.commands.shared.captures import open_store
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import load_here, sound_corpus
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.evidence.proofs import ARTICLE, capture_key
from lastro.locks.evidence import EVIDENCE, LONGEST_REASON, DroppedCapture, EvidenceLock
from lastro.reporters.document import lastro_document
from lastro.system.atomic import write_kept
from lastro.text.messages import clean, did_you_mean

_HELD = "see `lastro captures list`"


@click.group("captures")
def command() -> None:
    """List and drop the private copies of sources.

    `lastro capture` puts copies into the store: the folder that `git config lastro.captures`
    names, else the one that `policy.captures` of lastro.yml names. Copies hold the words of
    others. So the store is not committed: copy its folder to hand it to a colleague. evidence.lock
    holds what may be public about each copy.

    Exit 0: done. 2: wrong use, or the command could not run.

    \b
        lastro captures list                         what the store holds
        lastro captures drop port-blog --reason "…"  take a copy down
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends


@command.command("list")
@flag("--json", "shape_json", help="Print one JSON document.")
def list_captures(*, shape_json: bool) -> None:
    """List the copies in the store, oldest first for each source and article.

    Sizes are bytes as sent and characters of text. The command neither checks the copies nor changes anything.

    \b
        lastro captures list
        lastro captures list --json | jq '.captures[].of'
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    store, _, _ = _store()
    captures = [one for several in store.everything().values() for one in several]
    if shape_json:
        documents = [asdict(one) | {"retrieved": one.moment} for one in captures]
        write(lastro_document("captures", {"captures": documents}))
        return
    records = count_of(len({one.of for one in captures}), "record")
    tell(
        f"{one.of}  {one.moment}  {one.media_type}  {one.size:,} bytes, "
        f"{one.characters:,} characters  {one.final_url}"
        for one in captures
    )
    write(f"{count_of(len(captures), 'capture')} of {records}.\n" if captures else "no captures.\n")


@command.command("drop")
@click.argument("source")
@click.option("--reason", required=True, help="Why, in one line; it is published.")
@flag("--dry-run", help="Say what would be removed; change nothing.")
@today_option
def drop_captures(*, source: str, reason: str, dry_run: bool, today: date) -> None:
    """Remove every copy of SOURCE, and say so in evidence.lock.

    Use it for words that nobody may keep: their owner wants them back, or they hold data about a
    person. SOURCE is the id of a source, or `article:` and the id of an article, as `lastro
    captures list` writes it. The proofs of its quotes stay in evidence.lock, with the day and the
    reason. Remove the text from other copies of the store yourself.

    \b
        lastro captures drop port-blog --reason "Its author asked us to."
        lastro captures drop article:harbour-2025 --reason "It names a minor."
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
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
    """Return what the store calls a source or an article; a removed record may still have copies."""
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
