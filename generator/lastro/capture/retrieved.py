"""The bytes of a source as we came by them, whether fetched or handed to us as a file.

What is kept of a capture and how a quote is sought in it must not depend on the way it came.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urldefrag

from lastro.capture.fetched import Fetched
from lastro.locks.evidence import Via

_SCHEME = re.compile(r"\Ahttps?:")
_BY_SUFFIX = {
    ".csv": "text/csv",
    ".htm": "text/html",
    ".html": "text/html",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".xhtml": "application/xhtml+xml",
}


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Bytes with what is said of them; `retrieved` is in UTC and whole seconds.

    `url` is the address asked for, `final_url` the one that answered; `body` has no encoding of
    the transfer on it. `status` is None for a file that no server sent. `encoding` is the character set
    that a person names; `notes` are what she should know of the file.
    """

    url: str
    final_url: str
    retrieved: datetime
    via: Via
    status: int | None
    media_type: str
    charset: str | None
    body: bytes
    truncated: bool = False
    encoding: str | None = None
    notes: tuple[str, ...] = ()


def of_fetched(fetched: Fetched) -> Retrieved:
    """Take what a server sent."""
    return Retrieved(
        url=fetched.url,
        final_url=fetched.final_url,
        retrieved=fetched.retrieved,
        via="http",
        status=fetched.status,
        media_type=fetched.media_type,
        charset=fetched.charset,
        body=fetched.body,
        truncated=fetched.truncated,
    )


def of_file(
    name: str, content: bytes, *, url: str, at: datetime, encoding: str | None = None
) -> Retrieved:
    """Take a file in hand; the end of its name says what it claims to be."""
    return Retrieved(
        url=url,
        final_url=url,
        retrieved=at,
        via="file",
        status=None,
        media_type=_BY_SUFFIX.get(PurePath(name).suffix.lower(), ""),
        charset=encoding,
        body=content,
        encoding=encoding,
    )


def is_twin(one: str, other: str) -> bool:
    """Tell whether two addresses are one page: only the s of https or a fragment differs."""
    first, second = (_SCHEME.sub("", urldefrag(url)[0]) for url in (one, other))
    return first == second
