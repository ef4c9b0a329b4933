"""What a store holds, in one file: reading thousands of small ones takes longer than the work.

Derived from the files of the captures, private as they are, and safe to delete. An entry counts
only while the files that it was made from have the same stamps; what cannot be read is as if it
were not there.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from lastro.system.output import write_file

NAME = "index.json"
VERSION = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """The captures of one source, and the stamp of the files that say so."""

    stamp: str
    captures: tuple[T, ...]


class StoreIndex(Generic[T]):
    """The index of one store; `form` reads and writes captures of its type by their source."""

    def __init__(self, folder: Path, form: TypeAdapter[tuple[int, dict[str, Held[T]]]]) -> None:
        self._path = folder / NAME
        self._whole = form

    def read(self) -> dict[str, Held[T]]:
        """Read what was held at the last write; nothing when it is not there or not ours."""
        try:
            version, held = self._whole.validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return {}
        return held if version == VERSION else {}

    def write(self, held: Mapping[str, Held[T]]) -> None:
        """Keep what is held."""
        write_file(self._path, self._whole.dump_json((VERSION, dict(held))))


def stamp_of(folder: Path, end: str) -> str:
    """Name the state of the files of a folder that end so: any write changes it."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(end):
                status = entry.stat(follow_symlinks=False)
                found.append(
                    f"{entry.name}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
                )
    return "|".join(sorted(found))
