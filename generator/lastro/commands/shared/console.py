"""Standard output and standard error, as commands use them.

Whoever reads the output may stop reading, may not be a terminal and may not know UTF-8; none of
that is a reason for a traceback.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from lastro.text.messages import inert, sentence

_KEPT: list[list[str]] = []
"""Holds the lines of a command that was asked for JSON and has no document of its own."""


def keep_lines() -> None:
    """Keep what the command says from here on, instead of printing it."""
    _KEPT[:] = [[]]


def take_lines() -> list[str] | None:
    """Return what was kept, once; None when nothing was to be."""
    return "".join(_KEPT.pop()).splitlines() if _KEPT else None


def write(text: str) -> None:
    """Print to standard output; a reader that has gone away is no error."""
    if _KEPT:
        _KEPT[0].append(text)
        return
    try:
        click.echo(text, nl=False, color=wants_colour() or None)
    except BrokenPipeError:
        drop_output()


def tell(lines: Iterable[str]) -> None:
    """Print sentences, a line each; words of records may be in them."""
    write(lines_of(lines))


def lines_of(lines: Iterable[str]) -> str:
    return "".join(inert(sentence(line)) + "\n" for line in lines)


def some_of(names: Sequence[str], most: int) -> str:
    """Name the first of many, and count the others."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def complain(message: str, hint: str = "", listed: Sequence[str] = ()) -> None:
    """Print one sentence, the things it counts line by line, and what to do, to standard error."""
    told = [f"error: {sentence(message)}", *(f"  {sentence(one)}" for one in listed)]
    if hint:
        told.append(f"hint: {sentence(hint)}")
    for line in told:
        click.echo(inert(line), err=True)


def wants_colour() -> bool:
    """Tell whether standard output is a terminal whose user wants colour. Sources: no-color.org, force-color.org."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty()


def accept_any_text() -> None:
    """Escape what the encoding of the terminal lacks, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def debug_to_stderr(*, wanted: bool) -> Iterator[None]:
    """Send what Lastro notes for its developers, tracebacks above all, to standard error."""
    if not wanted:
        yield
        return
    import logging  # noqa: PLC0415 - most commands start sooner without it

    log, handler = logging.getLogger("lastro"), logging.StreamHandler()
    before = log.level
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.setLevel(before)
        log.removeHandler(handler)


def flush_output() -> None:
    """Send what is still held back, so that the interpreter has nothing to fail on at its end."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        drop_output()


def drop_output() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
