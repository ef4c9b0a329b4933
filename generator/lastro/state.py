"""What an earlier run found out, kept in build/state, so that a run costs what changed since.

It is a memory and never a source: without it every run gives the same answer, only later. So it is
dropped whole when it was written by another version of the tool, of a template or of a library, by
someone else, or cannot be read. Who may write into the folder of a site, such as the author of a
pull request, could otherwise make the check say that all is well; therefore each file is sealed with
a key that lies in the user's own cache folder, never in the site.

A file counts as unchanged when its time, size and inode are those of the last run; one that was
written in the two seconds before that run is read again, since a clock may be coarse.
"""

import os
import secrets
import time
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import TypeVar

import msgspec

from lastro.diagnostics import Diagnostic
from lastro.errors import LastroError
from lastro.facts import Facts
from lastro.write import BUILD, write_file

RECORDS = "records"
FOLDER = "state"
FRESH_NS = 2_000_000_000
"""Files changed so shortly before a run are read again by the next."""
_SEAL = 32
_KEY = 32

S = TypeVar("S")
Stamp = tuple[int, int, int]


class FileState(msgspec.Struct, array_like=True):
    """What was read from the file of one record."""

    stamp: Stamp
    digest: str
    facts: Facts | None
    """None when the file is no sound record."""
    in_form: bool
    found: list[Diagnostic]
    """What there is to say of the file itself."""
    former: list[str] = []
    """Of a file that is no sound record: the retired ids that it holds all the same."""


class RecordsState(msgspec.Struct, array_like=True):
    """All records as a run saw them, and what the rules said of each."""

    saved: int
    """When it was written, in nanoseconds since 1970."""
    settings: str
    """Digest of lastro.yml."""
    locks: str
    """Digest of the locks."""
    today: str
    files: dict[str, FileState]
    findings: dict[str, list[Diagnostic]]
    """By `kind/id` what the rules found in a record; by an empty text what is about no record."""

    def stands(self, path: str, stamp: Stamp) -> FileState | None:
        """Return what is known of a file, None when it may be another one by now."""
        known = self.files.get(path)
        if known is None or known.stamp != stamp or stamp[0] > self.saved - FRESH_NS:
            return None
        return known


def digest(*parts: bytes) -> str:
    """Return the fingerprint of some bytes: 16 bytes of BLAKE2b, in hexadecimal digits."""
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(len(part).to_bytes(8))
        found.update(part)
    return found.hexdigest()


def tool_digest() -> str:
    """Return the fingerprint of all that makes an answer beside the site: our files, our libraries."""
    package = Path(__file__).parent
    ours = sorted(
        f"{path.relative_to(package)} {status.st_size} {status.st_mtime_ns}"
        for path in package.rglob("*")
        if path.suffix != ".pyc" and path.is_file() and (status := path.stat())
    )
    libraries = sorted(
        name
        for folder in {
            str(found.locate_file(""))
            for found in [metadata.distribution("lastro"), metadata.distribution("msgspec")]
        }
        for name in os.listdir(folder)
        if name.endswith(".dist-info")
    )
    return digest("\n".join([*ours, *libraries]).encode())


class Store:
    """The state files of one site, for one version of the tool."""

    def __init__(self, root: Path, tool: str) -> None:
        self._folder = root / BUILD / FOLDER
        self._tool = tool
        self._key = _key()

    def read(self, name: str, shape: type[S]) -> S | None:
        """Read one file of the state; None when there is none that can be trusted."""
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return None
        if self._key is None or not secrets.compare_digest(
            content[:_SEAL], self._seal(name, content[_SEAL:])
        ):
            return None
        try:
            return msgspec.msgpack.decode(content[_SEAL:], type=shape)
        except (msgspec.MsgspecError, ValueError):
            return None

    def write(self, name: str, state: object) -> None:
        """Keep one file of the state; a disk that refuses costs the next run its time, no more."""
        if self._key is None:
            return
        content = msgspec.msgpack.encode(state)
        try:
            write_file(self._folder / name, self._seal(name, content) + content)
        except LastroError:
            return

    def _seal(self, name: str, content: bytes) -> bytes:
        assert self._key is not None
        return blake2b(
            content,
            key=self._key,
            digest_size=_SEAL,
            salt=digest(name.encode(), self._tool.encode())[:16].encode(),
        ).digest()


def now_ns() -> int:
    """Return the moment that a state is taken, before anything is read."""
    return time.time_ns()


def _key() -> bytes | None:
    """Return the user's own key, made on first use; None where the user has no folder for it."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    path = Path(base) / "lastro" / "key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_KEY))
        key = path.read_bytes()
    except OSError:
        return None
    return key if len(key) == _KEY else None
