"""`lastro build`: check the records, then write the site they make."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from lastro.build.build import BuildResult, build
from lastro.build.engine import Progress
from lastro.build.workers import process_pool
from lastro.commands.shared.console import wants_colour, write
from lastro.commands.shared.memory import store_of, templates_for
from lastro.commands.shared.options import flag, today_option
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import count_of
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.errors import Exit
from lastro.loading.load import root_of
from lastro.publish.hosts import HOSTS, SiteSize, exceeds, measure
from lastro.publish.offline import write_offline
from lastro.render.environment import keep_compiled
from lastro.reporters import text
from lastro.reporters.document import pick
from lastro.system.gc_pause import pause_gc
from lastro.system.output import BUILD, WriteResult

OFFLINE = "offline"
_OLDER = "the search index is older than the records: build with --publish before readers come\n"


@click.command("build")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@flag("--draft")
@today_option
@flag("--engine-only")
@flag("--publish")
@flag("--offline")
@click.option("--host", type=click.Choice([*HOSTS]))
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N")
@click.option("--explain", "explained", metavar="PAGE")
@flag("--json", "as_json")
def command(
    *,
    folder: Path,
    draft: bool,
    today: date,
    engine_only: bool,
    publish: bool,
    offline: bool,
    host: str | None,
    jobs: int | None,
    explained: str | None,
    as_json: bool,
) -> Exit:
    root = root_of(folder)
    if draft and (host or offline):
        raise click.UsageError("--host and --offline are for the published site: no --draft")
    store = store_of(root)
    keep_compiled(templates_for(store))
    with pause_gc(), _show_stage_to_person() as progress:
        built = build(
            root,
            today,
            draft=draft,
            engine_only=engine_only,
            publish_search=publish,
            explained=explained,
            memory=store,
            workers=process_pool(jobs),
            progress=progress,
        )
    _warn(built, about_addresses=publish)
    if built.written and offline:
        write_offline(built.folder, root / BUILD / OFFLINE)
    size = measure(built.folder) if built.written and host else None
    refusals = [*exceeds(size, host)] if size and host else []
    for what, hint in refusals:
        click.echo(f"error: {what}\nhint: {hint}", err=True)
    _show_findings(built, as_json=as_json)
    if as_json:
        facts = _facts(built, root, draft=draft) | (_upload(built, size) if size else {})
        write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        sized = f"{size.files:,} files, {size.size:,} bytes for {host}\n" if size else ""
        copied = f"to read from disk: {BUILD}/{OFFLINE}/index.html\n" if offline else ""
        write(_last_lines(built, root, draft=draft) + (sized + copied if built.written else ""))
    if any(found.rule == INTERNAL_ERROR for found in built.report.diagnostics):
        return Exit.OUR_FAULT
    refused = built.written is None or (built.report.failed and not draft)
    return Exit.FINDINGS if refused or refusals else Exit.OK


def _warn(built: BuildResult, *, about_addresses: bool) -> None:
    if built.warning:
        click.echo(f"warning: every page went through MkDocs: {built.warning}", err=True)
    for where, what in built.placeholders if about_addresses else ():
        hint = "write the address that readers use, or delete it"
        click.echo(f"warning: {where} is still a placeholder: {what}\nhint: {hint}", err=True)


def _show_findings(built: BuildResult, *, as_json: bool) -> None:
    report = built.report.brief()
    if report.diagnostics:
        shown = text.report(report, coloured=not as_json and wants_colour())
        click.echo(shown, nl=False, err=True) if as_json else write(shown)


@contextmanager
def _show_stage_to_person() -> Iterator[Progress]:
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a person who looks needs it

    with Console(stderr=True).status("starting") as status:
        yield status.update


def _last_lines(built: BuildResult, root: Path, *, draft: bool) -> str:
    if built.written is None:
        stand = "the records have errors; --draft builds in spite of them"
        why = "lastro.yml cannot be read" if draft else stand
        return f"nothing was built: {why}\n"
    size = f"{count_of(built.pages, 'page')} in {count_of(len(built.languages), 'language')}"
    changed = f"{count_of(len(built.written.changed), 'file')} changed"
    removed = f", {len(built.written.removed)} removed" if built.written.removed else ""
    left_out = f", not shown: {', '.join(built.left_out)}" if built.left_out else ""
    into = built.folder.relative_to(root).as_posix()
    why = f"{built.explanation}\n" if built.explanation else ""
    line = f"{why}built {size} into {into}, {changed}{removed}{left_out}\n"
    return line + (_OLDER if built.search == "older" else "")


def _upload(built: BuildResult, size: SiteSize) -> dict[str, object]:
    """Return what a host is to be sent, and what to delete there."""
    written = built.written or WriteResult()
    files = {"changed": written.changed, "removed": written.removed}
    return {"size": {"files": size.files, "bytes": size.size}, "upload": files}


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
