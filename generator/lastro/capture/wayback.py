"""Find the copy of a page that stands nearest to a day, or ask for one, at a Wayback-like service.

A copy of the day on which we read a source shows readers what we saw. Three interfaces are tried in turn:
the CDX server, which knows the status of each copy; the TimeMap of Memento; the availability API. Where
no copy exists, the service makes one in its own time. A reader must never be led to a copy of something
else: an address counts only when it is one of a copy, at the service that was asked, of that page.
Sources: the README of the Wayback CDX server; RFC 7089, section 5; archive.org's "Wayback Availability
JSON API" and "Save Page Now 2": its form for visitors, so no key is needed or sent.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from lastro.capture.fetch.fetcher import Fetcher
from lastro.capture.fetched import Fetched, FetchError, FetchLimits
from lastro.errors import LastroError
from lastro.text.escape import url as safe_url
from lastro.text.identifiers import WAYBACK, copy_at, stamp
from lastro.text.messages import clean, in_quotes

STRANGE = "check that --service names a Wayback-compatible service"
_USUAL_PORTS = (None, 80, 443)
MOST = 20
"""How many copies around a day are looked at."""
LAST_WORDS = frozenset({"dns", "connect", "tls", "timeout", "refused"})
"""Failures that another interface of the same service would meet as well."""
_ZONES = timedelta(days=1)
"""How far a day may be off between the publisher's calendar and UTC."""
_ERRORS, _COLUMNS = 400, 3
BUSY = frozenset({429, 503})
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)')
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))')
_PATIENT = FetchLimits(deadline_s=120.0, redirects=0)
"""Where the service leads is the address of the copy; the copy itself is not fetched."""
_JOB = re.compile(r"spn2-[0-9a-z]{8,100}")
POLLS, EVERY_S = 40, 3.0
"""How often a job is asked about, and the seconds between."""
_WANTS_ACCOUNT = frozenset({401, 403})


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
    """Tell whether archives take two addresses for one page, minding no `www.` nor scheme."""
    try:
        return _key(one) == _key(other)
    except ValueError:
        return False


def _key(url: str) -> tuple[str, int, str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = 0 if parts.port in _USUAL_PORTS else parts.port or 0
    return host, port, unquote(parts.path).rstrip("/"), unquote(parts.query)


Way = Callable[[Fetcher, str, str, datetime], Sequence[ArchiveCopy]]


def nearest(
    fetch: Fetcher, service: str, url: str, near: date, since: date | None = None
) -> ArchiveCopy | None:
    """Return the copy of a page nearest to a day, one served with status 200 before all others.

    Copies from before `since` are of what stood there earlier, and do not count. None when the
    service says that it has no copy. Raises FetchError when it cannot be asked, and AnswerError
    when no interface gives an answer that can be used.
    """
    page, noon = urldefrag(url).url, datetime.combine(near, time(12), UTC)
    faults: list[AnswerError | FetchError] = []
    for way in _WAYS:
        try:
            # RFC 9110: a status from 400 on is an error, and no copy of the page
            copies = [c for c in way(fetch, service, page, noon) if (c.status or 0) < _ERRORS]
        except AnswerError as error:
            faults.append(error)
        except FetchError as error:
            if error.kind in LAST_WORDS or error.status in BUSY:
                raise
            faults.append(error)
        else:
            return _nearest(copies, noon, since) if copies else None
    told = next((fault for fault in faults if isinstance(fault, AnswerError)), faults[0])
    raise AnswerError(told.message, STRANGE)


def _nearest(copies: Sequence[ArchiveCopy], noon: datetime, since: date | None) -> ArchiveCopy:
    kept = [copy for copy in copies if since is None or copy.moment.date() >= since - _ZONES]
    if not kept:
        raise AnswerError(
            f"the service has copies from before {since} only, the day it was published",
            "`--save` asks it to make one; `--near DATE` takes an earlier one",
        )
    # those that show the page, then by the time between them and the day
    return min(kept, key=lambda c: (c.status not in (None, 200), abs(c.moment - noon)))


def _ask_cdx(fetch: Fetcher, service: str, url: str, noon: datetime) -> Sequence[ArchiveCopy]:
    asked = (
        f"{service}/cdx/search/cdx?url={quote(url, safe='')}&output=json"
        f"&fl=timestamp,original,statuscode&closest={stamp(noon)}&sort=closest&limit={MOST}"
    )
    for query in (f"{asked}&filter=statuscode:200", asked):
        rows = _json(fetch, query)
        if not isinstance(rows, list):
            raise AnswerError("the service's index answered no list", STRANGE)
        named = rows[1:]  # below the row of names: timestamp, address, status
        if not all(isinstance(row, list) and len(row) == _COLUMNS for row in named):
            raise AnswerError("the service's index answered rows of another form", STRANGE)
        if named:
            answered = ((f"{service}/web/{at}/{page}", _status(str(s))) for at, page, s in named)
            return _held(answered, service, url)
    return ()


def _held(answered: Iterable[tuple[str, int | None]], service: str, url: str) -> list[ArchiveCopy]:
    """Keep what is a copy of the page, or raise AnswerError; indexes list its near relations too."""
    kept, faults = list[ArchiveCopy](), list[AnswerError]()
    for address, status in answered:
        try:
            kept.append(parse_copy(address, service, url, status))
        except AnswerError as error:
            faults.append(error)
    if faults and not kept:
        raise faults[0]
    return kept


def _ask_timemap(fetch: Fetcher, service: str, url: str, _: datetime) -> Sequence[ArchiveCopy]:
    answer = fetch.get(f"{service}/web/timemap/link/{url}")
    mementos = [
        address
        for address, said in _LINK.findall(answer.body.decode(errors="replace"))
        if (rel := _REL.search(said)) and "memento" in (rel[1] or rel[2]).split()
    ]
    if not mementos:
        raise AnswerError("the service's list names no copies", STRANGE)
    return _held(((address, None) for address in mementos), service, url)


def _ask_availability(
    fetch: Fetcher, service: str, url: str, noon: datetime
) -> Sequence[ArchiveCopy]:
    base = "https://archive.org" if service == WAYBACK else service
    query = f"{base}/wayback/available?url={quote(url, safe='')}&timestamp={stamp(noon)}"
    answer = _json(fetch, query)
    closest = answer.get("archived_snapshots") if isinstance(answer, dict) else None
    if not isinstance(closest, dict):
        raise AnswerError("the service does not say what is available", STRANGE)
    found = closest.get("closest")
    if not isinstance(found, dict) or found.get("available") is not True:
        return ()
    return [parse_copy(str(found.get("url")), service, url, _status(str(found.get("status"))))]


_WAYS: tuple[Way, ...] = (_ask_cdx, _ask_timemap, _ask_availability)


def _json(fetch: Fetcher, url: str) -> Any:
    _, said = ask(fetch, url)
    if said is None:
        raise AnswerError("the service answered no JSON", STRANGE)
    return said


def _status(said: str) -> int | None:
    """Read the status of a copy; `-` stands for a copy that equals an earlier one."""
    return int(said) if re.fullmatch(r"[1-5]\d\d", said) else None


def save(fetch: Fetcher, service: str, url: str, *, sleep: Callable[[float], None]) -> ArchiveCopy:
    """Have a page copied; raises FetchError, and AnswerError when the service makes no copy."""
    page = urldefrag(url).url
    try:
        answer, said = ask(fetch, f"{service}/save/{page}", _PATIENT)
    except FetchError as error:
        if error.kind == "redirect" and error.url != f"{service}/save/{page}":
            return parse_copy(error.url, service, page)
        if error.status in _WANTS_ACCOUNT:
            raise AnswerError(
                f"the service answered {error.status}: it wants an account to copy pages",
                f"have it copied at {service}/save in a browser, then run this without --save",
            ) from error
        raise
    if there := answer.header("content-location"):
        with suppress(ValueError):  # one that cannot be read stays, and is refused as no copy
            there = urljoin(f"{service}/", there)
        return parse_copy(there, service, page)
    return _finished(fetch, service, page, _name_job(answer, said), sleep)


def _name_job(answer: Fetched, said: Any) -> str:
    job = said.get("job_id") if isinstance(said, dict) else None
    if isinstance(job, str) and re.fullmatch(r"[\w-]{1,200}", job):
        return job
    if isinstance(said, dict) and isinstance(said.get("message"), str):
        raise AnswerError(f'the service made no copy: "{clean(said["message"], 300)}"')
    if found := _JOB.search(answer.body.decode(errors="replace")):
        return found[0]
    raise AnswerError("the service does not say what it began", STRANGE)


def _finished(
    fetch: Fetcher, service: str, page: str, job: str, sleep: Callable[[float], None]
) -> ArchiveCopy:
    for _ in range(POLLS):
        _, said = ask(fetch, f"{service}/save/status/{job}")
        state = said.get("status") if isinstance(said, dict) else None
        if state == "success":
            break
        if state == "error":
            why = clean(str(said.get("message") or "it does not say why"), 300)
            raise AnswerError(f'the service made no copy: "{why}"')
        if state != "pending":
            raise AnswerError("the service does not say how far it is", STRANGE)
        sleep(EVERY_S)
    else:
        waited = f"{POLLS * EVERY_S:,.0f} s (job {in_quotes(job)})"
        hint = "run this again later without --save: the copy may be there"
        raise AnswerError(f"the service is not done after {waited}", hint)
    status = said.get("http_status")
    if isinstance(status, int) and status >= 400:  # noqa: PLR2004 - RFC 9110: errors from here
        raise AnswerError(f"the page answered {status} when the service copied it")
    address = f"{service}/web/{said.get('timestamp')}/{said.get('original_url', page)}"
    return parse_copy(address, service, page, status if isinstance(status, int) else None)
