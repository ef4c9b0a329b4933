"""`lastro serve`: the site on this machine while records are written."""

import gc
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import sleep

import click
from watchfiles import watch

from lastro.build.prepare import WATCHED, fingerprint
from lastro.commands.serve.server import Preview, listen
from lastro.commands.shared.console import complain, wants_colour, write
from lastro.commands.shared.memory import seal_of, templates_for
from lastro.loading.load import root_of
from lastro.memo.store import HeldStore
from lastro.render.environment import keep_compiled
from lastro.reporters import text

LOOK_AGAIN = 500
"""Milliseconds after which single files are looked at, which no watch follows when replaced."""


@click.command("serve")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def command(*, folder: Path, port: int) -> None:
    root = root_of(folder)
    store = HeldStore(root, *seal_of(root))
    keep_compiled(templates_for(store))
    preview, told = Preview(root, store), set[object]()
    server = listen(preview, port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    seen = fingerprint(root)
    gc.disable()  # a look for garbage takes as long as a build: it is looked for at rest
    try:
        _rebuild(preview, told)
        thread.start()
        write(f"serving {preview.site_url} (Ctrl-C ends it)\n")
        for _ in _changes(root, seen, partial(_rest, preview)):
            _rebuild(preview, told)
    except KeyboardInterrupt:
        preview.store.save()
        write("\n")
    finally:
        if thread.is_alive():
            server.shutdown()
        server.server_close()


def _rest(preview: Preview) -> None:
    """Do what can wait until the page is shown, once nothing has changed for a moment."""
    if preview.is_behind:
        write(f"{preview.rebuild(_today(), whole=True)[0]}\n")
    preview.store.save()
    gc.collect()


def _today() -> date:
    return datetime.now().astimezone().date()


def _rebuild(preview: Preview, told: set[object]) -> None:
    line, report = preview.rebuild(_today())
    new = report.brief().new_since(told) if report else None
    if new and new.diagnostics:
        write(text.report(new, coloured=wants_colour()))
    elif report is None and preview.fault:
        message, *listed = preview.fault.split("\n")
        hint = listed.pop() if listed else ""
        complain(message, hint, [line.strip() for line in listed])
    write(f"{line}\n")


def _changes(root: Path, seen: object, rest: Callable[[], None]) -> Iterator[None]:
    """Yield at each change of the files; call `rest` once nothing has changed for a moment."""
    while True:
        if fingerprint(root) == seen:
            _wait_for_change(root, seen, rest)
        if (now := fingerprint(root)) != seen:
            seen = now
            yield


def _wait_for_change(root: Path, seen: object, rest: Callable[[], None]) -> None:
    folders = [root / name for name in WATCHED if (root / name).is_dir()]
    if not folders:
        sleep(LOOK_AGAIN / 1000)
        return
    before = _times_of_single_files(root)
    looked_back = False
    for changes in watch(
        *folders,
        debounce=100,
        step=10,
        rust_timeout=LOOK_AGAIN,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if changes or _times_of_single_files(root) != before:
            return
        if not looked_back and fingerprint(root) != seen:
            # changed after the last look and before the watch began: no watch will ever tell
            return
        if not looked_back:
            rest()
        looked_back = True


def _times_of_single_files(root: Path) -> dict[str, int]:
    return {
        name: (root / name).stat().st_mtime_ns if (root / name).is_file() else 0
        for name in WATCHED
        if (root / name).exists()
    }
