"""What a Wayback service answered, held against what was asked, before it may enter a record.

A service may be wrong, of another kind, or in other hands than it was. A reader must never be led
to a copy of something else; so an address counts only when it is one of a copy, at the service
that was asked, of the page that was asked about.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from lastro.capture.fetch.fetcher import Fetcher
from lastro.capture.fetched import Fetched, FetchLimits
from lastro.errors import LastroError
from lastro.text.escape import url as safe_url
from lastro.text.identifiers import copy_at
from lastro.text.messages import in_quotes

STRANGE = "check that --service names a Wayback-compatible service"
_PORTS = {"http": 80, "https": 443}


class AnswerError(LastroError):
    """A service answered, and the answer is of no use."""


@dataclass(frozen=True, slots=True)
class ArchiveCopy:
    """A copy at a service: its address, its moment in UTC, its status where that is told."""

    address: str
    moment: datetime
    status: int | None = None


def ask(fetch: Fetcher, url: str, limits: FetchLimits | None = None) -> tuple[Fetched, Any]:
    """Ask a service; return its answer, and what that says in JSON, None when it is none."""
    answer = fetch.get(url, headers={"Accept": "application/json"}, limits=limits)
    try:
        return answer, json.loads(answer.body)
    except (ValueError, RecursionError):
        return answer, None


def parse_copy(address: str, service: str, url: str, status: int | None = None) -> ArchiveCopy:
    """Take an address, in the scheme of the service, or raise AnswerError for another page."""
    base, copy = urlsplit(service), None
    if safe_url(address) is not None:
        if urlsplit(address).netloc == base.netloc:
            address = base.scheme + address[address.index(":") :]
        copy = copy_at(address) if address.startswith(f"{service}/") else None
    if copy is None:
        message = f"the service answered {in_quotes(address)}, which is no copy of it"
        raise AnswerError(message, STRANGE)
    if not same_page(copy.url, url):
        raise AnswerError(f"the service answered about {in_quotes(copy.url)}", STRANGE)
    return ArchiveCopy(address, copy.moment, status)


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses mean one page, as archives count it.

    They let scheme, `www.`, letter case of the host, the usual port, a final slash and the
    fragment differ.
    """
    try:
        return _key(one) == _key(other)
    except ValueError:
        return False


def _key(url: str) -> tuple[str, int, str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    usual = _PORTS.get(parts.scheme, 0)
    port = 0 if parts.port in (None, usual, *_PORTS.values()) else parts.port or 0
    return host, port, unquote(parts.path).rstrip("/"), unquote(parts.query)
