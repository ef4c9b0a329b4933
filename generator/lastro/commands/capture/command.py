"""`lastro capture`: keep a copy of a source, and check its quotes against it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click

from lastro.capture import take
from lastro.capture.extract import extract
from lastro.capture.fetched import Retrieved, Route
from lastro.capture.store.store import CaptureStore
from lastro.capture.verify import verify
from lastro.commands.capture.report import Run, describe, describe_left_out, totals
from lastro.commands.shared.captures import open_store
from lastro.commands.shared.console import complain, tell, write
from lastro.commands.shared.edits import record_named
from lastro.commands.shared.network import connect_to_option, fetcher, now, progress
from lastro.commands.shared.options import flag
from lastro.commands.shared.records import complete_ids, load_here, sound_corpus
from lastro.corpus.corpus import Corpus
from lastro.errors import Exit, LastroError
from lastro.evidence.proofs import ARTICLE, capture_key
from lastro.locks.evidence import EVIDENCE, UNKNOWN
from lastro.system.atomic import write_kept

WEEK = 7


@click.command("capture")
@click.argument("sources", nargs=-1, shell_complete=complete_ids)
@flag("--all", "everything")
@click.option("--article", metavar="ID")
@click.option("--file", "file", type=click.Path(path_type=Path))
@click.option("--page", metavar="URL")
@click.option("--encoding", metavar="NAME")
@flag("--changed")
@click.option("--older-than", type=click.IntRange(min=0), metavar="DAYS")
@flag("--fail-on-change")
@flag("--dry-run")
@connect_to_option
def command(
    *,
    sources: tuple[str, ...],
    everything: bool,
    article: str | None,
    file: Path | None,
    page: str | None,
    encoding: str | None,
    changed: bool,
    older_than: int | None,
    fail_on_change: bool,
    dry_run: bool,
    routes: tuple[Route, ...],
) -> Exit:
    loaded = load_here()
    corpus = sound_corpus(loaded, EVIDENCE)
    store = open_store(loaded)
    moment = now()
    names = (*sources, *([f"{ARTICLE}{article.removeprefix(ARTICLE)}"] if article else ()))
    named = [capture_key(name) for name in names]
    for kind, _, record_id in (key.partition(":") for key in named):
        record_named(loaded, kind, record_id)
    _mind_use(names, everything=everything, changed=changed, older_than=older_than)
    days = WEEK if older_than is None else older_than
    since = moment - timedelta(days=days) if changed else None
    targets = _choose_targets(named, corpus, store, since=since)
    fetches = everything or changed
    if file and (fetches or len(targets) != 1):
        many = "many" if fetches else len(targets)
        raise LastroError(f"one file for {many} sources", "name the one source that the file is of")
    if file:
        take.require_file(file)
    elif page or encoding:
        raise LastroError("`--page` or `--encoding` without `--file`", "add `--file PATH`")
    without_address = () if names else tuple(t.name for t in targets if t.url == UNKNOWN)
    targets = tuple(target for target in targets if target.name not in without_address)
    if dry_run:
        if file:
            held, _ = take.read_file(targets[0], file, moment, page=page, encoding=encoding)
            extract(held.body, held.media_type, held.charset, encoding=encoding)
        planned = "".join(f"would capture {t.name}: {file or t.url}\n" for t in targets)
        write(describe_left_out(without_address) + (planned or "nothing to capture\n"))
        return Exit.OK
    store.tidy()
    if file:
        get = partial(take.read_file, path=file, now=moment, page=page, encoding=encoding)
    else:
        get = partial(take.fetch, get=fetcher(corpus.settings.publisher.url, routes).get)
    run = _capture_each(targets, get, store)
    run.left_out = without_address
    lock = _write_lock(loaded.root, corpus, store, run)
    write(totals(run, lock))
    moved = fail_on_change and any(taken.alarming for taken in run.taken)
    lacking = any(quote.move in ("gone", "missing") for t in run.taken for quote in t.quotes)
    found = Exit.FINDINGS if moved or lacking else Exit.OK
    return Exit.SURROUNDINGS if run.failed else found


def _choose_targets(
    names: Sequence[str], corpus: Corpus, store: CaptureStore, *, since: datetime | None
) -> tuple[take.Target, ...]:
    known = take.targets_of(corpus)
    live = [target for target in known.values() if not target.withdrawn]
    chosen = tuple(known[name] for name in dict.fromkeys(names)) or tuple(live)
    if since is None:
        return chosen
    newest = {of: captures[-1] for of, captures in store.everything().items()}
    due = {of for of, one in newest.items() if one.via == "http" and one.retrieved <= since}
    return tuple(target for target in chosen if target.of in due)


def _mind_use(
    names: Sequence[str], *, everything: bool, changed: bool, older_than: int | None
) -> None:
    """Refuse what says nothing, or two things at once: an option without effect would mislead."""
    if not (names or everything or changed):
        hint = "name sources, `--article ID`, `--all` or `--changed`"
        raise LastroError("nothing to capture", hint)
    if names and everything:
        raise LastroError("names and `--all` together", "leave out one of them")
    if older_than is not None and not changed:
        raise LastroError("`--older-than` without `--changed`", "add `--changed`")


def _capture_each(
    targets: Sequence[take.Target],
    get: Callable[[take.Target], tuple[Retrieved, bytes]],
    store: CaptureStore,
) -> Run:
    run = Run()
    for target in progress(targets, "capturing", lambda target: target.name):
        try:
            taken = take.keep(target, *get(target), store)
        except LastroError as error:
            run.failed[target] = error
            complain(f"{target.name}: {error.message}", error.hint, error.listed)
        else:
            run.taken.append(taken)
            tell(describe(taken))
    return run


def _write_lock(root: Path, corpus: Corpus, store: CaptureStore, run: Run) -> dict[str, int]:
    """Write what the captures of this run say of their quotes; other entries stay."""
    only = {taken.target.of for taken in run.taken}
    found = verify(corpus, store, only=only)
    if found.lock != corpus.evidence_lock:
        write_kept(root / EVIDENCE, found.lock.text.encode())
    checked = [one for one in found.checked if one.here]
    states = [one.state.value for one in checked]
    return {state: states.count(state) for state in ("verified", "mismatch")}
