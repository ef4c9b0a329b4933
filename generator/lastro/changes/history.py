"""What readers were told before: the records of an earlier revision or of another folder.

That a correction is told and an address never dies can only be kept by comparing; "no changes" from a
clone that lacks its history would be a lie. So whatever keeps the base from being read raises LastroError,
"history unavailable". Nothing of a tree but plain files in the places of records is written, into a folder
of our own. Source: the manual pages of `git ls-tree` and `git cat-file --batch`.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import CompletedProcess

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.loading.source_text import LARGEST
from lastro.loading.workspace import Workspace
from lastro.locks.format import LARGEST_LOCK
from lastro.model.kinds import SETTINGS
from lastro.system.git import ask
from lastro.text.messages import in_quotes

HEAD = "HEAD"
"""The revision that the files of a clone come from."""
LOCKS = ("evidence.lock", "translations.lock")
LONGEST_STEP = 255
"""Bytes of the longest name that common disks take."""
_FILES = b"100"
"""How the modes of plain files begin; links and submodules have others."""
_OLDER = re.compile(r"[~^]|@\{")
"""Begins what leads from a name to an older commit."""
_HASH = re.compile(r"[0-9a-f]{4,64}")
_REMOTE_BRANCH = re.compile(r"[\w.-]+(?:/[\w.-]+)+")
_RECORD = re.compile(rb"(?:claims/[^/\0]+|sources)/[^/\0]+\.yml")


class _Blob(Struct, frozen=True):
    """A file of a tree: its path below the site, its object; `plain` when its text is read."""

    path: bytes
    object: bytes
    plain: bool
    most: int
    """Bytes that such a file may have."""


class Base(Struct, frozen=True):
    """What a site was before: its records, and all that was read of it."""

    corpus: Corpus
    loaded: Workspace


def base_of(root: Path, name: str, alike: Workspace | None = None) -> Base:
    """Read the records that `name` means for the site in `root`: a revision, or a folder.

    `alike` is the site as it lies there, whose unchanged records need not be read twice. Raises
    LastroError, "history unavailable", when neither can be read, or when both could be meant: a
    proposal could bring a folder along that is named like the revision that judges it.
    """
    is_folder = bool(name) and (Path(name) / SETTINGS).is_file()
    if is_folder and _is_revision(root, name):
        hint = f"write './{name}' for the folder, 'refs/heads/{name}' for a branch"
        raise _unavailable(f"{in_quotes(name)} is a folder and a revision", hint)
    if not is_folder:
        return base_at(root, name, alike)
    folder = Path(name)
    if folder.resolve() == root.resolve():
        hint = "name the folder of an earlier copy"
        raise _unavailable(f"{in_quotes(folder)} is the site itself", hint)
    return _loaded(folder.resolve(), str(folder), alike)


def base_at(root: Path, revision: str, alike: Workspace | None = None) -> Base:
    """Read the records as a revision holds them; raises LastroError as `base_of` does."""
    prefix = _prefix(root)
    tree = f"{_find_commit(root, revision)}:{prefix}"
    blobs = list(_list_records_and_locks(root, tree, revision))
    with tempfile.TemporaryDirectory(prefix="lastro-base-") as scratch:
        try:
            _write(Path(scratch), blobs, _contents(root, blobs, revision))
        except OSError as error:
            raise _unavailable(f"cannot write what {in_quotes(revision)} holds: {error}") from error
        return _loaded(Path(scratch), revision, alike)


def _loaded(folder: Path, name: str, alike: Workspace | None) -> Base:
    """Read a base; records that are broken in it are unknown, and no findings of this change."""
    try:
        loaded = load(folder, alike=alike)
    except LastroError as error:
        raise _unavailable(f"in {in_quotes(name)}, {error.message}", error.hint) from error
    if loaded.corpus is None:
        hint = "name a base whose check is clean"
        raise _unavailable(f"{SETTINGS} of {in_quotes(name)} cannot be read", hint)
    return Base(loaded.corpus, loaded)


def _prefix(root: Path) -> str:
    """Return where the site lies in its repository, with a slash at the end; empty for its top."""
    asked = _git(root, "rev-parse", "--is-inside-work-tree", "--show-prefix")
    inside, _, prefix = asked.stdout.partition(b"\n")
    if asked.returncode or inside != b"true":
        if b"dubious ownership" in asked.stderr:
            says = "git does not trust this repository: another user owns it"
            hint = "allow it with `git config --global --add safe.directory FOLDER`"
            raise _unavailable(says, hint)
        hint = "name a folder with the earlier records instead"
        raise _unavailable("this site is in no git repository", hint)
    return os.fsdecode(prefix.removesuffix(b"\n"))


def _find_commit(root: Path, revision: str) -> str:
    if not _may_name(revision):
        hint = "write a branch, a tag or a commit"
        raise _unavailable(f"{in_quotes(revision)} is not a revision", hint)
    if (found := _resolved(root, revision)) is not None:
        return found
    name = _OLDER.split(revision)[0]
    is_older = name != revision and _resolved(root, name) is not None
    if is_shallow(root) and (is_older or _HASH.fullmatch(name)):
        raise _lacks(revision)
    raise _unavailable(f"no revision or folder {in_quotes(revision)}", _how_to_get(root, name))


def _how_to_get(root: Path, name: str) -> str:
    """Say how a clone gets a branch of a remote; a shallow one has often fetched no other."""
    remote, _, branch = name.partition("/")
    if not (branch and _REMOTE_BRANCH.fullmatch(name)):
        what = "write a branch, a tag, a commit or a folder that holds lastro.yml"
        return f"{what}; `git fetch` gets branches of others"
    if remote in _git(root, "remote").stdout.decode(errors="replace").split("\n"):
        return f"`git fetch {remote} {branch}:refs/remotes/{name}` gets that branch"
    add = f"`git remote add {remote} ADDRESS`, then `git fetch {remote}`"
    return f"there is no remote '{remote}' here: {add}; or name a branch that is here"


def is_shallow(root: Path) -> bool:
    """Tell whether the repository of a site lacks its older history; raises LastroError when it lies in none."""
    _prefix(root)
    asked = _git(root, "rev-parse", "--is-shallow-repository")
    return asked.stdout.strip() == b"true"


def _lacks(revision: str) -> LastroError:
    hint = "run `git fetch --unshallow`, in a partial clone `git fetch --refetch --no-filter`"
    return _unavailable(f"this clone does not hold all of {in_quotes(revision)}", hint)


def _may_name(revision: str) -> bool:
    """Refuse what git could take for an option, and what cannot be an argument."""
    return revision.isprintable() and revision.strip() != "" and not revision.startswith("-")


def _is_revision(root: Path, name: str) -> bool:
    try:
        return _may_name(name) and _resolved(root, name) is not None
    except LastroError:
        return False


def _resolved(root: Path, revision: str) -> str | None:
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    name = found.stdout.decode("ascii", errors="replace").strip()
    return name if not found.returncode and re.fullmatch("[0-9a-f]{40,64}", name) else None


def _list_records_and_locks(root: Path, tree: str, revision: str) -> Iterator[_Blob]:
    wanted = (SETTINGS, *LOCKS, "claims/", "sources/")
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *wanted)
    if listed.returncode:
        known = _git(root, "cat-file", "-e", tree.partition(":")[0] + "^{tree}").returncode == 0
        raise _no_site(revision) if known else _lacks(revision)
    blobs = [blob for entry in listed.stdout.split(b"\0") if (blob := _blob(entry))]
    if all(blob.path != SETTINGS.encode() for blob in blobs):
        raise _no_site(revision)
    yield from blobs


def _no_site(revision: str) -> LastroError:
    hint = "name a revision that holds the site"
    return _unavailable(f"{in_quotes(revision)} holds no {SETTINGS} where this site lies", hint)


def _blob(entry: bytes) -> _Blob | None:
    """Read one entry of `ls-tree -z`; None for what is no record, or could leave our folder."""
    described, _, path = entry.partition(b"\t")
    steps = path.split(b"/")
    if any(step in {b"", b".", b".."} or len(step) > LONGEST_STEP for step in steps):
        return None
    is_lock = path.decode(errors="replace") in LOCKS
    if not (is_lock or path == SETTINGS.encode() or _RECORD.fullmatch(path)):
        return None
    mode, kind, name = described.split()
    if kind != b"blob":
        return None
    return _Blob(path, name, mode.startswith(_FILES), LARGEST_LOCK if is_lock else LARGEST)


def _contents(root: Path, blobs: Sequence[_Blob], revision: str) -> Iterator[bytes]:
    asked = b"".join(blob.object + b"\n" for blob in blobs if blob.plain)
    answer = _git(root, "cat-file", "--batch", given=asked).stdout
    at = 0
    for blob in blobs:
        if not blob.plain:
            yield b""
            continue
        end = answer.find(b"\n", at)
        found = re.fullmatch(rb"[0-9a-f]+ blob (\d+)", answer[at:end]) if end >= 0 else None
        if found is None:
            raise _lacks(revision)
        size = int(found[1])
        at = end + 1 + size + 1
        yield answer[end + 1 : at - 1] if size <= blob.most else b""


def _write(folder: Path, blobs: Sequence[_Blob], contents: Iterator[bytes]) -> None:
    """Write files; git keeps no empty folders, and a site may have no source yet."""
    for needed in ("claims", "sources"):
        (folder / needed).mkdir()
    for blob, content in zip(blobs, contents, strict=True):
        path = folder / os.fsdecode(blob.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _git(root: Path, *arguments: str, given: bytes = b"") -> CompletedProcess[bytes]:
    try:
        return ask(root, *arguments, given=given)
    except LastroError as error:
        raise _unavailable(error.message, error.hint) from error


def _unavailable(what: str, hint: str = "") -> LastroError:
    return LastroError(f"history unavailable: {what}", hint)
