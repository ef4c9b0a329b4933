"""`lastro fmt`: one form for all records, and translations as new as their originals."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from lastro.checks.fix_passes import FileRewrite, unified_diff, write_fixed
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import flag
from lastro.commands.shared.records import site_of, sound_corpus, stands_in
from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import accept
from lastro.diagnostics.fixes import apply_edits, difference
from lastro.diagnostics.report import count_of
from lastro.editing.formatter import format_record
from lastro.errors import Exit, LastroError
from lastro.loading.load import load
from lastro.loading.locks import unite_locks
from lastro.loading.workspace import Workspace
from lastro.locks.format import lock_text
from lastro.locks.translations import TRANSLATIONS, Entries
from lastro.model.kinds import MODELS
from lastro.places import RecordPath
from lastro.system.atomic import write_kept
from lastro.text.messages import did_you_mean, in_quotes

SETTINGS_KEY = ("lastro",)


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--accept-translation", "language", metavar="LANG")
@flag("--check", "listing")
@flag("--diff", "as_diff")
@flag("--dry-run")
def command(
    *, paths: tuple[Path, ...], language: str | None, listing: bool, as_diff: bool, dry_run: bool
) -> Exit:
    root, wanted = site_of(paths or (Path(),))
    loaded = load(root)
    if language is None:
        return _format_records(loaded, wanted, listing=listing, as_diff=as_diff, dry_run=dry_run)
    if listing or as_diff:
        option = "--check" if listing else "--diff"
        hint = "with --accept-translation use --dry-run"
        raise LastroError(f"{option} is about the form of records", hint)
    corpus = sound_corpus(loaded, TRANSLATIONS)
    _require_translated(language, corpus)

    def is_wanted(at: RecordPath) -> bool:
        record = at[:1] if at[0] == "lastro" else at[:2]
        return stands_in(loaded.path_of(record), wanted)

    entries = accept(corpus, language, is_wanted)
    if not dry_run and (entries or corpus.translations):
        write_kept(root / TRANSLATIONS, lock_text(entries).encode())
    write(_sum_up_entries(corpus.translations, entries, language, dry_run=dry_run))
    return Exit.OK


def _format_records(
    loaded: Workspace, wanted: tuple[str, ...], *, listing: bool, as_diff: bool, dry_run: bool
) -> Exit:
    files = _find_unformatted(loaded, lambda path: stands_in(path, wanted))
    looked_at = {loaded.path_of(at) for at in loaded.trees if at != SETTINGS_KEY} | files.keys()
    of = count_of(sum(stands_in(path, wanted) for path in looked_at), "file")
    if as_diff:
        tell(unified_diff(files))
    elif listing or dry_run:
        tell(f"would format {path}" for path in sorted(files))
        write(f"{len(files)} of {of} would be formatted\n")
    else:
        write_fixed(loaded.root, files)
        write(f"formatted {len(files)} of {of}; comments and quotes kept\n")
    if loaded.unread and not as_diff:
        write(f"{count_of(loaded.unread, 'file')} with errors: run `lastro check`\n")
    return Exit.FINDINGS if files and (listing or as_diff) else Exit.OK


def _find_unformatted(
    loaded: Workspace, is_wanted: Callable[[str], bool]
) -> Mapping[str, FileRewrite]:
    found = {}
    for at in loaded.trees:
        path = loaded.path_of(at)
        if at == SETTINGS_KEY or at in loaded.in_form or not is_wanted(path):
            continue
        text = loaded.texts[path]
        new = format_record(text, MODELS[str(at[0])])
        if new != text:
            before = loaded.read_again(path)
            after = apply_edits(before.decode(), (difference(text, new),)).encode()
            found[path] = FileRewrite(before, after)
    for name, lock in unite_locks(loaded).items():
        if is_wanted(name):
            found[name] = FileRewrite((loaded.root / name).read_bytes(), lock.encode())
    return found


def _require_translated(language: str, corpus: Corpus) -> None:
    first, *others = corpus.settings.languages
    if language == first:
        message = f"{in_quotes(language)} is the first language: others are translated from it"
        raise LastroError(message, f"translated are: {', '.join(others) or 'none'}")
    if language not in others:
        listed = f"languages that texts are translated into: {', '.join(others) or 'none'}"
        hint = did_you_mean(language, others, listed)
        raise LastroError(f"{in_quotes(language)} is not a language of this site", hint)


def _sum_up_entries(before: Entries, after: Entries, language: str, *, dry_run: bool) -> str:
    old, new = (
        {(key, tag): made_from for key, hashes in lock.items() for tag, made_from in hashes.items()}
        for lock in (before, after)
    )
    added = len(new.keys() - old.keys())
    changed = sum(old[entry] != new[entry] for entry in new.keys() & old.keys())
    dropped = len(old.keys() - new.keys())
    size = count_of(len(after), "entry", "entries")
    verb = "would hold" if dry_run else "holds"
    counts = f"{added} new in {language}, {changed} changed, {dropped} dropped"
    return f"{TRANSLATIONS} {verb} {size}: {counts}\n"
