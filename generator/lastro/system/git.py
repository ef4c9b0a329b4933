"""git is asked for bytes alone: nothing that a repository names is run, and nothing is fetched.

No hook, filter, pager, file watcher or text conversion starts. A folder of the site that looks like
a repository without a work tree is not taken for one, as a branch could bring it with a
configuration of its own.
"""

import os
import shutil
import subprocess
from pathlib import Path

from lastro.errors import LastroError
from lastro.text.messages import clean

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


def is_here() -> bool:
    """Tell whether this machine has git."""
    return shutil.which("git") is not None


def is_checkout(root: Path) -> bool:
    """Tell whether a folder lies in a checkout of a repository."""
    asked = ask(root, "rev-parse", "--is-inside-work-tree") if is_here() else None
    return asked is not None and asked.stdout.strip() == b"true"


def count_left_out(root: Path, *folders: str) -> int:
    """Count the files below folders that a sparse checkout leaves out; none where git does not say."""
    listed = ask(root, "ls-files", "-t", "-z", "--", *folders).stdout if is_here() else b""
    return sum(entry.startswith(b"S ") for entry in listed.split(b"\0"))


def configure(root: Path, key: str, value: str) -> None:
    """Set one key of the configuration of a clone, which no branch can change.

    Raises LastroError when git cannot write it.
    """
    named = ask(root, "config", "--local", key, value)
    if named.returncode:
        said = clean(named.stderr.decode(errors="replace").strip())
        raise LastroError(f"git config cannot be written: {said}", "mend that first")


def ask(
    root: Path, *arguments: str, given: bytes = b"", pathspecs: str = "--literal-pathspecs"
) -> "subprocess.CompletedProcess[bytes]":
    """Ask git one thing; variables of a calling git would point it at another repository.

    Raises LastroError when there is no git, or it does not answer.
    """
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
