"""Captures in one file, as WACZ: for a colleague, a move to another machine, or any web archive.

The file holds each capture's WARC, with the index and the list of pages that players of web
archives read, and beside them our texts, so that unpacking it restores the store byte for byte.
Everything is stored without compression, since the archives are compressed already. Source: the
WACZ specification 1.1.1 of Webrecorder.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lastro import __version__
from lastro.capture.store.capture import Capture
from lastro.capture.store.files import SAID, TEXT, WARC
from lastro.capture.store.store import CaptureStore
from lastro.capture.store.warc_read import records_of, without_private
from lastro.capture.store.web_archive import ARCHIVES, DIGEST, MANIFEST, PAGES
from lastro.errors import LastroError
from lastro.locks.evidence import UNKNOWN
from lastro.system.atomic import open_replacement
from lastro.text.messages import clean

INDEX = "indexes/index.cdx"
CAPTURES = "captures"


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
        _fill(archive, now, store, captures)
    return len(captures)


def _fill(
    archive: ZipFile, now: datetime, store: CaptureStore, captures: Sequence[Capture]
) -> None:
    """Write the files of all captures, what players read of them, and the list of all files."""
    resources = list[dict[str, object]]()

    def add(path: str, content: bytes) -> None:
        archive.writestr(ZipInfo(path, now.timetuple()[:6]), content)
        name, size = path.rpartition("/")[2].lower(), len(content)
        told = {"name": name, "path": path, "hash": hash_of(content), "bytes": size}
        resources.append(told)

    index: list[str] = []
    pages = [_line({"format": "json-pages-1.0", "id": "pages", "title": "Captures"})]
    for capture in captures:
        name, warc = name_of(capture), without_private(store.warc(capture))
        add(f"{ARCHIVES}/{name}{WARC}", warc)
        add(f"{CAPTURES}/{name}{TEXT}", store.text(capture).encode())
        add(f"{CAPTURES}/{name}{SAID}", capture.written)
        index += _index_lines(f"{name}{WARC}", warc)
        if capture.final_url != UNKNOWN:
            page = {"id": name, "url": capture.final_url, "ts": capture.moment}
            pages.append(_line({**page, "title": capture.of, "size": capture.size}))
    add(INDEX, "".join(sorted(index)).encode())
    add(PAGES, "".join(pages).encode())
    content = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": "Captures",
        "software": f"lastro {__version__}",
        "created": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": resources,
    }
    manifest = _line(content).encode()
    add(MANIFEST, manifest)
    add(DIGEST, _line({"path": MANIFEST, "hash": hash_of(manifest)}).encode())


def name_of(capture: Capture) -> str:
    """Name a capture in a pack: kind, id and moment."""
    return f"{capture.of.replace(':', '.')}.{capture.name}"


def _index_lines(filename: str, warc: bytes) -> Iterator[str]:
    """Write the CDXJ lines of one WARC: where each answer stands in it."""
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
    """Write an address as indexes of web archives sort it: the host from its end.

    Source: SURT, as players of web archives make it.
    """
    there = urlsplit(url.lower())
    if there.scheme not in {"http", "https"} or not there.hostname:
        return url
    host = ",".join(reversed(there.hostname.removeprefix("www.").split(".")))
    port = f":{there.port}" if there.port else ""
    query = urlencode(sorted(parse_qsl(there.query, keep_blank_values=True)))
    return f"{host}{port}){there.path or '/'}{'?' if query else ''}{query}"


def hash_of(content: bytes) -> str:
    """Return a digest as a manifest names it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _line(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
