"""`lastro merge-lock`: what git runs before it merges a lock of two branches."""

from pathlib import Path

import click

from lastro.errors import Exit
from lastro.locks.format import merge_locks
from lastro.system.atomic import write_kept

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("merge-lock")
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
def command(*, base: Path, ours: Path, theirs: Path) -> Exit:
    files = (base, ours, theirs)
    try:
        settled = merge_locks(*(file.read_bytes().decode() for file in files))
    except UnicodeDecodeError:
        settled = None
    if settled is None:
        return Exit.FINDINGS
    # the ancestor last: entries that it alone has are such as both sides removed
    for file, text in reversed([*zip(files, settled, strict=True)]):
        write_kept(file, text.encode())
    return Exit.OK if settled[1] == settled[2] else Exit.FINDINGS
