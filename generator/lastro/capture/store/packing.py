"""Unpack a body that a web archive kept as it was sent, whatever its headers say.

Tools write "br" over a body that they have unpacked already, and servers write a charset where a
packing belongs. So what can only be a page is read as it stands. Source: RFC 9110 (content codings).
"""

import re
import zlib
from contextlib import suppress

from lastro.capture.extra import load
from lastro.errors import LastroError
from lastro.text.messages import in_quotes

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 4096
_HINT = "save the page with another tool, or as HTML, and name that with `--file`"


def unpack(body: bytes, header: str, longest: int) -> bytes:
    """Undo the codings of a Content-Encoding, last one first, or raise LastroError."""
    for coding in reversed([one.strip().lower() for one in header.split(",")]):
        if coding in {"", "identity"}:
            continue
        reader = _READERS.get(coding)
        unpacked = reader(body, longest) if reader else None
        if unpacked is None:  # packed bytes have control characters all over
            if not body.startswith(b"%PDF-") and _CONTROLS.search(body[:_SAMPLE]):
                message = f"the answer is packed as {in_quotes(coding)}, which cannot be read"
                raise LastroError(message, _HINT)
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
