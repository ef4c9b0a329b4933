"""`lastro check --fix`: what was mended, line by line, or as a diff that writes nothing."""

import click

from lastro.checks.fix_passes import Fixed, unified_diff
from lastro.commands.shared.console import lines_of, tell, write
from lastro.diagnostics.report import counted


def show_diff(done: Fixed) -> bool:
    """Print what the fixes would change; tell whether they would change anything."""
    tell(unified_diff(done.files))
    fixes = counted(len(done.mended), "fix", "fixes")
    files = counted(len(done.files), "file")
    click.echo(f"{fixes} in {files}; nothing was written", err=True)
    return bool(done.files)


def say_fixed(done: Fixed, *, apart: bool) -> None:
    """Print a line for each fault that was mended; apart from a report that a program reads."""
    places = ((found.rule, found.place) for found in done.mended)
    told = (f"fixed {rule} in {place.path}:{place.span.line}" for rule, place in places)
    lines = lines_of(told)
    if apart:
        click.echo(lines, nl=False, err=True)
    else:
        write(lines)
