"""The bytes of a source as we came by them, whether fetched or handed to us as a file.

What is kept of a capture and how a quote is sought in it must not depend on the way it came.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from urllib.parse import urldefrag

from lastro.capture.fetched import Fetched
from lastro.locks.evidence import Via
from lastro.text.messages import in_quotes

_SINGLE_FILE = re.compile(
    rb"\s*(?:<!doctype[^>]{0,300}>\s*)?(?:<html[^<>]*>\s*)?<!--\s*Page saved with SingleFile\s+"
    rb"url: (?P<url>\S+)\s+saved date: (?P<date>[^(\n]+)",
    re.IGNORECASE,
)
_MHTML_HEAD = re.compile(
    rb"(?=[\w-]+:)(?:(?!\r?\n\r?\n).)*?^Snapshot-Content-Location: (?P<url>\S+)"
    rb"(?:(?!\r?\n\r?\n).)*?^Date: (?P<date>[^\r\n]+)",
    re.DOTALL | re.MULTILINE,
)
_LONGEST_HEAD = 8_192
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
    """Take a file in hand; the end of its name says what it claims to be.

    When it says that a browser saved it from this very address, its moment is taken too.
    """
    saved_from, saved_at = _saved(content)
    notes: tuple[str, ...] = ()
    if saved_from and not is_twin(saved_from, url):
        notes = (f"the file says that it was saved from {in_quotes(saved_from)}",)
    elif saved_at and saved_at <= at:
        at, notes = saved_at, (f"saved at {saved_at:%Y-%m-%d %H:%M} UTC, as the file says",)
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
        notes=notes,
    )


def _saved(content: bytes) -> tuple[str, datetime | None]:
    """Return where and when a browser saved a page, if it begins by saying so."""
    head = content[:_LONGEST_HEAD]
    found = _SINGLE_FILE.match(head) or _MHTML_HEAD.match(head)
    if not found:
        return "", None
    url, date = (found[name].decode("utf-8", "replace").strip() for name in ("url", "date"))
    with suppress(ValueError, OverflowError):
        if found.re is _SINGLE_FILE:  # as scripts write it
            at = datetime.strptime(date, "%a %b %d %Y %H:%M:%S GMT%z")
        else:  # as letters do: without a zone, it is UTC
            at = parsedate_to_datetime(date)
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return url, at.astimezone(UTC).replace(microsecond=0)
    return url, None


def is_twin(one: str, other: str) -> bool:
    """Tell whether two addresses are one page: the s of https, a last slash or a fragment differs."""
    first, second = (_SCHEME.sub("", urldefrag(url)[0]).removesuffix("/") for url in (one, other))
    return first == second
