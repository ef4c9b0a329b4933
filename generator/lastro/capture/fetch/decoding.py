"""Read a body as it comes, unpack it, and stop before it fills the memory.

One megabyte of gzip can hold a gibibyte of zeros, so what comes out is counted while it comes.
"""

import zlib
from collections.abc import Iterable
from gzip import BadGzipFile, GzipFile
from io import BytesIO

from lastro.capture.fetched import BY_HAND, FetchError, FetchLimits
from lastro.text.messages import in_quotes

_PLAIN = {"", "identity"}
_GZIP = {"gzip", "x-gzip"}
_STEP = 65_536
Body = tuple[bytes, bytes, bool]
"""A body as received, the same unpacked, and whether both are only what fits."""


def read_body(
    url: str, encoding: str, pieces: Iterable[bytes], limits: FetchLimits, *, cut: bool
) -> Body:
    """Take the pieces of a body as they come from the wire, and unpack them.

    Over a limit, FetchError of kind "too-large" is raised; with `cut` what fits is kept instead. A
    packing that was not asked for, or that is broken or incomplete, is of kind "protocol".
    """
    packing, raw, over = encoding.strip().lower(), bytearray(), ""
    if packing not in _PLAIN | _GZIP:
        message = f"{in_quotes(url)} is packed as {in_quotes(encoding)}, which was not asked for"
        raise FetchError("protocol", url, message, BY_HAND)
    for piece in pieces:
        raw += piece
        if len(raw) > limits.raw_bytes:
            over = f"is larger than the {limits.raw_bytes:,} bytes that a capture takes"
            break
    del raw[limits.raw_bytes :]
    if packing in _GZIP and (cut or not over):
        found, is_whole = _gunzip(raw, limits.decoded_bytes)
        if not (is_whole or over):
            message = f"{in_quotes(url)} sent a gzip body that is cut or broken"
            raise FetchError("protocol", url, message, "try again; nothing was kept")
    else:
        found = raw
    if not over and len(found) > limits.decoded_bytes:
        over = f"unpacks to more than the {limits.decoded_bytes:,} bytes of a capture"
    if over and not cut:
        raise FetchError("too-large", url, f"{in_quotes(url)} {over}", BY_HAND)
    return bytes(raw), bytes(found[: limits.decoded_bytes]), bool(over)


def _gunzip(raw: bytes | bytearray, longest: int) -> tuple[bytearray, bool]:
    """Unpack up to one byte more than `longest`, and tell whether the packing came to its end."""
    found, file = bytearray(), GzipFile(fileobj=BytesIO(raw))
    try:
        while len(found) <= longest and (piece := file.read1(_STEP)):
            found += piece
    except (BadGzipFile, EOFError, zlib.error):
        return found, False
    return found, True
