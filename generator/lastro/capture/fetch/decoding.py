"""Unpack a body as it comes and stop before it fills the memory.

One megabyte of gzip can hold a gibibyte of zeros, so what comes out is counted while it comes.
"""

import zlib

from lastro.capture.fetched import BY_HAND, FetchError
from lastro.text.messages import in_quotes

_PLAIN = {"", "identity"}
_GZIP = {"gzip", "x-gzip"}
_WBITS_GZIP = 31
_STEP = 1 << 20
"""Most bytes unpacked at once, so that no step needs the memory of the whole."""


class Body:
    """The body of one answer while it arrives; `raw` as received, `decoded` unpacked.

    Limits are in bytes. Over one, `take` raises FetchError of kind "too-large"; with `cut` it
    keeps what fits and sets `truncated` instead. A packing that was not asked for, or that is
    broken or incomplete, is of kind "protocol".
    """

    def __init__(self, url: str, encoding: str, raw: int, decoded: int, *, cut: bool) -> None:
        self.raw = bytearray()
        self.decoded = bytearray()
        self.truncated = False
        self._url, self._cut = url, cut
        self._most_raw, self._most_decoded = raw, decoded
        packing = encoding.strip().lower()
        if packing not in _PLAIN | _GZIP:
            message = (
                f"{in_quotes(url)} is packed as {in_quotes(encoding)}, which was not asked for"
            )
            raise FetchError("protocol", url, message, BY_HAND)
        self._gzip = zlib.decompressobj(_WBITS_GZIP) if packing in _GZIP else None

    def take(self, piece: bytes) -> None:
        """Take the next piece as it came from the wire."""
        room = self._most_raw - len(self.raw)
        self.raw += piece[:room]
        if self._gzip is None:
            self._keep(piece[:room])
        else:
            self._unpack(piece[:room])
        if len(piece) > room:
            self._over(f"is larger than the {self._most_raw:,} bytes that a capture takes")

    def end(self) -> None:
        """Say that nothing more comes; raises when the packing is not at its end."""
        if self._gzip and self.raw and not self._gzip.eof and not self.truncated:
            raise self._broken()

    def _unpack(self, piece: bytes) -> None:
        """Unpack a piece; gzip may be several members one after the other."""
        while piece and self._gzip and not self.truncated:
            if self._gzip.eof:
                self._gzip = zlib.decompressobj(_WBITS_GZIP)
            room = self._most_decoded - len(self.decoded) + 1
            try:
                self._keep(self._gzip.decompress(piece, min(room, _STEP)))
            except zlib.error:
                raise self._broken() from None
            piece = self._gzip.unconsumed_tail or self._gzip.unused_data

    def _keep(self, piece: bytes) -> None:
        """Keep what is unpacked, up to the limit."""
        room = self._most_decoded - len(self.decoded)
        self.decoded += piece[:room]
        if len(piece) > room:
            self._over(f"unpacks to more than the {self._most_decoded:,} bytes of a capture")

    def _over(self, what: str) -> None:
        """End at a limit: note it where a part is enough, fail where only all of it counts."""
        self.truncated = True
        if not self._cut:
            raise FetchError("too-large", self._url, f"{in_quotes(self._url)} {what}", BY_HAND)

    def _broken(self) -> FetchError:
        """Tell of a packing that does not come apart."""
        message = f"{in_quotes(self._url)} sent a gzip body that is cut or broken"
        return FetchError("protocol", self._url, message, "try again; nothing was kept")
