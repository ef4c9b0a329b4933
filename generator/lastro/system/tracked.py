"""Private captures and build/ are not for git: a branch that holds such files does harm.

Checking it out puts the files of a stranger in the place of private captures, which git is told to
ignore and so overwrites without a word; leaving it deletes them. And what lies below build/ would be
taken for what an earlier build left. The rule is `file-misplaced`. Outside of git there is nothing
to say.
"""

from collections.abc import Collection, Iterable, Sequence
from os import fsdecode
from pathlib import Path

from lastro.errors import LastroError
from lastro.system.exchange import parents
from lastro.system.git import ask, is_here
from lastro.text.messages import clean

BUILD = "build"
CAPTURES = ".captures"
"""Where captures lie unless lastro.yml or git config names another folder."""
_NO_CHECKOUT = ("not a git repository", "must be run in a work tree", "dubious ownership")


def find_tracked(root: Path, folders: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what git tracks in folders of a site, and links on the way to one, by folder, sorted.

    Names that other systems take for the same count, such as `.Captures`. Raises LastroError when
    git does not say.
    """
    if not is_here():
        return {}
    ways = {folder: {*parents(folder)} for folder in folders}
    links = {way for of in ways.values() for way in of if (root / way).is_symlink()}
    asked_for = sorted({*ways, *links})
    asked = ask(root, "ls-files", "-z", "--", *asked_for, pathspecs="--icase-pathspecs")
    if asked.returncode:
        said = asked.stderr.decode(errors="replace")
        if any(known in said for known in _NO_CHECKOUT):
            return {}
        if "bare repository" in said:
            message = f"'{clean(str(root))}' looks like a git repository of its own"
            hint = "remove HEAD, objects/ and refs/ from it: a branch brought them"
            raise LastroError(message, hint)
        message = f"git does not say what it tracks: {clean(said.strip())}"
        raise LastroError(message, "mend that first")
    names = sorted(fsdecode(name) for name in asked.stdout.split(b"\0") if name)
    found = {
        folder: tuple(n for n in names if _is_in(n, folder) or n in links & ways[folder])
        for folder in ways
    }
    return {folder: files for folder, files in found.items() if files}


def _is_in(name: str, folder: str) -> bool:
    return f"{name}/".casefold().startswith(f"{folder}/".casefold())


def refuse_tracked(root: Path, folders: Iterable[str]) -> None:
    """Raise LastroError where git tracks something in one of these folders."""
    for folder, files in find_tracked(root, folders).items():
        message = f"{count_files(files)} in '{folder}': '{clean(files[0])}'"
        raise LastroError(message, mend(folder, files))


def count_files(files: Collection[str]) -> str:
    """Say how many files git tracks."""
    return f"git tracks {'a file' if len(files) == 1 else f'{len(files):,} files'}"


def mend(folder: str, files: Sequence[str]) -> str:
    """Say what takes them out of git; on a branch of somebody else that is theirs to do."""
    top = "/".join(files[0].split("/")[: len(folder.split("/"))])
    return f"`git rm -r --cached {top}` on that branch: git replaces your private files when you check it out, and deletes them when you leave it"
