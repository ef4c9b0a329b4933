"""What a host asks of programs, so that capturing stays welcome.

Captures are few and made by people, but they are made by a program, and a host may say no. Pure:
the text is fetched elsewhere, through the same guard as any page.

Source: RFC 9309, as far as the standard library reads it (no wildcards inside a path).
"""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Robots:
    """The wishes of one origin: which paths to leave alone, and seconds between two visits."""

    parser: RobotFileParser

    @property
    def delay_s(self) -> float:
        """Seconds that the host wants between two visits; 0 when it has no wish."""
        return float(min(int(self.parser.crawl_delay(AGENT) or 0), LONGEST_DELAY_S))

    def admit(self, at: Stop) -> None:
        """Pass in silence, or raise FetchError of kind "robots"."""
        if not self.parser.can_fetch(AGENT, at.url):
            asks = f"asks programs not to read {in_quotes(at.url)}"
            message = f"the robots.txt of {in_quotes(at.host)} {asks}"
            raise FetchError("robots", at.url, message, BY_HAND)


def robots(body: bytes) -> Robots:
    """Read a robots.txt; an empty one forbids nothing, and so does one that makes no sense."""
    lines = body.decode("utf-8-sig", errors="replace").splitlines()
    parser = RobotFileParser()
    try:
        parser.parse(lines)
    except ValueError:
        parser = RobotFileParser()
        parser.parse([line for line in lines if _reads(line)])
    return Robots(parser)


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
