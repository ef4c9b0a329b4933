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
    """Settle what one of two branches changed in evidence.lock or translations.lock.

    You need not run this: `lastro doctor --fix` lets git do so. BASE, OURS and THEIRS are the
    files that git gives to a merge driver (%O %A %B). An entry that one side added, changed or
    removed is then alike in all three, and git's own `merge-file`, which follows, marks only what
    both sides changed. A file that is no lock as Lastro writes it is left to git.

    Exit 0: OURS holds the merge. 1: both sides changed an entry, or a file is no lock. 2: wrong use,
    or the command could not run.
    """
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
