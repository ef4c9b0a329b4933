"""Fetch pages in good manners: robots.txt, time between visits, few and patient retries.

Each redirect is judged like the first link. What a page may take of our time and memory is set by
`FetchLimits`; what comes back is whole, or a FetchError that says what happened and what to do.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from lastro import __version__
from lastro.capture.extra import require
from lastro.capture.fetch import door, guard, manners
from lastro.capture.fetch.answers import mind_circles, redirect, whole
from lastro.capture.fetch.door import LIBRARY, Connect, Headers, Line, Resolve, Tls, places
from lastro.capture.fetch.manners import AGENT, Deadline, Robots
from lastro.capture.fetched import Fetched, FetchError, FetchLimits, Hop, Route, content_type

_ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.8"
_LIMITS = FetchLimits()


def user_agent(publisher: str = "") -> str:
    """Name the program and who runs it, so that a host knows whom to ask."""
    return f"{AGENT}/{__version__} (+{publisher})" if publisher else f"{AGENT}/{__version__}"


class Fetcher:
    """Fetches pages one after the other and minds its manners for one run; not for several threads.

    `now` gives the time for `retrieved` and `Retry-After`; `sleep` and `monotonic` wait and measure; `resolve`,
    `connect` and `tls` stand in for the system's in tests. A busy host (429, 503) or a lost connection is asked
    again `retries` times, as late as it says or twice as late each time; other failures are final.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        monotonic: Callable[[], float],
        limits: FetchLimits = _LIMITS,
        routes: tuple[Route, ...] = (),
        user_agent: str = f"{AGENT}/{__version__}",
        delay_s: float = 1.0,
        retries: int = 2,
        robots: bool = True,
        resolve: Resolve = door.addresses_of,
        connect: Connect = door.connect,
        tls: Tls | None = None,
    ) -> None:
        require(LIBRARY)
        self._now, self._sleep, self._monotonic = now, sleep, monotonic
        self._limits, self._routes, self._agent = limits, routes, user_agent
        self._delay_s, self._retries, self._minds_robots = delay_s, retries, robots
        self._resolve, self._connect, self._tls = resolve, connect, tls
        self._visited: dict[str, float] = {}
        self._robots: dict[tuple[str, str, int], Robots] = {}

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limits: FetchLimits | None = None,
    ) -> Fetched:
        """Fetch a page whole or raise FetchError; `headers` go to no host that it redirects to."""
        limits = limits or self._limits
        tries = 0
        while True:
            clock = Deadline(url, limits.deadline_s, self._monotonic)
            try:
                return self._follow_redirects(url, headers or {}, limits, clock)
            except FetchError as error:
                if not error.passing or tries == self._retries:
                    raise error.add_detail(f", {tries + 1} times") if tries else error from None
                self._sleep(self._choose_wait(error, tries, limits.deadline_s))
            tries += 1

    def _choose_wait(self, error: FetchError, tries: int, longest: float) -> float:
        said = error.fetched.header("retry-after") if error.fetched else ""
        asked = manners.retry_after(said, self._now()) or 0.0
        if asked > longest:
            more = f" and asks to wait {asked:,.0f} s, longer than this run waits"
            raise error.add_detail(more) from None
        return max(asked, min(self._delay_s * 2.0**tries, longest))

    def _follow_redirects(
        self,
        url: str,
        headers: Mapping[str, str],
        limits: FetchLimits,
        clock: Deadline,
        *,
        of_robots: bool = False,
    ) -> Fetched:
        at, hops = guard.stop(url, self._routes), list[Hop]()
        try:
            while True:
                if not of_robots:
                    self._wait_for_leave(at, clock)
                answer = self._exchange_once(at, headers, limits, clock, cut=of_robots)
                hops.extend(answer.hops)
                if (there := redirect(answer)) is None:
                    return whole(replace(answer, url=url, hops=tuple(hops)))
                onward = guard.onward(at, there, self._routes)
                mind_circles(onward.url, hops, limits.redirects)
                headers = headers if onward.host == at.host else {}
                at = onward
        finally:
            if not of_robots:
                self._visited[at.host] = self._monotonic()

    def _wait_for_leave(self, at: guard.Stop, clock: Deadline) -> None:
        wanted = self._delay_s
        if self._minds_robots:
            if at.origin not in self._robots:
                self._robots[at.origin] = self._fetch_robots(at, clock)
            wanted = max(wanted, manners.admit(at, self._robots[at.origin]))
        since = self._monotonic() - self._visited.get(at.host, -math.inf)
        if (due := wanted - since) > 0:
            self._sleep(due)
            clock.stand_still(due)

    def _fetch_robots(self, at: guard.Stop, clock: Deadline) -> Robots:
        limits = replace(
            self._limits, raw_bytes=manners.LONGEST_BYTES, decoded_bytes=manners.LONGEST_BYTES
        )
        url = f"{at.scheme}://{at.authority}/robots.txt"
        try:
            answer = self._follow_redirects(url, {}, limits, clock, of_robots=True)
            return manners.robots(answer.body)
        except FetchError as error:
            return manners.without(error, at)

    def _exchange_once(
        self,
        at: guard.Stop,
        headers: Mapping[str, str],
        limits: FetchLimits,
        clock: Deadline,
        *,
        cut: bool,
    ) -> Fetched:
        line = Line(at, places(at, self._resolve, clock), self._connect, clock)
        sent = _request_headers(at, self._agent, headers)
        answer, (raw, body, truncated) = door.exchange(line, sent, limits, tls=self._tls, cut=cut)
        media_type, charset = content_type((*door.header_values(answer, "content-type"), "")[0])
        return Fetched(
            url=at.url,
            final_url=at.url,
            retrieved=self._now().astimezone(UTC).replace(microsecond=0),
            status=answer.status,
            media_type=media_type,
            charset=charset,
            reason=answer.extensions["reason_phrase"].decode("latin-1"),
            request_headers=sent,
            headers=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers),
            raw=raw,
            body=body,
            truncated=truncated,
            hops=(Hop(at.url, answer.status, line.address),),
        )


def _request_headers(at: guard.Stop, agent: str, asked: Mapping[str, str]) -> Headers:
    ours = {
        "Host": at.authority,
        "User-Agent": agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    named = {name.lower() for name in asked}
    kept = [one for one in ours.items() if one[0].lower() not in named]
    return (*kept, *asked.items())
