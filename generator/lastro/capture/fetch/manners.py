"""Good manners: what a host asks of programs, how long to wait, and how long at most. Pure.

Captures are made by a program, and a host may say no in its robots.txt; between two visits, and before
asking again, it is given time. A page that drips one byte a second never times out when each read has a
clock of its own, so one clock runs over everything.
Source: RFC 9309, as far as the standard library reads it (no wildcards inside a path).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

from lastro.capture.fetch.guard import Stop
from lastro.capture.fetched import BY_HAND, FetchError
from lastro.text.messages import in_quotes

AGENT = "Lastro"
"""The name that a robots.txt addresses us by."""
LONGEST_BYTES = 512_000
"""How much of a robots.txt is read; RFC 9309 asks for 500 kibibytes at least."""
LONGEST_DELAY_S = 10.0
"""The most that a host can slow us down by `Crawl-delay`, lest a run never ends."""
_ANSWERS_NOTHING = {429}
Robots = RobotFileParser
"""What one origin asks of programs: paths to leave alone, seconds between two visits."""


def admit(at: Stop, wishes: Robots) -> float:
    """Return the seconds that a host wants between two visits, or raise FetchError: "robots"."""
    if not wishes.can_fetch(AGENT, at.url):
        asks = f"asks programs not to read {in_quotes(at.url)}"
        message = f"the robots.txt of {in_quotes(at.host)} {asks}"
        raise FetchError("robots", at.url, message, BY_HAND)
    return float(min(int(wishes.crawl_delay(AGENT) or 0), LONGEST_DELAY_S))


def robots(body: bytes) -> Robots:
    """Read a robots.txt; an empty one forbids nothing, and so does one that makes no sense."""
    lines = body.decode("utf-8-sig", errors="replace").splitlines()
    parser = RobotFileParser()
    try:
        parser.parse(lines)
    except ValueError:
        parser = RobotFileParser()
        parser.parse([line for line in lines if _reads(line)])
    return parser


def _reads(line: str) -> bool:
    """Tell whether the standard library survives a line: `Disallow: //[` makes it raise."""
    try:
        RobotFileParser().parse(["User-agent: *", line])
    except ValueError:
        return False
    return True


def without(error: FetchError, at: Stop) -> Robots:
    """Decide when there is no robots.txt to read; raises FetchError when nothing may be read.

    A host that says there is none forbids nothing. One that is out of order may have one, so it
    is left alone; and one that cannot be reached at all fails for that reason.
    """
    if error.kind in {"too-large", "redirect", "protocol"}:
        return robots(b"")
    if error.status is None:
        raise error
    if error.status in _ANSWERS_NOTHING or error.status >= 500:  # noqa: PLR2004
        message = f"the robots.txt of {in_quotes(at.host)} answered {error.status}, so what it allows is not known"
        raise FetchError("robots", at.url, message, "try again later", status=error.status)
    return robots(b"")


class Deadline:
    """The time that is left for one page, in seconds of a clock that never goes back."""

    def __init__(self, url: str, seconds: float, monotonic: Callable[[], float]) -> None:
        self._url, self._seconds, self._monotonic = url, seconds, monotonic
        self._end = monotonic() + seconds

    def seconds_left(self) -> float:
        """Return the seconds left, more than 0; raises FetchError of kind "timeout" at the end."""
        left = self._end - self._monotonic()
        if left <= 0:
            raise self.over()
        return left

    def over(self) -> FetchError:
        message = f"{in_quotes(self._url)} was not complete after {self._seconds:g} s"
        return FetchError("timeout", self._url, message, f"try again later, or {BY_HAND}")

    def stand_still(self, seconds: float) -> None:
        """Do not count a wait that was ours: courtesy must not eat the time of the page."""
        self._end += seconds


def retry_after(value: str, now: datetime) -> float | None:
    """Read `Retry-After` (RFC 9110, 10.2.3) as seconds from `now`; None for what nobody can use."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
