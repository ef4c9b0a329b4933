"""`lastro check`: every problem in the records, in one run."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import rich_click as click

from lastro.checks import INTERNAL_ERROR, rules, run
from lastro.commands._console import wants_colour, write
from lastro.commands._fixes import kinds_of, say_fixed, show_diff
from lastro.commands._options import today_option
from lastro.commands._paths import site_of, stands_in
from lastro.diagnostics import Diagnostic, Report
from lastro.errors import Exit
from lastro.fixing import fixed, write_fixed
from lastro.history import corpus_of
from lastro.load import SETTINGS, load
from lastro.reporters import reporters
from lastro.reporters.text import styled

TEXT = "text"


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "shape",
    type=click.Choice(sorted(reporters())),
    default=TEXT,
    show_default=True,
    help="text for people, concise for editors, github for annotations in a workflow.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="List every warning and note; else three warnings of each rule, and notes are counted.",
)
@click.option(
    "--base",
    metavar="REVISION|FOLDER",
    help="What readers were told before: a git revision, or a folder with the earlier records. "
    "Without it the change rules do not run.",
)
@click.option("--fix", "fixing", is_flag=True, help="Mend what can be mended without a person.")
@click.option(
    "--unsafe-fixes",
    "unsafe",
    is_flag=True,
    help="As --fix, and mend what may change the meaning too: read what it did.",
)
@click.option(
    "--diff", "as_diff", is_flag=True, help="Show what would be mended as a diff; write nothing."
)
@today_option
@click.pass_context
def command(
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    shape: str,
    everything: bool,
    base: str | None,
    fixing: bool,
    unsafe: bool,
    as_diff: bool,
    today: date,
) -> None:
    """Find every problem in the records.

    PATHS are files or folders of one site. All records are read; only what stands in PATHS is
    reported. Nothing is written, unless you ask for fixes. Errors are always listed.

    A fix changes the words at fault in PATHS and no other byte. What it mended is said line by line;
    what is left is reported.

    Exit 0: no error; with --diff nothing to mend. 1: errors, or a diff. 2: wrong use or
    surroundings. 3: a fault of ours.

    \b
        lastro check                             the whole site
        lastro check claims/openai-azure-2025-01 one article
        lastro check --all --today 2027-01-01    every warning and note of that day
        lastro check --base origin/main          and what must not change in silence
        lastro check --unsafe-fixes --diff       what fixes would do
        lastro check --fix                       and the safe ones done
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    root, wanted = site_of(paths or (Path(),))
    loaded = load(root)
    published = None if base is None else corpus_of(root, base, loaded)
    report = run(loaded, today, published)
    if fixing or unsafe or as_diff:
        done = fixed(
            loaded,
            report,
            lambda records: run(records, today, published),
            kinds_of(unsafe=unsafe),
            lambda path: stands_in(path, wanted),
        )
        if as_diff:
            context.exit(Exit.FINDINGS if show_diff(done) else Exit.OK)
        write_fixed(root, done.files)
        say_fixed(done, apart=shape != TEXT)
        report = done.report
    report = _limited(report, wanted)
    if not everything:
        report = report.brief(kept=_for_editors())
    coloured = shape == TEXT and wants_colour()
    write(styled(report) if coloured else reporters()[shape](report))
    context.exit(_exit(report))


def _limited(report: Report, wanted: tuple[str, ...]) -> Report:
    """Keep what stands in the wanted paths, and what kept the check from its work."""
    blocked = "rules" in report.not_run

    def is_reported(found: Diagnostic) -> bool:
        blocking = found.rule == INTERNAL_ERROR or (blocked and found.place.path == SETTINGS)
        return blocking or stands_in(found.place.path, wanted)

    return replace(
        report,
        diagnostics=tuple(filter(is_reported, report.diagnostics)),
        files=sum(stands_in(path, wanted) for path in report.texts),
    )


def _for_editors() -> set[str]:
    """Return the rules that speak of a change: each of their notes is for an editor to decide."""
    return {name for name, rule in rules().items() if rule.scope == "change"}


def _exit(report: Report) -> Exit:
    if any(found.rule == INTERNAL_ERROR for found in report.diagnostics):
        return Exit.OUR_FAULT
    return Exit.FINDINGS if report.failed else Exit.OK
