"""`lastro check --fix`: what was mended, line by line, or as a diff that writes nothing."""

import click

from lastro.checks.fix_passes import Fixed, unified_diff
from lastro.commands.shared.console import tell, write
from lastro.diagnostics.fixes import FixKind
from lastro.diagnostics.report import Diagnostic, counted
from lastro.text.terminal import inert, sentence


def kinds_of(*, unsafe: bool) -> tuple[FixKind, ...]:
    """Return the kinds of fixes that are asked for."""
    return ("safe", "unsafe") if unsafe else ("safe",)


def show_diff(done: Fixed) -> bool:
    """Print what the fixes would change; tell whether they would change anything."""
    tell(unified_diff(done.files))
    fixes = counted(len(done.mended), "fix", "fixes")
    files = counted(len(done.files), "file")
    click.echo(f"{fixes} in {files}; nothing was written", err=True)
    return bool(done.files)


def say_fixed(done: Fixed, *, apart: bool) -> None:
    """Print a line for each fault that was mended; apart from a report that a program reads."""
    lines = "".join(f"{_told(found)}\n" for found in done.mended)
    if apart:
        click.echo(lines, nl=False, err=True)
    else:
        write(lines)


def _told(found: Diagnostic) -> str:
    return inert(sentence(f"fixed {found.rule} in {found.place.path}:{found.place.span.line}"))
