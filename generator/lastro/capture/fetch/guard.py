"""Which links a capture may follow, judged before any name is looked up. Pure.

A record or a redirect could ask for another scheme, a service on another port, or send a password along.
Each link is judged from the start, the hundredth as the first. Source: docs/handbook/explanation/security.md, "Fetching".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lastro.capture.fetched import BY_HAND, FetchError, Route
from lastro.text.escape import url as safe_url
from lastro.text.escape import url_fault
from lastro.text.messages import in_quotes

_PORTS = {"http": 80, "https": 443}
_TO_ESCAPE = re.compile(r"[^!-~]")
_FULL = "give a full http or https address of a public host"


@dataclass(frozen=True, slots=True)
class Stop:
    """A link that may be asked for, taken apart once so that no one else parses it again.

    `url` has no fragment, as none is sent; `host` is lower case; `target` starts with a slash.
    """

    url: str
    scheme: str
    host: str
    port: int
    target: str
    route: Route | None

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header wants them: a usual port goes unsaid."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def stop(url: str, routes: Iterable[Route] = (), *, after: str = "") -> Stop:
    """Judge a link, to which `after` redirected; raises FetchError "refused" that says why."""
    plain = url.partition("#")[0]
    said = f"{in_quotes(after)} redirects to {in_quotes(url)}, which" if after else in_quotes(url)
    if safe_url(plain) is None:
        raise FetchError("refused", url, f"{said} {url_fault(plain)}", _FULL)
    parts = urlsplit(plain)
    host, port = (parts.hostname or "").lower(), parts.port or _PORTS[parts.scheme]
    to = (route for route in routes if (route.host.lower(), route.port) == (host, port))
    route = next(to, None)
    if port not in _PORTS.values() and not route:
        message = f"{said} asks for port {port}, and captures use 80 and 443 only"
        raise FetchError("refused", url, message, BY_HAND)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Stop(plain, parts.scheme, host, port, target, route)


def onward(at: Stop, location: str, routes: Iterable[Route] = ()) -> Stop:
    """Judge where a redirect leads; raises FetchError of kind "refused" or "redirect".

    `location` is the header as it came, one character a byte; servers write bare spaces and
    letters beyond ASCII there, and browsers escape them, so they are escaped here too.
    """
    escaped = _TO_ESCAPE.sub(lambda m: f"%{ord(m[0]):02X}", location.strip())
    try:
        url = urljoin(at.url, escaped)
    except ValueError:
        message = f"{in_quotes(at.url)} redirects to {in_quotes(location)}, which is no address"
        raise FetchError("redirect", at.url, message, BY_HAND) from None
    there = stop(url, routes, after=at.url)
    if (at.scheme, there.scheme) == ("https", "http"):
        message = (
            f"{in_quotes(at.url)} redirects to {in_quotes(there.url)}, which gives up encryption"
        )
        raise FetchError("redirect", at.url, message, "cite an https address of the page")
    return there
