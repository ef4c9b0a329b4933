"""Take captures out of a pack: each one proved before the first is kept.

A pack comes from another machine, so nothing in it is believed: names must be ours, digests must
fit, and what it holds never replaces what is here. `lastro.capture.store.pack` writes.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from lastro.capture.store import pack, web_archive
from lastro.capture.store.capture import Capture, capture_from, sha256_of
from lastro.capture.store.files import SAID, TEXT, WARC
from lastro.capture.store.store import CaptureStore
from lastro.capture.store.warc_read import read_warc, without_private
from lastro.errors import LastroError
from lastro.text.messages import clean

_NAME = r"(?:source|article)\.[a-z0-9]+(?:-[a-z0-9]+)*\.\d{8}T\d{6}Z"
_SAID = re.compile(rf"{pack.CAPTURES}/({_NAME}){re.escape(SAID)}")
_OURS = re.compile(
    rf"{web_archive.ARCHIVES}/{_NAME}{re.escape(WARC)}"
    rf"|{pack.CAPTURES}/{_NAME}(?:{re.escape(TEXT)}|{re.escape(SAID)})"
)
_MANIFESTS = {web_archive.MANIFEST, web_archive.DIGEST}
_BESIDE = frozenset({*_MANIFESTS, pack.INDEX, web_archive.PAGES})
_HINT = "ask for the pack again"


@dataclass(frozen=True, slots=True)
class UnpackResult:
    """What a pack held: captures that are new here, that were here, and that are not wanted."""

    added: tuple[Capture, ...] = ()
    there: tuple[Capture, ...] = ()
    left_out: tuple[Capture, ...] = ()


def unpack(
    path: Path, store: CaptureStore, is_wanted: Callable[[Capture], bool], *, dry_run: bool = False
) -> UnpackResult:
    """Put the captures of a pack into a store, or say what would be.

    Raises LastroError, and keeps nothing, when the file is no pack of ours, is damaged, or holds
    another capture of a second that the store holds one of.
    """
    with _told(path), ZipFile(path) as archive:
        _require_ours(archive, path.stat().st_size)
        web_archive.require_hashes(archive, {*archive.namelist()} - _MANIFESTS)
        added, there, left_out = [], [], []
        for capture in _proved(archive):
            if not is_wanted(capture):
                left_out.append(capture)
            elif store.holds(capture) and store.is_whole(capture):
                there.append(capture)
            else:
                added.append(capture)
        for capture in () if dry_run else added:
            text, warc = _contents(archive, pack.name_of(capture))
            store.add(capture, text.decode(), without_private(warc))
    return UnpackResult(tuple(added), tuple(there), tuple(left_out))


def _require_ours(archive: ZipFile, size: int) -> None:
    """Refuse names, packings and sizes that `pack` does not write, before a byte is read."""
    names = set()
    for member in archive.infolist():
        name = member.orig_filename
        if name not in _BESIDE and not _OURS.fullmatch(name):
            raise LastroError(f"the pack holds '{clean(name)}', which no capture is made of", _HINT)
        if member.compress_type != ZIP_STORED or member.flag_bits & 1:
            raise LastroError(f"'{clean(name)}' was packed by another tool", _HINT)
        if name in names or member.file_size > web_archive.LARGEST_FILE:
            raise LastroError(f"'{clean(name)}' is too large or there twice", _HINT)
        names.add(name)
    if sum(member.file_size for member in archive.infolist()) > size:
        raise LastroError("the pack claims to hold more than it does", _HINT)
    if not names >= _MANIFESTS:
        raise LastroError("the pack has no manifest", _HINT)


def _proved(archive: ZipFile) -> Iterator[Capture]:
    """Yield the captures of a pack, each with its text and its bytes looked at."""
    found = {match[1] for one in archive.namelist() if (match := _SAID.fullmatch(one))}
    named = {one.partition("/")[2] for one in archive.namelist() if _OURS.fullmatch(one)}
    if named != {f"{name}{end}" for name in found for end in (WARC, TEXT, SAID)}:
        raise LastroError("a capture in the pack lacks one of its files", _HINT)
    for name in sorted(found):
        said = f"{pack.CAPTURES}/{name}{SAID}"
        capture = capture_from(archive.read(said))
        text, warc = _contents(archive, name)
        if pack.name_of(capture) != name or sha256_of(text.decode()) != capture.text_sha256:
            raise web_archive.is_wrong(said)
        body = read_warc(BytesIO(warc), capture.final_url)[0].body
        if hashlib.sha256(body).hexdigest() != capture.bytes_sha256:
            raise web_archive.is_wrong(f"{web_archive.ARCHIVES}/{name}{WARC}")
        yield capture


def _contents(archive: ZipFile, name: str) -> tuple[bytes, bytes]:
    text = archive.read(f"{pack.CAPTURES}/{name}{TEXT}")
    return text, archive.read(f"{web_archive.ARCHIVES}/{name}{WARC}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what breaks in a file into one sentence."""
    try:
        yield
    except (BadZipFile, EOFError, KeyError, TypeError, ValueError, NotImplementedError) as error:
        raise LastroError(f"'{clean(str(path))}' is damaged, or no pack", _HINT) from error
