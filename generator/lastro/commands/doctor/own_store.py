"""The store of captures moves out of the clone, where no branch can overwrite or delete it.

It goes to the user's own data folder, and `git config lastro.captures` says so. Every file stands in
the new place, byte for byte, before git config names it, and only then leaves the old one: whenever
this is killed nothing is lost, and the same again ends it.
"""

import os
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path

from lastro.capture.store.store import INDEX, KINDS, OURS, SAID, CaptureStore, list_folder
from lastro.capture.verify import SEEN
from lastro.commands.shared.captures import KEY, configured_folder
from lastro.commands.shared.records import sound_corpus
from lastro.errors import LastroError
from lastro.loading.files import LONGEST_MESSAGE
from lastro.loading.workspace import Workspace
from lastro.model.values import slugify
from lastro.system.atomic import write_kept
from lastro.system.disk_errors import disk
from lastro.system.git import CAPTURES, configure, is_checkout, refuse_tracked
from lastro.text.messages import clean

_OURS_TOO = (".gitignore", ".lock", INDEX, SEEN)


def inner_store(loaded: Workspace) -> Path:
    """Return the folder in the clone that captures lie in unless git config names another."""
    return loaded.root / (loaded.corpus.settings.policy.captures if loaded.corpus else CAPTURES)


def captures_in(folder: Path) -> list[Path]:
    """Return the files of captures in a store; links are none of ours."""
    if folder.is_symlink():
        return []
    places = (
        p for kind in KINDS if not (folder / kind).is_symlink() for p in list_folder(folder / kind)
    )
    found = [path for place in places if not place.is_symlink() for path in list_folder(place)]
    ours = [p for p in found if (o := OURS.fullmatch(p.name)) and not o[3] and not p.is_symlink()]
    return sorted(ours, key=lambda path: (path.suffix == SAID, path))


def move_store(loaded: Workspace) -> Path:
    """Let the captures of a clone lie outside of it; raises LastroError where they cannot."""
    root, inner = loaded.root, inner_store(loaded)
    if not is_checkout(root):
        raise LastroError("this site is in no git repository", "no branch can reach captures here")
    refuse_tracked(root, {CAPTURES, sound_corpus(loaded).settings.policy.captures})
    outer = configured_folder(root) or _outside(root, inner)
    files = captures_in(inner)
    with ExitStack() as stack:
        stack.enter_context(CaptureStore(outer).alone())
        if files:
            stack.enter_context(CaptureStore(inner).alone())
        pairs = [(path, outer / path.relative_to(inner)) for path in files]
        for path, there in pairs:
            _copy(path, there)
        configure(root, KEY, str(outer))
        for path, there in pairs:
            if there.read_bytes() == path.read_bytes():
                path.unlink()
    _clear(inner)
    return outer


def _outside(root: Path, inner: Path) -> Path:
    """Return where a link leads that an editor made, else a folder of the user's own data."""
    if inner.is_symlink():
        outer = inner.resolve()
    else:
        named = Path(os.environ.get("XDG_DATA_HOME", ""))
        data = named if named.is_absolute() else Path("~/.local/share").expanduser()
        name = f"{slugify(root.name) or 'site'}-{sha256(os.fsencode(root)).hexdigest()[:8]}"
        outer = (data / "lastro" / "captures" / name).resolve()
    if outer.is_relative_to(root):
        hint = f"`git config {KEY} FOLDER` outside of it"
        raise LastroError(f"'{clean(str(outer))}' lies in the site", hint)
    return outer


def _copy(path: Path, there: Path) -> None:
    content = path.read_bytes()
    if there.exists() and there.read_bytes() != content:
        raise LastroError(
            f"'{path.name}' is another capture in '{clean(str(there.parent), LONGEST_MESSAGE)}'",
            "move one of the two away, with the other files of its moment",
        )
    with disk(there):
        there.parent.mkdir(parents=True, exist_ok=True)
    write_kept(there, content)


def _clear(inner: Path) -> None:
    """Remove folders that are empty now, and what we keep beside captures; nothing of others."""
    if inner.is_symlink() or captures_in(inner) or not inner.is_dir():
        return
    for place in [p for kind in KINDS for p in (*list_folder(inner / kind), inner / kind)]:
        with suppress(OSError):
            place.rmdir()
    if {path.name for path in list_folder(inner)} <= {*_OURS_TOO}:
        for name in _OURS_TOO:
            (inner / name).unlink(missing_ok=True)
        inner.rmdir()
