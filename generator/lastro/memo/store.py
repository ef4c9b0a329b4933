"""The files in which a run finds what the last run knew, and why it may trust them.

Whoever may write into the folder of a site could make the check say that all is well. So each file is sealed
with a key that lies in the user's own cache folder, and one whose seal does not fit counts as absent. The
seal covers the version of the tool, of its templates, of its libraries and of Python.
"""

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

import lastro
from lastro.errors import LastroError
from lastro.memo.trace import digest
from lastro.system.atomic import open_replacement
from lastro.system.disk_errors import disk
from lastro.system.output import BUILD, STATE

RECORDS = "records"
"""The file that holds the state of records, with the findings about them."""
PAGES = "pages"
"""How the names of files begin that hold the state of pages: one for each folder that has them."""
KEY_BYTES = 32
_SEAL = 32
SALT = blake2b.SALT_SIZE
S = TypeVar("S")


def tool_digest() -> str:
    """Return a fingerprint of the tool's files and the versions of its libraries and of Python."""
    ours = sorted(_stamps(Path(lastro.__file__).parent))
    libraries = sorted(
        path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")
    )
    return digest("\n".join([sys.version, *ours, *libraries]).encode())


def _stamps(folder: Path | str) -> Iterator[str]:
    """Yield the name, size and time of every file below a folder, compiled files left out."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir():
                yield from _stamps(entry.path)
            elif entry.is_file() and not entry.name.endswith(".pyc"):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


class SealedFolder:
    """Files that only this user with this version of the tool can have written."""

    def __init__(self, folder: Path, key: bytes | None, tool: str) -> None:
        """Keep nothing without a key; `tool` tells versions of the tool apart."""
        self._folder = folder
        self.tool = tool
        self.key = key

    def read(self, name: str, shape: type[S]) -> S | None:
        """Return the content of one file; None when no file there can be trusted."""
        content = _content(self._folder / name)
        body = content[_SEAL:]
        if self.key is None or not secrets.compare_digest(content[:_SEAL], self._seal(name, body)):
            return None
        try:
            return msgspec.msgpack.decode(body, type=shape)
        except (msgspec.MsgspecError, ValueError):
            return None

    @property
    def keeps(self) -> bool:
        return self.key is not None and self._folder.parent.is_dir()

    def write(self, name: str, state: object) -> None:
        """Write one file. When the disk refuses, the next run is slower, and nothing else.

        A site that was never built has no build folder, and a check makes none: a check that leaves
        nothing behind is worth more than a fast one.
        """
        if not self.keeps:
            return
        # the seal covers name and tool, so a state of another file or version never fits this one
        content = msgspec.msgpack.encode(state)
        with suppress(LastroError), disk(self._folder):
            self._folder.mkdir(exist_ok=True)
            with open_replacement(self._folder / name, synced=False) as file:
                file.write(self._seal(name, content))
                file.write(content)

    def forget(self, name: str) -> None:
        """Remove one file, before what it describes is changed.

        A build that stops half-way would otherwise leave a state that describes another site. Raises
        LastroError when the disk refuses.
        """
        path = self._folder / name
        with disk(path):
            if path.is_dir() and not path.is_symlink():
                return  # none that could be read
            path.unlink(missing_ok=True)

    def _seal(self, name: str, content: bytes) -> bytes:
        return blake2b(
            content,
            key=self.key or b"",
            digest_size=_SEAL,
            salt=digest(name.encode(), self.tool.encode())[:SALT].encode(),
        ).digest()


class MemoStore(SealedFolder):
    """The state files of one site, below its build folder."""

    def __init__(self, root: Path, key: bytes | None, tool: str) -> None:
        super().__init__(root / BUILD / STATE, key, tool)


class HeldStore(MemoStore):
    """State files that one process holds decoded, while it builds a site again and again."""

    def __init__(self, root: Path, key: bytes | None, tool: str) -> None:
        super().__init__(root, key, tool)
        self._held: dict[str, object] = {}

    def read(self, name: str, shape: type[S]) -> S | None:
        """Return what was written last, else what earlier processes left."""
        held = self._held.get(name)
        return held if isinstance(held, shape) else super().read(name, shape)

    def write(self, name: str, state: object) -> None:
        self._held[name] = state

    def forget(self, name: str) -> None:
        self._held.pop(name, None)
        super().forget(name)

    def save(self) -> None:
        """Write what is held, so that the next process need not begin anew."""
        for name, state in self._held.items():
            super().write(name, state)


def _content(path: Path, *, private: bool = False) -> bytes:
    """Read a plain file, empty when there is none; a pipe in its place keeps nobody waiting.

    With `private`, a file that others own, may read or may write is as good as none.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            shared = private and (status.st_uid != os.geteuid() or status.st_mode & 0o077)
            return file.read() if stat.S_ISREG(status.st_mode) and not shared else b""
    except OSError:
        return b""


def own_key(folder: Path) -> bytes | None:
    """Return the user's own key, made on first use; None where others may know it."""
    path = folder / "lastro" / "key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
    except OSError:
        return None
    # whoever knows the key can seal a file, and templates are programs that a build runs
    key = _content(path, private=True)
    return key if len(key) == KEY_BYTES else None
