"""`lastro build`: check the records, then write the site they make."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, cast

import click

from lastro.build.build import BuildResult, build
from lastro.build.engine import Progress
from lastro.build.workers import LONGEST_FAULT, executor_pool, process_pool
from lastro.commands.shared.console import wants_colour, write
from lastro.commands.shared.memory import store_of, templates_for
from lastro.commands.shared.options import flag, today_option
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import count_of
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.errors import Exit, LastroError
from lastro.loading.load import root_of
from lastro.render.environment import keep_compiled
from lastro.reporters import text
from lastro.reporters.document import pick
from lastro.system.gc_pause import pause_gc
from lastro.text.messages import clean

if TYPE_CHECKING:
    from concurrent.futures import Executor

_HINT = "see docs/large-sites.md for one that works"
_SEARCH = {
    "older": "the search index is older than the records: build with --publish before readers come\n",
    "missing": "there is no search index yet: build with --publish before readers come\n",
}


@click.command("build")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@flag("--draft")
@today_option
@flag("--engine-only")
@flag("--publish")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N")
@click.option("--executor", metavar="MODULE:NAME")
@click.option("--explain", "explained", metavar="PAGE")
@flag("--json", "as_json")
def command(
    *,
    folder: Path,
    draft: bool,
    today: date,
    engine_only: bool,
    publish: bool,
    jobs: int | None,
    executor: str | None,
    explained: str | None,
    as_json: bool,
) -> Exit:
    root = root_of(folder)
    if executor and (draft or engine_only):
        raise click.UsageError("--executor makes the published site: no --draft, --engine-only")
    workers = jobs or os.cpu_count() or 1
    store = store_of(root)
    keep_compiled(templates_for(store))
    hire = executor_pool(load_executor(executor), workers) if executor else process_pool(jobs)
    with pause_gc(), _show_stage_to_person() as progress:
        built = build(
            root,
            today,
            draft=draft,
            engine_only=engine_only,
            publish_search=publish,
            explained=explained,
            memory=store,
            workers=hire,
            progress=progress,
        )
    if built.warning:
        click.echo(f"warning: every page went through MkDocs: {built.warning}", err=True)
    if (report := built.report.brief()).diagnostics:
        shown = text.report(report, coloured=not as_json and wants_colour())
        if as_json:
            click.echo(shown, nl=False, err=True)
        else:
            write(shown)
    if as_json:
        write(json.dumps(_facts(built, root, draft=draft), ensure_ascii=False) + "\n")
    else:
        write(f"{built.explanation}\n" if built.explanation else "")
        write(_last_line(built, root, draft=draft))
    if any(found.rule == INTERNAL_ERROR for found in built.report.diagnostics):
        return Exit.OUR_FAULT
    refused = built.written is None or (built.report.failed and not draft)
    return Exit.FINDINGS if refused else Exit.OK


def load_executor(name: str) -> Callable[[], "AbstractContextManager[Executor]"]:
    """Find what is called `module:name`; what is returned lends the executor that it makes."""
    if not all(name.partition(":")):
        hint = "write MODULE:NAME, as in `farm:executor`"
        raise LastroError(f"'{clean(name)}' names no executor", hint)
    try:
        factory = resolve_name(name)
    except Exception as error:
        hint = "a module of this folder is found with PYTHONPATH=."
        raise LastroError(f"'{clean(name)}' cannot be imported: {_said(error)}", hint) from error
    if not callable(factory):
        raise LastroError(f"'{clean(name)}' cannot be called, so it makes no executor", _HINT)
    return lambda: _lent(name, factory)


@contextmanager
def _lent(name: str, factory: Callable[[], Any]) -> Iterator["Executor"]:
    with ExitStack() as stack:
        try:
            made = factory()
            if hasattr(made, "__enter__"):
                made = stack.enter_context(made)
        except Exception as error:
            raise LastroError(f"'{clean(name)}' made no executor: {_said(error)}", _HINT) from error
        if not callable(getattr(made, "submit", None)):
            raise LastroError(
                f"'{clean(name)}' made no executor: {clean(type(made).__name__)} has no 'submit'",
                _HINT,
            )
        yield cast("Executor", made)


def _said(error: Exception) -> str:
    return clean(f"{type(error).__name__}: {error}", LONGEST_FAULT)


@contextmanager
def _show_stage_to_person() -> Iterator[Progress]:
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a person who looks needs it

    with Console(stderr=True).status("starting") as status:
        yield status.update


def _last_line(built: BuildResult, root: Path, *, draft: bool) -> str:
    if built.written is None:
        stand = "the records have errors; --draft builds in spite of them"
        why = "lastro.yml cannot be read" if draft else stand
        return f"nothing was built: {why}\n"
    size = f"{count_of(built.pages, 'page')} in {count_of(len(built.languages), 'language')}"
    changed = f"{count_of(len(built.written.changed), 'file')} changed"
    removed = f", {len(built.written.removed)} removed" if built.written.removed else ""
    left_out = f", not shown: {', '.join(built.left_out)}" if built.left_out else ""
    into = built.folder.relative_to(root).as_posix()
    line = f"built {size} into {into}, {changed}{removed}{left_out}\n"
    return line + _SEARCH.get(built.search, "")


def _facts(built: BuildResult, root: Path, *, draft: bool) -> dict[str, object]:
    written, page = built.written, built.explanation
    told = {"page": page.file, "made_again": page.is_made, "why": list(page.why)} if page else None
    return {
        "format": "lastro-build",
        "version": 1,
        "today": built.report.today.isoformat(),
        "draft": draft,
        "built": written is not None,
        "folder": built.folder.relative_to(root).as_posix(),
        **pick(built, "languages pages claims left_out search"),
        "changed": len(written.changed) if written else 0,
        "removed": len(written.removed) if written else 0,
        "counts": {severity.value: built.report.count(severity) for severity in Severity},
        **({"explanation": told} if told else {}),
    }
