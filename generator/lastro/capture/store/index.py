"""What a store holds, in one file: reading thousands of small ones takes longer than the work.

Derived from the files of the captures, private as they are, and safe to delete. An entry counts
only while the files that it was made from have the same stamps; what cannot be read is as if it
were not there.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from lastro.capture.store.capture import Capture
from lastro.system.output import write_file

NAME = "index.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Held:
    """The captures of one source, and the stamp of the files that say so."""

    stamp: str
    captures: tuple[Capture, ...]


_FORM: TypeAdapter[tuple[int, dict[str, Held]]] = TypeAdapter(tuple[int, dict[str, Held]])


def read_index(folder: Path) -> dict[str, Held]:
    """Read what was held at the last write; nothing when it is not there or not ours."""
    try:
        version, held = _FORM.validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return {}
    return held if version == VERSION else {}


def write_index(folder: Path, held: Mapping[str, Held]) -> None:
    """Keep what is held."""
    write_file(folder / NAME, _FORM.dump_json((VERSION, dict(held))))


def stamp_of(folder: Path, end: str) -> str:
    """Name the state of the files of a folder that end so: any write changes it."""
    with os.scandir(folder) as entries:
        ours = (entry for entry in entries if entry.name.endswith(end))
        found = {entry.name: entry.stat(follow_symlinks=False) for entry in ours}
    return "|".join(
        f"{name}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
        for name, status in sorted(found.items())
    )
