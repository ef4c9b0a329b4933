"""`lastro serve`: the site on this machine while records are written."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import sleep

import click
from watchfiles import watch

from lastro.build.prepare import WATCHED, fingerprint
from lastro.commands.serve.server import Preview, listen
from lastro.commands.shared.console import complain, wants_colour, write
from lastro.loading.load import root_of
from lastro.reporters import text

LOOK_AGAIN = 500
"""Milliseconds after which single files are looked at, which no watch follows when replaced."""


@click.command("serve")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port on 127.0.0.1; 0 takes any free one.",
)
def command(*, folder: Path, port: int) -> None:
    """Serve the site while you write, on this machine only.

    FOLDER is the folder of a site or one below it. The command builds a draft into build/preview;
    the published site stays as it is. When a record breaks, you still see the last good site, and
    every page says on top what is wrong. Stop the server with Ctrl-C.

    \b
        lastro serve                 http://127.0.0.1:8000/
        lastro serve --port 0        any free port
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    preview = Preview(root_of(folder))
    server = listen(preview, port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    seen = fingerprint(preview.root)
    try:
        _rebuild(preview)
        thread.start()
        write(f"serving {preview.site_url} (Ctrl-C ends it)\n")
        for _ in _changes(preview.root, seen):
            _rebuild(preview)
    except KeyboardInterrupt:
        write("\n")
    finally:
        if thread.is_alive():
            server.shutdown()
        server.server_close()


def _rebuild(preview: Preview) -> None:
    line, report = preview.rebuild(datetime.now().astimezone().date())
    if report is not None and report.brief().diagnostics:
        write(text.report(report.brief(), coloured=wants_colour()))
    elif report is None:
        message, *listed = preview.fault.split("\n")
        hint = listed.pop() if listed else ""
        complain(message, hint, [line.strip() for line in listed])
    write(f"{line}\n")


def _changes(root: Path, seen: object) -> Iterator[None]:
    """Yield whenever the files of a site are others than those last seen; ends with Ctrl-C."""
    while True:
        if fingerprint(root) == seen:
            _wait_for_change(root, seen)
        if (now := fingerprint(root)) != seen:
            seen = now
            yield


def _wait_for_change(root: Path, seen: object) -> None:
    folders = [root / name for name in WATCHED if (root / name).is_dir()]
    if not folders:
        sleep(LOOK_AGAIN / 1000)
        return
    before = _single_files(root)
    looked_back = False
    for changes in watch(
        *folders,
        debounce=200,
        step=50,
        rust_timeout=LOOK_AGAIN,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if changes or _single_files(root) != before:
            return
        if not looked_back and fingerprint(root) != seen:
            # changed after the last look and before the watch began: no watch will ever tell
            return
        looked_back = True


def _single_files(root: Path) -> dict[str, int]:
    """Note when single files changed, and which folders there are."""
    return {
        name: (root / name).stat().st_mtime_ns if (root / name).is_file() else 0
        for name in WATCHED
        if (root / name).exists()
    }
