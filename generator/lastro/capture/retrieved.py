"""A file in hand: what its name and its beginning say of it, and whether that is the source."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from urllib.parse import urldefrag

from lastro.capture.fetched import SOURCE, Retrieved
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


def of_file(
    name: str, content: bytes, *, url: str, at: datetime, encoding: str | None = None
) -> Retrieved:
    """Take a file in hand; the end of its name says what it claims to be.

    When it says that a browser saved it from this very address, its moment is taken too.
    """
    saved_from, saved_at = _saved(content)
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
