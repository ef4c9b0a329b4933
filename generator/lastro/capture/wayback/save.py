"""Ask a Wayback-compatible service to make a copy of a page now.

Where no copy exists, the page may be gone before the next reader asks. The service works on it in
its own time: it gives a job to ask about, or leads straight to the copy.

Source: "Save Page Now 2", the description of the interface by the Internet Archive; the form for
visitors without an account is used, so no key is needed or sent.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urldefrag, urljoin

from lastro.capture.fetch.fetcher import Fetcher
from lastro.capture.fetched import Fetched, FetchError, FetchLimits
from lastro.capture.wayback.answer import STRANGE, AnswerError, ArchiveCopy, ask, parse_copy
from lastro.text.messages import clean, in_quotes

_PATIENT = FetchLimits(deadline_s=120.0, redirects=0)
"""Where the service leads is the address of the copy; the copy itself is not fetched."""
_JOB = re.compile(r"spn2-[0-9a-z]{8,100}")
POLLS, EVERY_S = 40, 3.0
"""How often a job is asked about, and the seconds between."""
_WANTS_ACCOUNT = frozenset({401, 403})


def save(fetch: Fetcher, service: str, url: str, *, sleep: Callable[[float], None]) -> ArchiveCopy:
    """Have a page copied and return the copy.

    Raises FetchError when the service cannot be asked, AnswerError when it makes no copy.
    """
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
    return _finished(fetch, service, page, _job(answer, said), sleep)


def _job(answer: Fetched, said: Any) -> str:
    """Return the name of the job that the service began."""
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
