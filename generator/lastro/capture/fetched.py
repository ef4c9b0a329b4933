"""What a fetch is allowed, what it brings back, and how it fails; a file in hand is the same.

What is kept of a capture and how a quote is sought in it must not depend on the way it came. These
values cross from the one module that reaches the network to those that never do, so they name no
socket and no library. Times are UTC, sizes bytes, waits seconds.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import Literal
from urllib.parse import urldefrag

from lastro.errors import LastroError
from lastro.locks.evidence import Via
from lastro.text.messages import in_quotes

Kind = Literal[
    "refused", "robots", "dns", "connect", "tls", "timeout", "too-large", "status", "protocol",
    "redirect",
]  # fmt: skip
BY_HAND = "save the page in a browser and capture the file instead"
SOURCE = "text/x-source"
"""What a file is called whose name says code, settings or a notice: no browser saves a page so."""
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
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
_NOTICE = re.compile(
    r"(?:METADATA|PKG-INFO|LICEN[CS]E|COPYING|NOTICE|README|CHANGE(?:S|LOG)|NEWS|HISTORY|AUTHORS)"
    r"(?:\.(?:md|txt|rst))?"
)
"""Names of files that come with a package; people write them, and no browser saves a page so."""
_BY_SUFFIX = {
    **dict.fromkeys((".cfg", ".ini", ".py", ".pyi", ".rst", ".toml", ".yaml", ".yml"), SOURCE),
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
class FetchLimits:
    """How much of our time and memory one page may take.

    `deadline_s` is a wall clock over one attempt: robots.txt, name, connection, redirects, body.
    Each retry has one of its own, and the wait before it is at most as long.
    """

    deadline_s: float = 30.0
    raw_bytes: int = 5_000_000
    decoded_bytes: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Route:
    """An answer in place of the resolver's: HOST:PORT is reached at ADDRESS:PORT, unchecked.

    For a server of one's own, as curl's `--connect-to`. The name stays in TLS and `Host`.
    """

    host: str
    port: int
    address: str
    to_port: int


@dataclass(frozen=True, slots=True)
class Hop:
    """One exchange on the way: what was asked, what was answered, and from which address."""

    url: str
    status: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """Bytes with what is said of them; `retrieved` is in UTC and whole seconds.

    `url` is the address asked for, `final_url` the one that answered; `body` has no encoding of the transfer on
    it. `media_type` and `charset` are as claimed. `status` is None for a file that no server sent; `encoding` is
    the character set that a person names; `notes` are what she should know of the file.
    """

    url: str
    final_url: str
    retrieved: datetime
    via: Via = "file"
    status: int | None = None
    media_type: str
    charset: str | None
    body: bytes
    truncated: bool = False
    encoding: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched(Retrieved):
    """One page as it came, and the way to it.

    Headers are those of the last exchange, as sent and received, one character a byte (Latin-1).
    `raw` is the body with its content-encoding but without the frames of the transfer.
    `truncated` stays false for a page: one over a limit is no capture but an error.
    """

    via: Via = "http"
    status: int
    reason: str
    request_headers: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    hops: tuple[Hop, ...]

    def header(self, name: str) -> str:
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


def content_type(header: str) -> tuple[str, str | None]:
    """Read a Content-Type header: the media type in lower case, and the charset if it has one."""
    charset = _CHARSET.search(header)
    return header.partition(";")[0].strip().lower(), charset[1] if charset else None


class FetchError(LastroError):
    """A page could not be fetched, so an earlier capture of it stays as it is.

    `kind` is for programs, `message` and `hint` for people. `url` is the address where it
    happened, which a redirect may have chosen. `fetched` holds the answer of kind "status",
    without its body.
    """

    def __init__(
        self,
        kind: Kind,
        url: str,
        message: str,
        hint: str = "",
        *,
        status: int | None = None,
        fetched: Fetched | None = None,
        passing: bool = False,
    ) -> None:
        super().__init__(message, hint)
        self.kind: Kind = kind
        self.url = url
        self.status = status
        self.fetched = fetched
        self.passing = passing
        """Whether it may pass by itself, so that asking again in a moment is worth it."""

    def add_detail(self, more: str) -> "FetchError":
        self.message += more
        self.args = (self.message,)
        return self


def of_file(
    name: str, content: bytes, *, url: str, at: datetime, encoding: str | None = None
) -> Retrieved:
    """Take a file in hand, and its moment when it says that it was saved from this very address."""
    saved_from, saved_at = _saved_from_and_at(content)
    suffix = PurePath(name).suffix.lower()
    notes: tuple[str, ...] = ()
    if saved_from and not is_twin(saved_from, url):
        notes = (f"the file says that it was saved from {in_quotes(saved_from)}",)
    elif saved_at and saved_at <= at:
        at, notes = saved_at, (f"saved at {saved_at:%Y-%m-%d %H:%M} UTC, as the file says",)
    return Retrieved(
        url=url,
        final_url=url,
        retrieved=at,
        media_type=SOURCE if _NOTICE.fullmatch(name) else _BY_SUFFIX.get(suffix, ""),
        charset=encoding,
        body=content,
        encoding=encoding,
        notes=notes,
    )


def _saved_from_and_at(content: bytes) -> tuple[str, datetime | None]:
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
