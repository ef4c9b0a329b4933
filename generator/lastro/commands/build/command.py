"""`lastro build`: check the records, then write the site they make."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import rich_click as click

from lastro.build.build import build
from lastro.build.incremental import Memory
from lastro.build.result import Built, Progress
from lastro.build.workers import MANY, hire_executor, hire_processes
from lastro.commands.build.executor import lent_by
from lastro.commands.shared.console import wants_colour, write
from lastro.commands.shared.memory import now, store_of
from lastro.commands.shared.options import today_option
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Report, counted
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.errors import Exit
from lastro.loading.load import root_of
from lastro.publish.pagefind import MOST_LEAN
from lastro.reporters import reporters
from lastro.reporters.text import styled
from lastro.system.gc_pause import uncollected
from lastro.system.stopwatch import Clock

_SEARCH = {
    "older": "the search index is older than the records: build with --publish before readers come\n",
    "missing": "there is no search index yet: build with --publish before readers come\n",
}


@click.command("build")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--draft", is_flag=True, help="Build in spite of errors; every page says so.")
@today_option
@click.option(
    "--engine-only",
    is_flag=True,
    help="Send every page through MkDocs; slower, but the bytes are the same.",
)
@click.option(
    "--publish",
    is_flag=True,
    help=f"Also make the search index that a site of more than {MOST_LEAN:,} claims has.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help=f"How many processes make pages when there are {MANY:,} or more to make. Default: as many as "
    "cores and memory allow.",
)
@click.option(
    "--executor",
    metavar="MODULE:NAME",
    help="A function without arguments that returns an executor. The executor makes the pages instead "
    "of processes on this computer. --jobs says how many of its workers to use.",
)
@click.option(
    "--timings", is_flag=True, help="Print on standard error how long each stage took, as JSON."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def command(
    context: click.Context,
    *,
    folder: Path,
    draft: bool,
    today: date,
    engine_only: bool,
    publish: bool,
    jobs: int | None,
    executor: str | None,
    timings: bool,
    as_json: bool,
) -> None:
    """Check the records and write the site.

    FOLDER is the folder of a site or one below it. Lastro writes only the files whose bytes
    differ. When anything fails, the published site stays as it was. Lastro neither reads nor makes
    again what has not changed since the last build. It remembers that in build/state, which you
    may delete. A large site has a search index of its own: only --publish makes it, and other
    builds keep the one that is there.

    Lastro puts the theme around one page of each kind and fills that frame in for every record. If
    your own theme treats pages of one kind differently, all pages go through MkDocs, and a warning
    says why.

    When this computer is too slow for the pages of a very large site, --executor lets others make
    them. It takes any executor of Python's concurrent.futures, such as that of a Dask cluster. The
    workers read the records, so each needs the folder of the site at the same path.

    Exit 0: built. 1: errors in the records. 2: wrong use, or the build could not run. 3: a fault
    in Lastro.

    \b
        lastro build                 into build/site
        lastro build --draft         in spite of errors, into build/draft
        lastro build --publish       with a search index of these records
        lastro build --executor farm:executor
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    root = root_of(folder)
    if executor and (draft or engine_only):
        raise click.UsageError("--executor makes the published site: no --draft, --engine-only")
    workers = jobs or os.cpu_count() or 1
    hire = hire_executor(lent_by(executor), workers) if executor else hire_processes(jobs)
    clock = Clock()
    with uncollected(), _progress() as progress:
        built = build(
            root,
            today,
            draft=draft,
            engine_only=engine_only,
            publish_search=publish,
            memory=Memory(store_of(root), now()),
            hire=hire,
            clock=clock,
            progress=progress,
        )
    if timings:
        click.echo(_timings(clock), err=True)
    if built.warning:
        click.echo(f"warning: every page went through MkDocs: {built.warning}", err=True)
    if as_json:
        _tell_findings(built.report, to_stderr=True)
        write(json.dumps(_facts(built, root, draft=draft), ensure_ascii=False) + "\n")
    else:
        _tell_findings(built.report, to_stderr=False)
        write(_last_line(built, root, draft=draft))
    context.exit(_exit(built, draft=draft))


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show the stage on standard error, when a person looks at it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a person who looks needs it

    with Console(stderr=True).status("starting") as status:
        yield status.update


def _timings(clock: Clock) -> str:
    seconds = {
        stage: {"wall": round(wall, 3), "cpu": round(cpu, 3)}
        for stage, (wall, cpu) in clock.seconds.items()
    }
    return json.dumps({"timings": seconds})


def _tell_findings(report: Report, *, to_stderr: bool) -> None:
    report = report.brief()
    if not report.diagnostics:
        return
    if to_stderr:
        click.echo(reporters()["text"](report), nl=False, err=True)
        return
    write(styled(report) if wants_colour() else reporters()["text"](report))


def _last_line(built: Built, root: Path, *, draft: bool) -> str:
    if built.written is None:
        why = (
            "lastro.yml cannot be read"
            if draft
            else "the records have errors; --draft builds in spite of them"
        )
        return f"nothing was built: {why}\n"
    size = f"{counted(built.pages, 'page')} in {counted(len(built.languages), 'language')}"
    changed = f"{counted(len(built.written.changed), 'file')} changed"
    removed = f", {len(built.written.removed)} removed" if built.written.removed else ""
    left_out = f", not shown: {', '.join(built.left_out)}" if built.left_out else ""
    line = f"built {size} into {_shown(built, root)}, {changed}{removed}{left_out}\n"
    return line + _SEARCH.get(built.search, "")


def _facts(built: Built, root: Path, *, draft: bool) -> dict[str, object]:
    written = built.written
    return {
        "format": "lastro-build",
        "version": 1,
        "today": built.report.today.isoformat(),
        "draft": draft,
        "built": written is not None,
        "folder": _shown(built, root),
        "languages": list(built.languages),
        "pages": built.pages,
        "claims": built.claims,
        "left_out": list(built.left_out),
        "search": built.search,
        "changed": len(written.changed) if written else 0,
        "removed": len(written.removed) if written else 0,
        "counts": {severity.value: built.report.count(severity) for severity in Severity},
    }


def _shown(built: Built, root: Path) -> str:
    return built.folder.relative_to(root).as_posix()


def _exit(built: Built, *, draft: bool) -> Exit:
    if any(found.rule == INTERNAL_ERROR for found in built.report.diagnostics):
        return Exit.OUR_FAULT
    refused = built.written is None or (built.report.failed and not draft)
    return Exit.FINDINGS if refused else Exit.OK
