"""What an answer is worth: a whole page, the way to another, or a refusal.

Only a page that came whole may become a capture, as an empty or partial one would take the place
of the last good one. One megabyte of gzip can hold a gibibyte of zeros, so what comes out of a body
is counted while it comes, and stopped before it fills the memory. Pure.
"""

import zlib
from collections.abc import Iterable, Sequence
from gzip import BadGzipFile, GzipFile
from io import BytesIO

from lastro.capture.fetched import BY_HAND, Fetched, FetchError, FetchLimits, Hop
from lastro.text.messages import clean, in_quotes

_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_PARTIAL = 206
_ARCHIVE = "check the address; an archive may still hold the page"
_HINTS = {401: BY_HAND, 403: BY_HAND, 404: _ARCHIVE, 410: _ARCHIVE}
_HINTS |= dict.fromkeys(_BUSY, "try again later")
_PLAIN = {"", "identity"}
_GZIP = {"gzip", "x-gzip"}
_STEP = 65_536
Body = tuple[bytes, bytes, bool]
"""A body as received, the same unpacked, and whether both are only what fits."""


def good(status: int) -> bool:
    """Tell whether a status promises the page; of others only the head is read."""
    return 200 <= status < 300  # noqa: PLR2004 - RFC 9110, section 15


def redirect(answer: Fetched) -> str | None:
    """Return where an answer leads, as written; None when it is an answer of its own."""
    if answer.status not in _REDIRECTS:
        return None
    there = answer.header("location")
    if there:
        return there
    message = f"{in_quotes(answer.url)} answered {_status(answer)} and does not say where to go"
    raise FetchError("redirect", answer.url, message, BY_HAND)


def mind_circles(url: str, hops: Sequence[Hop], most: int) -> None:
    """Raise FetchError of kind "redirect" when the next link was met before, or is one too many."""
    if any(hop.url == url for hop in hops):
        message = f"{in_quotes(hops[0].url)} leads in a circle, back to {in_quotes(url)}"
        raise FetchError("redirect", url, message, BY_HAND)
    if len(hops) > most:
        message = f"{in_quotes(hops[0].url)} redirects more than {most} times"
        raise FetchError("redirect", url, message, BY_HAND)


def whole(answer: Fetched) -> Fetched:
    """Return an answer that is a page; raises FetchError of kind "status" or "protocol"."""
    subject = in_quotes(answer.final_url)
    if len(answer.hops) > 1:
        subject = f"{in_quotes(answer.url)} leads to {subject}, which"
    if not good(answer.status):
        raise FetchError(
            "status",
            answer.final_url,
            f"{subject} answered {_status(answer)}",
            _HINTS.get(answer.status, "open the address in a browser to see why"),
            status=answer.status,
            fetched=answer,
            passing=answer.status in _BUSY,
        )
    if answer.status == _PARTIAL:
        raise FetchError("protocol", answer.final_url, f"{subject} sent a part only", BY_HAND)
    if not answer.body:
        raise FetchError("protocol", answer.final_url, f"{subject} sent an empty page", BY_HAND)
    return answer


def _status(answer: Fetched) -> str:
    return f"{answer.status} {clean(answer.reason)}".strip()


def read_body(
    url: str, encoding: str, pieces: Iterable[bytes], limits: FetchLimits, *, cut: bool
) -> Body:
    """Unpack a body from its pieces; raises FetchError, but with `cut` keeps what fits of it."""
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
