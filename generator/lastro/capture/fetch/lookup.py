"""From a judged link to the addresses that may be connected to.

A name can lead anywhere, and elsewhere a moment later. So it is looked up once for each exchange,
every answer is judged, and the connection goes to what was judged, never to the name again.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Sequence

from lastro.capture.fetch.guard import Stop
from lastro.capture.fetch.pace import Deadline
from lastro.capture.fetched import FetchError, Route
from lastro.text.hosts import verdict
from lastro.text.messages import clean, in_quotes

Resolve = Callable[[str, int], Sequence[str]]
"""From host and port to addresses in digits; raises OSError or UnicodeError."""
_LONGEST = 400
"""Room for a host name in full: an address may begin like a command, so both are cleaned as one."""


def places(
    at: Stop, routes: Iterable[Route], resolve: Resolve, clock: Deadline
) -> list[tuple[str, int]]:
    """Return addresses and ports to try in order: those of the host, or the one of a route.

    One refused answer refuses the host: a mixed answer is how a name is turned against us.
    Raises FetchError of kind "dns", "refused" or "timeout".
    """
    for route in routes:
        if (route.host.lower(), route.port) == (at.host, at.port):
            return [(route.address, route.to_port)]
    found = _resolved(at, resolve, clock)
    for address in found:
        if refused := verdict(address):
            message = clean(f"'{at.host}' leads to {address}, which is {refused}", _LONGEST)
            hint = "captures reach public addresses only; --connect-to names a server of your own"
            raise FetchError("refused", at.url, message, hint)
    return [(address, at.port) for address in found]


def _resolved(at: Stop, resolve: Resolve, clock: Deadline) -> Sequence[str]:
    """Look the name up once, in a thread, as a resolver cannot be interrupted."""
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(at.host, at.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="lastro-lookup").start()
    try:
        found = answers.get(timeout=clock.seconds_left())
    except queue.Empty:
        raise clock.over() from None
    if isinstance(found, Exception) or not found:
        message = f"no address is known for the host {in_quotes(at.host)}"
        raise FetchError("dns", at.url, message, "check the spelling, or the connection")
    return found
