"""The files of a store: which are ours, which are whole captures, and what was left half done."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from lastro.errors import LastroError
from lastro.system.atomic import write_kept
from lastro.system.disk_errors import disk
from lastro.text.messages import clean

WARC, TEXT, SAID = ".warc.gz", ".txt", ".json"
"""Ends of the names of the three files of a capture."""
OURS = re.compile(r"\.?(\d{8}T\d{6}Z)(\.warc\.gz|\.txt|\.json)(\.lastro-new)?")
"""Names of them, also of those that were not finished."""
RESTORE = "unpack a pack that holds it, or remove the files of that moment and capture again"


def whole(files: Iterable[Path]) -> set[str]:
    """Return the names of the captures that were kept to the end."""
    found = {OURS.fullmatch(path.name) for path in files if path.suffix == SAID}
    return {ours[1] for ours in found if ours and not ours[0].startswith(".")}


def sweep(place: Path) -> None:
    """Remove what captures that were broken off have left."""
    files = list_folder(place)
    kept = whole(files)
    for path in files:
        ours = OURS.fullmatch(path.name)
        if ours and (ours[3] or ours[1] not in kept):
            path.unlink()


def write_whole(place: Path, files: Mapping[Path, bytes]) -> None:
    """Write the files of one capture in their order; whatever stops it, none of them stays.

    Raises LastroError when the disk refuses.
    """
    with disk(place):
        place.mkdir(parents=True, exist_ok=True)
    sweep(place)
    try:
        for path, content in files.items():
            write_kept(path, content)
    except BaseException:
        sweep(place)
        raise


def list_folder(folder: Path) -> list[Path]:
    """Return what a folder holds; one that is not there holds nothing."""
    return list(folder.iterdir()) if folder.is_dir() else []


def content_of(path: str) -> bytes:
    """Read a file of a capture.

    Raises LastroError when it is gone.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a `Path` takes longer to make than a file to read (bench/)
            return file.read()
    except FileNotFoundError as error:
        raise LastroError(f"a capture has lost '{clean(path)}'", RESTORE) from error
