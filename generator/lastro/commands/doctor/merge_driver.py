"""git merges the two locks entry by entry, once this clone says what does so.

`.gitattributes` belongs to the repository and names the locks; what is run for them stands in the
configuration of a clone alone, so that no branch can choose it. A clone without it merges line by
line, as ever. Source: gitattributes(5), "Defining a custom merge driver".
"""

import shlex
import sys
from pathlib import Path

from lastro.errors import LastroError
from lastro.locks.evidence import EVIDENCE
from lastro.locks.translations import TRANSLATIONS
from lastro.system.atomic import write_kept
from lastro.system.disk_errors import disk, plain
from lastro.system.git import ask, configure

_NAME = "lastro-lock"
_ATTRIBUTES = ".gitattributes"
_LOCKS = (EVIDENCE, TRANSLATIONS)
_DRIVER = f"merge.{_NAME}.driver"


def merges_locks(root: Path) -> bool:
    """Tell whether git merges both locks of a clone with the Lastro that runs now."""
    told = ask(root, "config", "--local", "--get", _DRIVER).stdout.decode(errors="replace")
    return told.removesuffix("\n") == _command() and not _unnamed(root)


def set_merge_driver(root: Path) -> None:
    """Name both locks in .gitattributes, and in the configuration of this clone what merges them.

    Raises LastroError when either cannot be written.
    """
    if unnamed := _unnamed(root):
        path = root / _ATTRIBUTES
        if path.is_symlink():
            raise LastroError(f"'{_ATTRIBUTES}' is a symbolic link", "put the file itself there")
        with disk(path):
            before = plain(path) if path.exists() else b""
        gap = b"" if before.endswith(b"\n") or not before else b"\n"
        lines = "".join(f"/{name} merge={_NAME}\n" for name in unnamed)
        write_kept(path, before + gap + lines.encode())
    configure(root, f"merge.{_NAME}.name", "entries of both sides")
    configure(root, _DRIVER, _command())


def _unnamed(root: Path) -> list[str]:
    """Return the locks that no attribute leads to our driver."""
    told = ask(root, "check-attr", "-z", "merge", "--", *_LOCKS).stdout.decode(errors="replace")
    fields = told.split("\0")
    return [name for name, value in zip(fields[::3], fields[2::3], strict=False) if value != _NAME]


def _command() -> str:
    """Return what git runs: its own merge comes last, and does it all where ours cannot start."""
    ours = shlex.join([sys.executable, "-P", "-m", "lastro", "merge-lock"]).replace("%", "%%")
    return f"{ours} %O %A %B; git merge-file -L ours -L base -L theirs %A %O %B"
