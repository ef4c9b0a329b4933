"""Read somebody's WARC: the one answer in it that is the source, if its digests are whole.

Pages that no program may fetch can be saved by a person with a web archiving tool. Source:
ISO 28500:2017; `lastro.capture.store.warc_write` writes.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any, BinaryIO
from urllib.parse import urldefrag, urljoin

from lastro.capture.extra import load
from lastro.capture.fetched import content_type
from lastro.capture.retrieved import Retrieved
from lastro.capture.store.warc_write import Record, copy_of, has_private
from lastro.errors import LastroError
from lastro.locks.evidence import UNKNOWN
from lastro.text.escape import url as is_address
from lastro.text.messages import clean

LONGEST_BODY = 20_000_000
"""Bytes of a body, unpacked."""
_PIECE = 65_536
_LISTED = 20
_REDIRECTS = 5
_PACKINGS = {"", "identity", "gzip", "x-gzip", "deflate"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One answer in a file: where it is in the order of records, and what it answers."""

    number: int
    url: str
    status: int | None
    date: str
    location: str

    @property
    def is_good(self) -> bool:
        """Tell whether it holds a document: a success, or a file without a status."""
        return self.status is None or 200 <= self.status <= 299  # noqa: PLR2004


def read_warc(file: BinaryIO, url: str, longest: int = LONGEST_BODY) -> tuple[Retrieved, bytes]:
    """Find the answer for an address, or the only one, and a WARC that holds it alone.

    `file` can be rewound, and may be compressed or not. Redirects in it are followed. Raises
    LastroError when it is no WARC, is damaged, or does not say which answer is meant.
    """
    with _told():
        chosen = _chosen(_entries(file), url)
        file.seek(0)
        records = records_of(file, check_digests=True)
        record = next(one for number, one in enumerate(records) if number == chosen.number)
        body, raw = _read(record, longest)
        return _retrieved(record, chosen, body), copy_of(record, raw)


def without_private(warc: bytes) -> bytes:
    """Return a WARC of ours without headers about who asked, which earlier versions kept."""
    records = [(record, record.raw_stream.read()) for record in records_of(BytesIO(warc))]
    if not any(has_private(record) for record, _ in records):
        return warc
    return b"".join(copy_of(record, raw) for record, raw in records)


def is_warc(content: bytes) -> bool:
    """Tell a WARC by how it begins, whatever its name is."""
    mark = b"WARC/"
    with suppress(zlib.error):
        content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, len(mark))
    return content.startswith(mark)


def records_of(file: BinaryIO, *, check_digests: bool = False) -> Any:
    """Read the records of a WARC one after the other."""
    return load("warcio.archiveiterator").ArchiveIterator(file, check_digests=check_digests)


def _entries(file: BinaryIO) -> list[_Entry]:
    found = []
    records = records_of(file)
    for number, record in enumerate(records):
        if record.rec_type not in {"response", "resource"}:
            continue
        http = record.http_headers
        code = http.get_statuscode() if http else ""
        found.append(
            _Entry(
                number=number,
                url=record.rec_headers.get_header("WARC-Target-URI") or "",
                status=int(code) if code.isdigit() else None,
                date=record.rec_headers.get_header("WARC-Date") or "",
                location=(http.get_header("Location") or "") if http else "",
            )
        )
    if records.err_count:
        raise ValueError("a record is longer than it says")
    return found


def _chosen(entries: list[_Entry], url: str) -> _Entry:
    wanted = urldefrag(url)[0]
    for _ in range(_REDIRECTS + 1):
        there = sorted((one for one in entries if one.url == wanted), key=lambda one: one.date)
        good = [one for one in there if one.is_good]
        if good:
            return good[-1]
        if not there or not there[-1].location:
            break
        wanted = urldefrag(urljoin(wanted, there[-1].location))[0]
    good = [one for one in entries if one.is_good]
    if len(good) == 1:
        return good[0]
    listed = [f"{one.status or 'file'} {clean(one.url)}" for one in entries]
    more = [f"and {len(listed) - _LISTED} more"] if len(listed) > _LISTED else []
    raise LastroError(
        f"the WARC does not hold '{clean(url)}'; it holds:" if listed else "no answer in the WARC",
        "save that address, or a WARC of one page" if listed else "",
        [*listed[:_LISTED], *more],
    )


def _read(record: Record, longest: int) -> tuple[bytes, bytes]:
    """Return the body unpacked and as it stands; both are whole, or there is an error."""
    http = record.http_headers
    packing = (http.get_header("Content-Encoding") or "").strip().lower() if http else ""
    if packing not in _PACKINGS:
        raise LastroError(f"the answer is packed as '{clean(packing)}', which is not read")
    raw = _up_to(longest, record.raw_stream)
    if getattr(record.raw_stream, "limit", 0) or record.digest_checker.passed is False:
        raise ValueError("cut off, or a digest is wrong")
    record.raw_stream = BytesIO(raw)
    return _up_to(longest, record.content_stream()), raw


def _up_to(longest: int, stream: BinaryIO) -> bytes:
    """Read a stream to its end, unless it is longer than we read."""
    found = bytearray()
    while piece := stream.read(_PIECE):
        found += piece
        if len(found) > longest:
            raise LastroError(f"the answer has more than {longest:,} bytes")
    return bytes(found)


def _retrieved(record: Record, entry: _Entry, body: bytes) -> Retrieved:
    http = record.http_headers
    header = (http or record.rec_headers).get_header("Content-Type") or ""
    media_type, charset = content_type(header)
    url = entry.url if is_address(entry.url) else UNKNOWN
    return Retrieved(
        url=url,
        final_url=url,
        retrieved=datetime.fromisoformat(entry.date).astimezone(UTC).replace(microsecond=0),
        via="file",
        status=entry.status,
        media_type=media_type,
        charset=charset,
        body=body,
        truncated=bool(record.rec_headers.get_header("WARC-Truncated")),
    )


@contextmanager
def _told() -> Iterator[None]:
    """Turn what breaks in a file into one sentence, and keep warcio from printing pieces of it."""
    bad_archive = load("warcio.exceptions").ArchiveLoadFailed
    bad_header = load("warcio.statusandheaders").StatusAndHeadersParserException
    try:
        with redirect_stderr(StringIO()):
            yield
    except (bad_archive, bad_header, zlib.error, EOFError, ValueError) as error:
        hint = "save the page again as a WARC file"
        raise LastroError("the WARC is damaged, or is none", hint) from error
