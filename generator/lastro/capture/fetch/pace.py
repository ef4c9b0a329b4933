"""How long to wait, and how long at most.

A page that drips one byte a second never times out when each read has a clock of its own, so one
clock runs over everything. Between two visits, and before asking again, the host is given time.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lastro.capture.fetched import BY_HAND, FetchError
from lastro.text.messages import in_quotes


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
        """Tell that the time is up."""
        message = f"{in_quotes(self._url)} was not complete after {self._seconds:g} s"
        return FetchError("timeout", self._url, message, f"try again later, or {BY_HAND}")

    def stand_still(self, seconds: float) -> None:
        """Do not count a wait that was ours: courtesy must not eat the time of the page."""
        self._end += seconds


class Pace:
    """Keeps visits to one host apart within one run; a redirect counts as the same visit."""

    def __init__(self, delay_s: float, monotonic: Callable[[], float]) -> None:
        self._delay_s, self._monotonic = delay_s, monotonic
        self._last: dict[str, float] = {}

    def seconds_to_wait(self, host: str, asked_s: float = 0.0) -> float:
        """Return the seconds to wait before this host may be visited, 0 when it may be now."""
        if host not in self._last:
            return 0.0
        since = self._monotonic() - self._last[host]
        return max(0.0, max(self._delay_s, asked_s) - since)

    def note_visit(self, host: str) -> None:
        """Note the end of a visit."""
        self._last[host] = self._monotonic()


def retry_after(value: str, now: datetime) -> float | None:
    """Read a `Retry-After` header as seconds from `now`; None when it says nothing usable.

    It is a number of seconds or an HTTP date (RFC 9110, section 10.2.3); a past date is 0.
    """
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
