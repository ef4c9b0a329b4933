"""Captures in one file, as WACZ: for a colleague, a move to another machine, or any web archive.

The file holds each capture's WARC, with the index and the list of pages that players of web
archives read, and beside them our texts, so that unpacking it restores the store byte for byte.
Everything is stored without compression, since the archives are compressed already. Source: the
WACZ specification 1.1.1 of Webrecorder.

A pack comes from another machine, so nothing in it is believed: names must be ours, digests must
fit, each capture is proved before the first is kept, and none replaces what is here.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lastro import __version__
from lastro.capture.store import web_archive
from lastro.capture.store.capture import Capture, capture_from, sha256_of
from lastro.capture.store.store import SAID, TEXT, WARC, CaptureStore
from lastro.capture.store.warc_read import read_warcs, records_of, without_private
from lastro.errors import LastroError
from lastro.locks.evidence import UNKNOWN
from lastro.system.atomic import open_replacement
from lastro.text.messages import clean

INDEX = "indexes/index.cdx"
CAPTURES = "captures"
_NAME = r"(?:source|article)\.[a-z0-9]+(?:-[a-z0-9]+)*\.\d{8}T\d{6}Z"
_OURS = re.compile(
    rf"{web_archive.ARCHIVES}/{_NAME}{re.escape(WARC)}"
    rf"|{CAPTURES}/{_NAME}(?:{re.escape(TEXT)}|{re.escape(SAID)})"
)
_MANIFESTS = {web_archive.MANIFEST, web_archive.DIGEST}
_BESIDE = frozenset({*_MANIFESTS, INDEX, web_archive.PAGES})
_HINT = "ask for the pack again"


def pack(store: CaptureStore, path: Path, now: datetime) -> int:
    """Write all captures of a store to a file that is not there yet, and return how many.

    Raises LastroError when there are none, when one was changed after it was taken, and when the
    file is there or cannot be written.
    """
    captures = [one for several in store.everything().values() for one in several]
    if not captures:
        raise LastroError("there are no captures to pack", "capture a source first")
    if path.exists():
        raise LastroError(f"'{clean(str(path))}' is there already", "name another file")
    if path.suffix != ".wacz":
        raise LastroError(f"'{clean(path.name)}' does not end in .wacz", f"name '{path.stem}.wacz'")
    with open_replacement(path) as file, ZipFile(file, "w", ZIP_STORED) as archive:
        _write_members(archive, now, store, captures)
    return len(captures)


def _write_members(
    archive: ZipFile, now: datetime, store: CaptureStore, captures: Sequence[Capture]
) -> None:
    resources = list[dict[str, object]]()

    def add(path: str, content: bytes) -> None:
        archive.writestr(ZipInfo(path, now.timetuple()[:6]), content)
        name, size = path.rpartition("/")[2].lower(), len(content)
        resources.append({"name": name, "path": path, "hash": _sha256_of(content), "bytes": size})

    index: list[str] = []
    pages = [_line({"format": "json-pages-1.0", "id": "pages", "title": "Captures"})]
    for capture in captures:
        name, warc = name_of(capture), without_private(store.warc(capture))
        add(f"{web_archive.ARCHIVES}/{name}{WARC}", warc)
        add(f"{CAPTURES}/{name}{TEXT}", store.text(capture).encode())
        add(f"{CAPTURES}/{name}{SAID}", capture.written)
        index += _cdxj_lines(f"{name}{WARC}", warc)
        if capture.final_url != UNKNOWN:
            page = {"id": name, "url": capture.final_url, "ts": capture.moment}
            pages.append(_line({**page, "title": capture.of, "size": capture.size}))
    add(INDEX, "".join(sorted(index)).encode())
    add(web_archive.PAGES, "".join(pages).encode())
    content = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": "Captures",
        "software": f"lastro {__version__}",
        "created": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": resources,
    }
    manifest = _line(content).encode()
    add(web_archive.MANIFEST, manifest)
    add(
        web_archive.DIGEST,
        _line({"path": web_archive.MANIFEST, "hash": _sha256_of(manifest)}).encode(),
    )


def name_of(capture: Capture) -> str:
    """Name a capture in a pack: kind, id and moment."""
    return f"{capture.of.replace(':', '.')}.{capture.name}"


def _cdxj_lines(filename: str, warc: bytes) -> Iterator[str]:
    records = records_of(BytesIO(warc))
    for record in records:
        headers, http = record.rec_headers, record.http_headers
        if record.rec_type not in {"response", "resource"}:
            continue
        url = headers.get_header("WARC-Target-URI")
        moment = "".join(filter(str.isdigit, headers.get_header("WARC-Date")))[:14]
        kind = (http or headers).get_header("Content-Type") or ""
        found = {
            "url": url,
            "mime": kind.partition(";")[0].strip(),
            "status": http.get_statuscode() if http else "200",
            "digest": headers.get_header("WARC-Payload-Digest"),
            "length": str(records.get_record_length()),
            "offset": str(records.get_record_offset()),
            "filename": filename,
        }
        yield f"{sort_key(url)} {moment} {_line(found)}"


def sort_key(url: str) -> str:
    """Write an address as indexes of web archives sort it, the host from its end (SURT)."""
    there = urlsplit(url.lower())
    if there.scheme not in {"http", "https"} or not there.hostname:
        return url
    host = ",".join(reversed(there.hostname.removeprefix("www.").split(".")))
    port = f":{there.port}" if there.port else ""
    query = urlencode(sorted(parse_qsl(there.query, keep_blank_values=True)))
    return f"{host}{port}){there.path or '/'}{'?' if query else ''}{query}"


def _sha256_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _line(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


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
    with _say_damage(path), ZipFile(path) as archive:
        _require_ours(archive, path.stat().st_size)
        web_archive.require_hashes(archive, {*archive.namelist()} - _MANIFESTS)
        added, there, left_out = [], [], []
        for capture in _prove_captures(archive):
            if not is_wanted(capture):
                left_out.append(capture)
            elif store.holds(capture) and store.is_whole(capture):
                there.append(capture)
            else:
                added.append(capture)
        for capture in () if dry_run else added:
            text, warc = _contents(archive, name_of(capture))
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


def _prove_captures(archive: ZipFile) -> Iterator[Capture]:
    named = {one.partition("/")[2] for one in archive.namelist() if _OURS.fullmatch(one)}
    found = {one.removesuffix(SAID) for one in named if one.endswith(SAID)}
    if named != {f"{name}{end}" for name in found for end in (WARC, TEXT, SAID)}:
        raise LastroError("a capture in the pack lacks one of its files", _HINT)
    for name in sorted(found):
        said = f"{CAPTURES}/{name}{SAID}"
        capture = capture_from(archive.read(said))
        text, warc = _contents(archive, name)
        if name_of(capture) != name or sha256_of(text.decode()) != capture.text_sha256:
            raise web_archive.is_wrong(said)
        body = read_warcs([BytesIO(warc)], capture.final_url)[0].body
        if hashlib.sha256(body).hexdigest() != capture.bytes_sha256:
            raise web_archive.is_wrong(f"{web_archive.ARCHIVES}/{name}{WARC}")
        yield capture


def _contents(archive: ZipFile, name: str) -> tuple[bytes, bytes]:
    text = archive.read(f"{CAPTURES}/{name}{TEXT}")
    return text, archive.read(f"{web_archive.ARCHIVES}/{name}{WARC}")


@contextmanager
def _say_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (BadZipFile, EOFError, KeyError, TypeError, ValueError, NotImplementedError) as error:
        raise LastroError(f"'{clean(str(path))}' is damaged, or no pack", _HINT) from error
