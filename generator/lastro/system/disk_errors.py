"""What the disk says when it refuses, and how a file of ours is opened, in one place."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lastro.errors import LastroError
from lastro.text.messages import clean

NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
"""How a file is opened that is not there yet, and is no link to one that is."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
"""Refusals that only writing meets."""
_HINTS = {
    errno.ENOSPC: "free some space and build again",
    errno.EDQUOT: "free some space and build again",
    errno.EFBIG: "allow larger files (ulimit -f)",
    errno.EXDEV: "name a folder on the disk that holds build/",
    errno.EACCES: "check who may write there",
    errno.EPERM: "check who may write there",
    errno.EROFS: "name a folder that can be written",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
}


@contextmanager
def disk(path: Path | str) -> Iterator[None]:
    """Turn a refusal of the disk into one sentence that names the path."""
    try:
        yield
    except OSError as error:
        raise refusal(error, path) from error


def plain(path: Path) -> bytes:
    """Read a file; a device that a branch links to would never end. Raises OSError."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return path.read_bytes()


def list_own_files(folder: Path) -> list[Path]:
    """Return the files of a folder that changes pages; a link, which could show any file, is refused."""
    found = sorted(folder.glob("[!.]*"))
    for path in (folder, *found):
        if path.is_symlink():
            raise LastroError(f"'{path}' is a symbolic link", "put the file itself there")
    return found


def refusal(error: OSError, path: Path | str) -> LastroError:
    message = f"cannot write '{clean(str(path))}': {error.strerror or error}"
    return LastroError(message, _HINTS.get(error.errno or 0, ""))
