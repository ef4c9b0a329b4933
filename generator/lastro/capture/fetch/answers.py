"""What an answer is worth: a whole page, the way to another, or a refusal.

Only a page that came whole may become a capture, as an empty or partial one would take the place
of the last good one. Pure.
"""

from collections.abc import Sequence

from lastro.capture.fetched import BY_HAND, Fetched, FetchError, Hop
from lastro.text.messages import clean, in_quotes

_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_PARTIAL = 206
_ARCHIVE = "check the address; an archive may still hold the page"
_HINTS = {
    401: BY_HAND,
    403: BY_HAND,
    404: _ARCHIVE,
    410: _ARCHIVE,
    429: "try again later",
    503: "try again later",
}


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
