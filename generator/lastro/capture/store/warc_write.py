"""Captures as WARC, the format of web archives: what was sent, to the byte, for anybody's tools.

Whoever doubts a quote can open the capture without us. Same exchange, same bytes: record ids are
made from what they name. Source: ISO 28500:2017 (WARC 1.1).
"""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from lastro import __version__
from lastro.capture.extra import load
from lastro.capture.fetched import Fetched, Retrieved
from lastro.locks.evidence import UNKNOWN

VERSION = "1.1"
Record = Any
"""A record as warcio has it, which ships no types."""
_FRAMING = "transfer-encoding"
_PRIVATE = re.compile(
    r"(?:x-archive-orig-)?(?:set-cookie2?|cookie2?|(?:proxy-)?authorization|"
    r"(?:proxy-|www-)?authenticat(?:e|ion-info))",
    re.IGNORECASE,
)
"""Headers that are about who asked; whoever has a session's cookie has the session."""
_OCTETS = "application/octet-stream"


def warc_of(fetched: Fetched) -> bytes:
    """Write what was asked and what was answered as a compressed WARC.

    The body stands as it was received; the frames of the transfer are off, so the header that
    names them is kept under `X-Archive-Orig-`. Redirects on the way are counted in a metadata
    record.
    """
    made = _Records(fetched.final_url, fetched.retrieved)
    where = {"WARC-IP-Address": fetched.hops[-1].address} if fetched.hops else {}
    if fetched.truncated:
        where |= {"WARC-Truncated": "length"}
    status = f"{fetched.status} {fetched.reason}".rstrip()
    answer = _http(status, fetched.headers, protocol="HTTP/1.1")
    path = "/" + fetched.final_url.partition("://")[2].partition("#")[0].partition("/")[2]
    asked = _http(f"{path} HTTP/1.1", fetched.request_headers, protocol="GET")
    records = [
        made.info(),
        made.record("response", fetched.raw, where, http=answer),
        made.record("request", b"", {"WARC-Concurrent-To": made.id("response")}, http=asked),
    ]
    redirects = len(fetched.hops) - 1
    if redirects > 0:
        told = f"via: {fetched.url}\r\nhopsFromSeed: {'R' * redirects}\r\n".encode()
        records.append(made.record("metadata", told, {"WARC-Refers-To": made.id("response")}))
    return _written(records)


def warc_of_file(file: Retrieved) -> bytes:
    made = _Records("" if file.url == UNKNOWN else file.url, file.retrieved)
    fields = {"WARC-Target-URI": "urn:unknown"} if file.url == UNKNOWN else {}
    kind = file.media_type or _OCTETS
    kind += f"; charset={file.charset}" if file.charset else ""
    return _written([made.info(), made.record("resource", file.body, fields, media_type=kind)])


def copy_of(record: Record, raw: bytes) -> bytes:
    """Copy a record of somebody's WARC, its digest made anew where headers about who asked go."""
    http = record.http_headers
    if http and any(_PRIVATE.fullmatch(name) for name, _ in http.headers):
        http.headers = [one for one in http.headers if not _PRIVATE.fullmatch(one[0])]
        record.rec_headers.remove_header("WARC-Block-Digest")
    record.raw_stream = BytesIO(raw)
    record.payload_length = len(raw)
    return _written([record])


class _Records:
    def __init__(self, url: str, at: datetime) -> None:
        self._url = url
        self._date = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._writer = _writer(BytesIO())

    def id(self, kind: str) -> str:
        named = uuid.uuid5(uuid.NAMESPACE_URL, f"{self._url} {self._date} {kind}")
        return f"<urn:uuid:{named}>"

    def info(self) -> Record:
        told = (
            f"software: lastro {__version__}\r\nformat: WARC File Format {VERSION}\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/"
            "warc-1.1/\r\n"
        )
        return self.record("warcinfo", told.encode(), {}, url="")

    def record(
        self,
        kind: str,
        payload: bytes,
        fields: dict[str, str],
        *,
        url: str | None = None,
        http: Any = None,
        media_type: str = "",
    ) -> Record:
        return self._writer.create_warc_record(
            self._url if url is None else url,
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Record-ID": self.id(kind), "WARC-Date": self._date, **fields},
            http_headers=http,
        )


def _written(records: Iterable[Record]) -> bytes:
    out = BytesIO()
    writer = _writer(out)
    for record in records:
        writer.write_record(record)
    return out.getvalue()


def _writer(out: BytesIO) -> Any:
    return load("warcio.warcwriter").WARCWriter(out, gzip=True, warc_version=VERSION)


def _http(first_line: str, headers: Iterable[tuple[str, str]], protocol: str) -> Any:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() == _FRAMING else name, value)
        for name, value in headers
        if not _PRIVATE.fullmatch(name)
    ]
    return load("warcio.statusandheaders").StatusAndHeaders(first_line, kept, protocol=protocol)
