"""git is asked for bytes alone: nothing that a repository names is run, and nothing is fetched.

No hook, filter, pager, file watcher or text conversion starts, and a folder that looks like a repository
without a work tree is not taken for one, as a branch could bring it. Private captures and build/ are not
for git: checking a branch out that holds such files puts a stranger's in the place of ours, and leaving it
deletes them. The rule is `file-misplaced`. Outside of git there is nothing to say.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from lastro.errors import LastroError
from lastro.system.exchange import parents
from lastro.text.messages import clean

BUILD = "build"
CAPTURES = ".captures"
"""Where captures lie unless lastro.yml or git config names another folder."""
SECONDS = 60
"""How long one answer may take; that of a hundred thousand files takes less than one."""
_SAFE = (
    *("--no-pager", "--no-replace-objects"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
)
_KEPT = {"GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"}
"""Of the variables of git those that point it at no other repository."""
_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_NO_CHECKOUT = ("not a git repository", "must be run in a work tree", "dubious ownership")


def is_here() -> bool:
    return shutil.which("git") is not None


def is_checkout(root: Path) -> bool:
    asked = ask(root, "rev-parse", "--is-inside-work-tree") if is_here() else None
    return asked is not None and asked.stdout.strip() == b"true"


def count_left_out(root: Path, *folders: str) -> int:
    """Count the files below folders that a sparse checkout leaves out; none where git does not say."""
    listed = ask(root, "ls-files", "-t", "-z", "--", *folders).stdout if is_here() else b""
    return sum(entry.startswith(b"S ") for entry in listed.split(b"\0"))


def configure(root: Path, key: str, value: str) -> None:
    """Set one key of a clone's configuration, which no branch can change; raises LastroError."""
    named = ask(root, "config", "--local", key, value)
    if named.returncode:
        said = clean(named.stderr.decode(errors="replace").strip())
        raise LastroError(f"git config cannot be written: {said}", "mend that first")


def ask(
    root: Path, *arguments: str, given: bytes = b"", pathspecs: str = "--literal-pathspecs"
) -> "subprocess.CompletedProcess[bytes]":
    """Ask git, whatever a calling git points it at; raises LastroError when it does not answer."""
    program = shutil.which("git")
    if program is None:
        raise LastroError("there is no git here", "install git, or name a folder")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in _KEPT}
    try:
        return subprocess.run(
            [str(Path(program).absolute()), *_SAFE, pathspecs, "-C", str(root), *arguments],
            input=given,
            capture_output=True,
            check=False,
            env={**inherited, **_ENVIRONMENT},
            timeout=SECONDS,
        )
    except OSError as error:
        raise LastroError(f"git cannot be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise LastroError(f"git did not answer within {SECONDS} seconds") from error


def find_tracked(root: Path, folders: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what git tracks in folders of any case, and links to one; raises LastroError."""
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
    names = sorted(os.fsdecode(name) for name in asked.stdout.split(b"\0") if name)
    found = {
        folder: tuple(
            name
            for name in names
            if f"{name}/".casefold().startswith(f"{folder}/".casefold()) or name in links & way
        )
        for folder, way in ways.items()
    }
    return {folder: files for folder, files in found.items() if files}


def refuse_tracked(root: Path, folders: Iterable[str]) -> None:
    """Raise LastroError where git tracks something in one of these folders."""
    for folder, files in find_tracked(root, folders).items():
        message, hint = describe_tracked(folder, files)
        raise LastroError(f"{message}: '{clean(files[0])}'", hint)


def describe_tracked(folder: str, files: Sequence[str]) -> tuple[str, str]:
    """Say how many files git tracks, and what takes them out: on a branch of others theirs to do."""
    message = f"git tracks {'a file' if len(files) == 1 else f'{len(files):,} files'} in '{folder}'"
    top = "/".join(files[0].split("/")[: len(folder.split("/"))])
    return (
        message,
        f"`git rm -r --cached {top}` on that branch: git replaces your private files when you check it out, and deletes them when you leave it",
    )
