"""Read somebody's WARC: the one answer in it that is the source, if its digests are whole.

Pages that no program may fetch can be saved by a person with a web archiving tool. Source:
ISO 28500:2017; `lastro.capture.store.warc_write` writes.
"""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any, BinaryIO
from urllib.parse import urldefrag, urljoin

from lastro.capture.extra import load
from lastro.capture.fetched import Retrieved, content_type, is_twin
from lastro.capture.store.warc_write import Record, copy_of
from lastro.errors import LastroError
from lastro.locks.evidence import UNKNOWN
from lastro.text.escape import url as is_address
from lastro.text.messages import clean, in_quotes

LONGEST_BODY = 20_000_000
"""Bytes of a body, unpacked."""
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 4096
_PIECE = 65_536
_LISTED = 20
_REDIRECTS = 5
_DOCUMENTS = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")
_HINT = "name one of these with `--page URL`"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One answer: which file it is in, where in the order of records, and what it answers."""

    file: int
    number: int
    url: str
    media_type: str
    status: int | None
    date: str
    location: str

    @property
    def is_good(self) -> bool:
        return self.status is None or 200 <= self.status <= 299  # noqa: PLR2004


def read_warcs(
    files: Sequence[BinaryIO], url: str, *, page: str | None = None, pages: Sequence[str] = ()
) -> tuple[Retrieved, bytes]:
    """Find the answer for an address in several files, or the only one, and a WARC of it alone.

    The files can be rewound, and may be compressed or not. Redirects are followed, and http and https are one address. `page` names another address that
    is meant; `pages` are those that the archive says it is of. Raises LastroError when a file is
    no WARC, is damaged, or when it is open which answer is meant.
    """
    with _told():
        entries = [entry for number, file in enumerate(files) for entry in _entries(file, number)]
        asked, chosen = _choose_answer(entries, url, page, pages)
        file = files[chosen.file]
        file.seek(0)
        records = records_of(file, check_digests=True)
        record = next(one for number, one in enumerate(records) if number == chosen.number)
        body, raw = _read_whole(record)
        media_type, charset = content_type(_type_of(record))
        at = datetime.fromisoformat(chosen.date).astimezone(UTC).replace(microsecond=0)
        retrieved = Retrieved(
            url=asked if is_address(asked) else UNKNOWN,
            final_url=chosen.url if is_address(chosen.url) else UNKNOWN,
            retrieved=at,
            status=chosen.status,
            media_type=media_type,
            charset=charset,
            body=body,
            truncated=bool(record.rec_headers.get_header("WARC-Truncated")),
            notes=_told_of_others(entries, chosen),
        )
        return retrieved, copy_of(record, raw)


def _told_of_others(entries: Sequence[_Entry], chosen: _Entry) -> tuple[str, ...]:
    alike = [one for one in entries if one.is_good and one.url == chosen.url]
    if len(alike) < 2:  # noqa: PLR2004
        return ()
    return (f"the WARC holds {len(alike)} answers for this address; this is that of {chosen.date}",)


def is_warc(content: bytes) -> bool:
    mark = b"WARC/"
    with suppress(zlib.error):
        content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, len(mark))
    return content.startswith(mark)


def records_of(file: BinaryIO, *, check_digests: bool = False) -> Any:
    return load("warcio.archiveiterator").ArchiveIterator(file, check_digests=check_digests)


def _entries(file: BinaryIO, of: int) -> list[_Entry]:
    found = []
    records = records_of(file)
    for number, record in enumerate(records):
        if record.rec_type not in {"response", "resource", "revisit"}:
            continue
        http, field = record.http_headers, record.rec_headers.get_header
        is_again = record.rec_type == "revisit"  # its body stands under another address
        code = "304" if is_again else http.get_statuscode() if http else ""
        elsewhere = http.get_header("Location") if http else None
        found.append(
            _Entry(
                file=of,
                number=number,
                url=field("WARC-Target-URI") or "",
                media_type=content_type(_type_of(record))[0],
                status=int(code) if code.isdigit() else None,
                date=field("WARC-Date") or "",
                location=(field("WARC-Refers-To-Target-URI") if is_again else elsewhere) or "",
            )
        )
    if records.err_count:
        raise ValueError("a record is longer than it says")
    return found


def _choose_answer(
    entries: Sequence[_Entry], url: str, page: str | None, pages: Sequence[str]
) -> tuple[str, _Entry]:
    wanted = page or url
    if found := _follow_to_answer(entries, wanted):
        return (url if is_twin(wanted, url) else wanted), found
    only = _follow_to_answer(entries, pages[0]) if len(set(pages)) == 1 else None
    good = [only] if only else [one for one in entries if one.is_good]
    if len(good) == 1 and not page:
        return good[0].url, good[0]
    ranked = sorted(entries, key=lambda one: one.media_type not in _DOCUMENTS)
    listed = [clean(one) for one in dict.fromkeys(pages)] if wanted not in pages else []
    listed = listed or [f"{one.status or 'file'} {clean(one.url)}" for one in ranked]
    if not listed or not any(one.is_good or one.location for one in entries):
        codes = ", ".join(sorted({str(one.status) for one in entries}))
        said = f"only failures in the WARC ({codes})" if entries else "no answer in the WARC"
        raise LastroError(said, "save the page again as a WARC file")
    more = [f"and {len(listed) - _LISTED:,} more"] if len(listed) > _LISTED else []
    lacks = f"does not hold '{clean(wanted)}'; it holds"
    lacks = "holds several pages" if wanted == UNKNOWN else lacks
    raise LastroError(f"the WARC {lacks}:", _HINT, [*listed[:_LISTED], *more])


def _follow_to_answer(entries: Sequence[_Entry], wanted: str) -> _Entry | None:
    wanted = urldefrag(wanted)[0]
    for _ in range(_REDIRECTS + 1):
        there = [one for one in entries if one.url == wanted]
        there = there or [one for one in entries if is_twin(one.url, wanted)]
        there.sort(key=lambda one: one.date)
        if good := [one for one in there if one.is_good]:
            return good[-1]
        if not there or not there[-1].location:
            return None
        wanted = urldefrag(urljoin(there[-1].url, there[-1].location))[0]
    return None


def _read_whole(record: Record) -> tuple[bytes, bytes]:
    http = record.http_headers
    raw = _up_to_limit(record.raw_stream)
    plain = raw
    if http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        plain = _up_to_limit(load("warcio.bufferedreaders").ChunkedDataReader(BytesIO(raw)))
    packing = (http.get_header("Content-Encoding") or "") if http else ""
    if getattr(record.raw_stream, "limit", 0):
        raise ValueError("cut off")
    body = _unpack(plain, packing, LONGEST_BODY)
    failed = [one for one in record.digest_checker.problems if "digest failed" in one]
    algorithm, _, value = (record.rec_headers.get_header("WARC-Payload-Digest") or "").partition(
        ":"
    )
    # tools take a digest before or after they unpack
    made = [hashlib.new(algorithm, one).digest() for one in (plain, body)] if failed else []
    is_of = any(value in {base64.b32encode(one).decode(), one.hex()} for one in made)
    if failed and (any("block" in one for one in failed) or not is_of):
        raise ValueError("a digest is wrong")
    return body, raw


def _unpack(body: bytes, header: str, longest: int) -> bytes:
    """Undo the codings of a Content-Encoding, last one first, or raise LastroError.

    Tools write "br" over a body that they have unpacked already, and servers write a charset where
    a packing belongs. So what can only be a page is read as it stands. Source: RFC 9110.
    """
    for coding in reversed([one.strip().lower() for one in header.split(",")]):
        if coding in {"", "identity"}:
            continue
        reader = _READERS.get(coding)
        unpacked = reader(body, longest) if reader else None
        if unpacked is None:  # packed bytes have control characters all over
            if not body.startswith(b"%PDF-") and _CONTROLS.search(body[:_SAMPLE]):
                message = f"the answer is packed as {in_quotes(coding)}, which cannot be read"
                hint = "save the page with another tool, or as HTML, and name that with `--file`"
                raise LastroError(message, hint)
        elif len(unpacked) > longest:
            raise LastroError(f"the answer has more than {longest:,} bytes")
        else:
            body = unpacked
    return body


def _gunzip(body: bytes, longest: int) -> bytes | None:
    """Unpack what may be several pieces, each begun by its mark; a stray end counts for nothing."""
    found = bytearray()
    if not body.startswith(_GZIP):
        return None
    while body.startswith(_GZIP) and len(found) <= longest:
        reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
        found += reader.decompress(body, longest + 1 - len(found))
        body = reader.unused_data
    return bytes(found)


def _inflate(body: bytes, longest: int) -> bytes | None:
    """Undo "deflate", which some servers send without its frame."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        reader = zlib.decompressobj(bits)
        with suppress(zlib.error):
            found = reader.decompress(body, longest + 1)
            if reader.eof or len(found) > longest:
                return found
    return None


def _brotli(body: bytes, longest: int) -> bytes | None:
    brotli = load("brotli")
    reader, found = brotli.Decompressor(), bytearray()
    try:
        while not reader.is_finished() and len(found) <= longest:
            piece = reader.process(body, output_buffer_limit=1 << 20)
            if not (piece or body):
                return None  # cut off
            body = b""
            found += piece
    except brotli.error:
        return None
    return bytes(found)


def _zstd(body: bytes, longest: int) -> bytes | None:
    zstd = load("zstandard")
    reader = zstd.ZstdDecompressor(max_window_size=1 << 27)
    try:
        with reader.stream_reader(body, read_across_frames=True) as stream:
            return bytes(stream.read(longest + 1)) if body.startswith(_ZSTD) else None
    except zstd.ZstdError:
        return None


_READERS = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _inflate, "br": _brotli, "zstd": _zstd}


def _up_to_limit(stream: BinaryIO) -> bytes:
    found = bytearray()
    while piece := stream.read(_PIECE):
        found += piece
        if len(found) > LONGEST_BODY:
            raise LastroError(f"the answer has more than {LONGEST_BODY:,} bytes")
    return bytes(found)


def _type_of(record: Record) -> str:
    return (record.http_headers or record.rec_headers).get_header("Content-Type") or ""


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
