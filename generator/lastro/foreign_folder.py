"""A site in a folder outside build/, where others keep files too (`lastro build --out DIR`).

What a build wrote there is ours to remove, and nothing else. So a list says what that is, sealed as
all state is: one that came with somebody's branch could name their files. It is written before the
folder is touched, so that a build that was stopped leaves no page for ever.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from lastro.built import SITE
from lastro.diagnostics import clean
from lastro.errors import LastroError
from lastro.exchange import STAGE, standing, sweep
from lastro.state_store import PAGES, Store
from lastro.write import Written, write_some, write_tree

_LIST = "out"
"""Name of the list in the state."""


def publish(
    folder: Path, files: Mapping[str, bytes], keep: Collection[str], store: Store
) -> Written:
    """Write a site into its folder; in a folder of others, only what is ours is touched.

    What the store remembers of the published site is no longer to be trusted, so it is forgotten.
    """
    there, ours = folder.resolve(), store.build.resolve()
    if not there.is_relative_to(ours):
        return write_into(folder, files, store)
    if there == ours / SITE:
        store.forget(PAGES)
    return write_tree(folder, files, keep)


def write_into(folder: Path, files: Mapping[str, bytes], store: Store) -> Written:
    """Make a folder outside build/ hold these files; what others keep in it is left alone.

    What an earlier build wrote there, and this one does not, is removed. Files wait in build/ until
    they take their places, or beside the folder where that is on another disk. Raises LastroError
    for a folder that holds files of others only, or one that is a disk of its own.
    """
    store, name = store.of_any_version(), str(folder.resolve())
    known = store.read(_LIST, dict[str, list[str]]) or {}
    if name in known:
        sweep(f"{folder}/{STAGE}")
    there = standing(str(folder))
    if there and name not in known:
        raise LastroError(
            f"'{clean(str(folder))}' holds files that no build of yours wrote",
            "name an empty folder",
        )
    stage = _stage(Path(name), store.build)
    ours = there & set(known.get(name, ()))
    store.keep(_LIST, known | {name: sorted(ours | files.keys())})
    done = write_some(folder, files.items(), ours - files.keys(), stage)
    store.keep(_LIST, known | {name: sorted(files)})
    return done


def _stage(folder: Path, build: Path) -> Path:
    """Return where files wait for their places: on the same disk, and outside of the folder."""
    stands = next(path for path in (folder, *folder.parents) if path.exists())
    disk = stands.stat().st_dev
    if build.stat().st_dev == disk:
        return build / f".out{STAGE}"
    if stands != folder or folder.parent.stat().st_dev == disk:
        return folder.with_name(f".{folder.name}{STAGE}")
    raise LastroError(
        f"'{clean(str(folder))}' is a disk of its own, so no file can wait beside it",
        f"name a folder on it: --out {clean(str(folder / 'site'))}",
    )
