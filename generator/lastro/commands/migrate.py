"""`lastro migrate`: write records in the words of the current schema."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

import rich_click as click
from msgspec import Struct

from lastro.commands._console import write
from lastro.commands._edits import text_of
from lastro.commands._moving import LOCKS, loaded_here, tell
from lastro.errors import Exit, LastroError
from lastro.load import Loaded
from lastro.migrating import migrated
from lastro.records import Article, Claim, Record, Source
from lastro.schema_words import SCHEMA, FoundWord
from lastro.settings import Settings
from lastro.together import Edit, change_together
from lastro.write import lock

FORMAT = "lastro-migrate"
VERSION = 1
_MODELS: dict[object, type[Record]] = {
    "articles": Article,
    "claims": Claim,
    "sources": Source,
    "lastro": Settings,
}


class Migration(Struct, frozen=True):
    """One file that holds old words: its text before and after, and the words."""

    path: str
    before: str
    after: str
    found: tuple[FoundWord, ...]

    @property
    def lines(self) -> int:
        """Count the lines that change."""
        return len({one.span.line for one in self.found})


@click.command("migrate")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 when something would change."
)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("--json", "shape_json", is_flag=True, help="Say it as JSON.")
@click.pass_context
def command(context: click.Context, *, only_check: bool, dry_run: bool, shape_json: bool) -> None:
    """Write records in the words of the current schema.

    When a release calls a key or a value something else, the old word is still read, with the
    warning `schema-old`, until the release after it. This replaces the words, in records and in
    `schema` of lastro.yml, and nothing else: comments, order and quotes stay. Run it on a branch
    that was begun before the release; a second run finds nothing to do.

    Exit 0: done. 1: `--check` found old words. 2: wrong use or surroundings.

    \b
        lastro migrate --check   which words are old, and how many lines change
        lastro migrate           write the new ones, in all files or in none
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    loaded = loaded_here()
    found = tuple(_migrations(loaded))
    writes = bool(found) and not (only_check or dry_run)
    if writes:
        _write(loaded, found)
    if shape_json:
        write(json.dumps(_as_json(found, written=writes), ensure_ascii=False, indent=1) + "\n")
    else:
        tell(_told(loaded, found, written=writes))
    context.exit(Exit.FINDINGS if found and only_check else Exit.OK)


def _migrations(loaded: Loaded) -> Iterator[Migration]:
    old = {found.place.path for found in loaded.diagnostics if found.rule == "schema-old"}
    for at in sorted(loaded.trees, key=loaded.path_of):
        if (path := loaded.path_of(at)) not in old:
            continue
        before = text_of(loaded, at)
        try:
            after, found = migrated(before, _MODELS[at[0]])
        except LastroError as error:
            raise LastroError(f"{path}: {error.message}", error.hint) from error
        yield Migration(path, before, after, found)


def _write(loaded: Loaded, found: Sequence[Migration]) -> None:
    with lock(loaded.root):
        edits = [Edit(one.path, one.before.encode(), one.after.encode()) for one in found]
        change_together(loaded.root, edits)


def _told(loaded: Loaded, found: Sequence[Migration], *, written: bool) -> Iterator[str]:
    broken = {d.place.path for d in loaded.diagnostics} - {
        loaded.path_of(at) for at in loaded.trees
    }
    if broken - set(LOCKS):
        yield f"not looked at, as they cannot be read: {', '.join(sorted(broken - set(LOCKS)))}"
    if not found:
        yield f"nothing to migrate: the records are in the words of schema {SCHEMA}"
        return
    files = "1 file" if len(found) == 1 else f"{len(found)} files"
    words = Counter((one.word.old, one.word.new) for file in found for one in file.found)
    listed = ", ".join(f"'{old}' → '{new}' ({n})" for (old, new), n in sorted(words.items()))
    count = sum(file.lines for file in found)
    lines = "1 line" if count == 1 else f"{count} lines"
    if written:
        yield f"migrated {files} to schema {SCHEMA}: {listed}. {lines} changed"
        return
    holds = "holds" if len(found) == 1 else "hold"
    changes = "changes" if count == 1 else "change"
    yield f"{files} {holds} words of an earlier schema: {listed}. run `lastro migrate`; {lines} {changes}"


def _as_json(found: Sequence[Migration], *, written: bool) -> dict[str, object]:
    """Return the document of `--json`, version 1: readers ignore keys that they do not know."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": SCHEMA,
        "written": written,
        "words": [
            {
                "path": file.path,
                "line": one.span.line,
                "column": one.span.column,
                "old": one.word.old,
                "new": one.word.new,
                "since": one.word.since,
            }
            for file in found
            for one in file.found
        ],
    }
