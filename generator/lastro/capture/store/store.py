"""The private store of captures: who holds it can check every quote again, word for word.

One folder a source or article, one moment a capture: `20261124T213000Z.warc.gz` is what was sent, `.txt`
the normalised text, `.json` what is said of both. The `.json` comes last, so that a capture which was
broken off does not count. Texts of others are in it: the folder is open to its owner alone, and keeps
itself out of git. One more file holds what all say, sealed by the stamps of those: it is safe to delete.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from lastro.capture.extract import Part
from lastro.capture.store.capture import OF, Capture, capture_from, read_anew
from lastro.errors import LastroError
from lastro.system.atomic import write_kept
from lastro.system.disk_errors import disk
from lastro.system.output import hold_lock, write_file
from lastro.text.comparable import NORMALIZATION
from lastro.text.messages import clean, in_quotes

WARC, TEXT, SAID = ".warc.gz", ".txt", ".json"
"""Ends of the names of the three files of a capture."""
OURS = re.compile(r"\.?(\d{8}T\d{6}Z)(\.warc\.gz|\.txt|\.json)(\.lastro-new)?")
"""Names of them, also of those that were not finished."""
RESTORE = "remove the files of that moment; copy them from another store, or capture again"
INDEX = "index.json"
_VERSION = 1
KINDS = ("article", "source")
_OWNER_ONLY = 0o700
_KEEPS_OUT_OF_GIT = b"*\n"


@dataclass(frozen=True, slots=True)
class Held:
    """The captures of one source, and the stamp of the files: any write changes it."""

    stamp: str
    captures: tuple[Capture, ...]


_FORM: TypeAdapter[tuple[int, dict[str, Held]]] = TypeAdapter(tuple[int, dict[str, Held]])


class CaptureStore:
    """The captures in one folder; a folder that is not there holds none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, Path] = {}

    def all(self, of: str) -> tuple[Capture, ...]:
        names = whole(list_folder(self.place(of)))
        return tuple(self._read(of, name) for name in sorted(names))

    def everything(self) -> Mapping[str, tuple[Capture, ...]]:
        return {of: one.captures for of, one in self.read_stamped().items()}

    def read_stamped(self) -> Mapping[str, Held]:
        """Return the same with a stamp each, by which to tell later whether anything was written."""
        with suppress(LastroError):  # not there, or readable alone
            self._keep_out_of_git()
        known = _read_index(self._folder)
        held = {}
        for of in self._keys():
            stamp = f"{of} {_stamp_of(place)}" if (place := self.place(of)).is_dir() else ""
            is_known = of in known and known[of].stamp == stamp
            held[of] = known[of] if is_known else Held(stamp, self.all(of))
        if held != known and self._folder.is_dir():
            write_file(self._folder / INDEX, _FORM.dump_json((_VERSION, held)))
        return {of: one for of, one in held.items() if one.captures}

    def _keys(self) -> Iterator[str]:
        for kind in KINDS:
            names = sorted(path.name for path in list_folder(self._folder / kind))
            yield from (of for name in names if re.fullmatch(OF, of := f"{kind}:{name}"))

    def text(self, capture: Capture) -> str:
        """Return the text of a capture; raises LastroError when it is gone or was changed."""
        path = self._file(capture, TEXT)
        content = content_of(path)
        if hashlib.sha256(content).hexdigest() != capture.text_sha256:
            message = f"the capture was changed after it was taken: '{clean(path)}'"
            raise LastroError(message, RESTORE)
        return content.decode()

    def comparable(self, capture: Capture) -> tuple[str, tuple[Part, ...]]:
        """Return the text as quotes are sought in it today, with its parts; raises likewise."""
        text = self.text(capture)
        if capture.normalization < NORMALIZATION:
            return read_anew(text, capture.parts)
        return text, capture.parts

    def warc(self, capture: Capture) -> bytes:
        return content_of(self._file(capture, WARC))

    def path(self, capture: Capture, end: str) -> Path:
        return self.place(capture.of) / f"{capture.name}{end}"

    def _file(self, capture: Capture, end: str) -> str:
        return f"{self.place(capture.of)}/{capture.name}{end}"

    def is_whole(self, capture: Capture) -> bool:
        """Tell whether text and bytes of a capture are there, and the text is what was captured."""
        try:
            self.text(capture)
            self.warc(capture)
        except LastroError:
            return False
        return True

    def add(self, capture: Capture, text: str, warc: bytes) -> None:
        """Keep a capture, whole or not at all; the same one again makes whole what was damaged.

        Raises LastroError when another one of that second is there, or the disk refuses.
        """
        with self.alone():
            is_held = self.path(capture, SAID).exists()
            if is_held and self._read(capture.of, capture.name) != capture:
                message = f"'{clean(capture.of)}' already has another capture of {capture.name}"
                raise LastroError(message, "one second of one source is one capture")
            if is_held and self.is_whole(capture):
                return
            paths = [self.path(capture, end) for end in (WARC, TEXT, SAID)]
            contents = (warc, text.encode(), capture.written)
            write_whole(self.place(capture.of), dict(zip(paths, contents, strict=True)))

    def tidy(self) -> None:
        """Remove what captures that were killed have left, of whatever they are."""
        for of in self._keys():
            with self.alone():
                sweep(self.place(of))

    def drop(self, of: str) -> tuple[Capture, ...]:
        with self.alone():
            gone = self.all(of)
            self.remove(of, gone)
        return gone

    def remove(self, of: str, captures: Iterable[Capture]) -> None:
        """Remove what stands there of the same moments, and what was left half done."""
        place = self.place(of)
        ends = (SAID, WARC, TEXT)  # without the first, it does not count
        for path in (place / f"{one.name}{end}" for one in captures for end in ends):
            with disk(path):
                path.unlink(missing_ok=True)
        sweep(place)
        with suppress(OSError):  # others are in it
            place.rmdir()

    def place(self, of: str) -> Path:
        place = self._places.get(of)
        if place is None:
            if not re.fullmatch(OF, of):
                raise LastroError(f"{in_quotes(of)} is no source and no article")
            kind, _, record = of.partition(":")
            place = self._places[of] = self._folder / kind / record
        return place

    def _read(self, of: str, name: str) -> Capture:
        path, capture = f"{self.place(of)}/{name}{SAID}", None
        with suppress(ValueError):
            capture = capture_from(content_of(path))
        if capture is None or (capture.of, capture.name) != (of, name):
            raise LastroError(f"'{clean(path)}' is not as a capture is written", RESTORE)
        return capture

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time change the store."""
        with disk(self._folder):
            self._folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        with hold_lock(self._folder / ".lock"):
            self._keep_out_of_git()
            yield

    def _keep_out_of_git(self) -> None:
        """Write the file that git obeys, also where a branch took it away."""
        file = self._folder / ".gitignore"
        if self._folder.is_dir() and not file.exists():
            write_kept(file, _KEEPS_OUT_OF_GIT)


def _read_index(folder: Path) -> dict[str, Held]:
    try:
        version, held = _FORM.validate_json((folder / INDEX).read_bytes())
    except (OSError, ValidationError):
        return {}
    return held if version == _VERSION else {}


def _stamp_of(folder: Path) -> str:
    """Name the state of the texts in a folder and of what is said of them, without reading them."""
    with os.scandir(folder) as entries:
        ours = (entry for entry in entries if entry.name.endswith((SAID, TEXT)))
        found = {entry.name: entry.stat() for entry in ours if entry.is_file()}
    return "|".join(
        f"{name}:{one.st_size}:{one.st_mtime_ns}:{one.st_ctime_ns}:{one.st_ino}"
        for name, one in sorted(found.items())
    )


def whole(files: Iterable[Path]) -> set[str]:
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
    """Write the files of a capture in order, or raise LastroError and let none of them stay."""
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
    return list(folder.iterdir()) if folder.is_dir() else []


def content_of(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a `Path` takes longer to make than a file to read (bench/)
            return file.read()
    except FileNotFoundError as error:
        raise LastroError(f"a capture has lost '{clean(path)}'", RESTORE) from error
