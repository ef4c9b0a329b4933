"""Servers on loopback that misbehave in one way each, and a resolver and clock to go with them.

No test leaves the machine: names end in `.example` and are answered by a route or by a resolver
of the test, never by the system's.
"""

import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from lastro.capture.fetch.door import Connect
from lastro.capture.fetch.fetcher import Fetcher
from lastro.capture.fetched import Fetched, FetchError, FetchLimits, Route

Behaviour = Callable[[socket.socket, str, threading.Event], None]
"""Answers one request; gets the connection, the path, and an event that is set at the end."""

CALM = FetchLimits(deadline_s=30.0, raw_bytes=20_000, decoded_bytes=50_000)
HASTY = FetchLimits(deadline_s=0.5, raw_bytes=20_000, decoded_bytes=50_000)
NOW = datetime(2026, 11, 24, 12, 0, 0, 900_000, tzinfo=UTC)
URL = "http://page.example/"
SHOWN = f"'{URL}'"
SLOW = f"{SHOWN} was not complete after {HASTY.deadline_s} s"
LOST = "the connection to 'page.example' was lost: connection reset by peer"
BOUND_S = 20.0
"""How long a test waits for what should end by itself, before it calls it endless."""


class Server:
    """A server on loopback; `paths` are the requests it got, `connections` how often it was met."""

    def __init__(self, behave: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self._behave, self._tls = behave, tls
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.requests: list[bytes] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self._start(self._listen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(BOUND_S)
        self._listener.close()

    @property
    def paths(self) -> list[str]:
        return [request.split(b" ")[1].decode() for request in self.requests]

    def _start(self, work: Callable[..., None], *given: Any) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(BOUND_S)
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65_536)
                if not piece:
                    return
                head += piece
            self.requests.append(head)
            self._behave(connection, head.split(b" ")[1].decode(), self._over)
        except OSError:
            pass
        finally:
            connection.close()


class Page:
    """Behaves as a server whose page a test may change; robots.txt is not there."""

    def __init__(self, body: bytes) -> None:
        self.status = "200 OK"
        self.media_type = "text/html; charset=utf-8"
        self.body = body

    def __call__(self, connection: socket.socket, path: str, _: threading.Event) -> None:
        status, body = ("404 Not Found", b"") if path == "/robots.txt" else (self.status, self.body)
        head = f"HTTP/1.1 {status}\r\nContent-Type: {self.media_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"  # fmt: skip
        connection.sendall(head.encode() + body)


def fetcher(
    server: Server | None = None,
    *hosts: str,
    limits: FetchLimits = CALM,
    retries: int = 0,
    robots: bool = False,
    naps: list[float] | None = None,
    **more: Any,
) -> Fetcher:
    """Return a fetcher that finds `server` behind page.example and other hosts, and never naps."""
    names = ("page.example", *hosts)
    port = server.port if server else 0
    routes = tuple(Route(name, at, "127.0.0.1", port) for name in names for at in (80, 443))
    naps = [] if naps is None else naps
    given: dict[str, Any] = {
        "sleep": naps.append,
        "monotonic": time.monotonic,
        "resolve": resolver({}),
        "routes": routes if server else (),
        **more,
    }
    return Fetcher(
        now=lambda: NOW,
        limits=limits,
        retries=retries,
        robots=robots,
        **given,
    )


def resolver(answers: Mapping[str, Sequence[str]]) -> Callable[[str, int], Sequence[str]]:
    """Answer from a table, and know no other name; the system is never asked."""

    def resolve(host: str, _: int) -> Sequence[str]:
        if host not in answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return answers[host]

    return resolve


def outcome(fetch: Fetcher, url: str, **given: Any) -> Fetched | FetchError:
    """Fetch, and return what comes of it; fails when nothing does."""
    found: list[Fetched | FetchError] = []

    def run() -> None:
        try:
            found.append(fetch.get(url, **given))
        except FetchError as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(BOUND_S)
    assert found, "the fetch did not end, or ended in another error"
    return found[0]


def failure(fetch: Fetcher, url: str, **given: Any) -> FetchError:
    """Fetch, and return the error; fails when there is none."""
    found = outcome(fetch, url, **given)
    assert isinstance(found, FetchError), found
    return found


def page(fetch: Fetcher, url: str, **given: Any) -> Fetched:
    """Fetch, and return the page; fails when there is none."""
    found = outcome(fetch, url, **given)
    assert isinstance(found, Fetched), found
    return found


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Write an answer with a length that is true, unless `headers` say another."""
    said = "".join(f"{header}\r\n" for header in headers)
    if not any(h.lower().startswith(("content-length", "transfer-encoding")) for h in headers):
        said += f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{said}\r\n".encode("latin-1") + body


def says(*pieces: bytes) -> Behaviour:
    """Send these bytes to whoever asks, then close."""

    def behave(connection: socket.socket, _: str, __: threading.Event) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return behave


def by_path(answers: Mapping[str, bytes]) -> Behaviour:
    """Answer each path in its own way, others with 404."""

    def behave(connection: socket.socket, path: str, _: threading.Event) -> None:
        connection.sendall(answers.get(path, answer(b"", status="404 Not Found")))

    return behave


def in_turn(*answers: bytes) -> Behaviour:
    """Give one answer after the other, the last one for ever."""
    left = list(answers)

    def behave(connection: socket.socket, _: str, __: threading.Event) -> None:
        connection.sendall(left.pop(0) if len(left) > 1 else left[0])

    return behave


def counts_down() -> Behaviour:
    """Redirect from /n to /n-1, and show a page at /0."""

    def behave(connection: socket.socket, path: str, _: threading.Event) -> None:
        step = int(path.strip("/"))
        there = answer(b"", f"Location: /{step - 1}", status="302 Found")
        connection.sendall(there if step else answer(b"arrived"))

    return behave


def drips(start: bytes, drop: bytes, every_s: float = 0.05) -> Behaviour:
    """Send a start, and then a drop at a time without end."""

    def behave(connection: socket.socket, _: str, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(every_s):
            connection.sendall(drop)

    return behave


def pours(start: bytes, flood: bytes) -> Behaviour:
    """Send a start, and then a flood without end, as fast as it is taken."""

    def behave(connection: socket.socket, _: str, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.is_set():
            connection.sendall(flood)

    return behave


def stays_silent(_: socket.socket, __: str, over: threading.Event) -> None:
    """Take the request and say nothing."""
    over.wait(BOUND_S)


def resets(start: bytes) -> Behaviour:
    """Send a start, then reset the connection as a host that crashes does."""

    def behave(connection: socket.socket, _: str, __: threading.Event) -> None:
        connection.sendall(start)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return behave


def late(first: bytes, rest: bytes) -> Behaviour:
    """Send the rest a moment after the first."""

    def behave(connection: socket.socket, _: str, over: threading.Event) -> None:
        connection.sendall(first)
        over.wait(0.1)
        connection.sendall(rest)

    return behave


def bomb(size: int) -> bytes:
    """Pack so many zeros into one member of gzip, without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    step = min(size, 1_000_000)
    pieces = [packer.compress(bytes(step)) for _ in range(size // step)]
    return b"".join((*pieces, packer.compress(bytes(size % step)), packer.flush()))


def into(
    canary: Server, *, besides: Server | None = None, seen: list[str] | None = None
) -> Connect:
    """Connect to the canary whatever address is asked for, and note which one was.

    What the guard lets through by mistake is seen there, and leaves the machine never.
    """

    def connect(place: tuple[str, int], seconds: float) -> socket.socket:
        if besides and place == ("127.0.0.1", besides.port):
            return socket.create_connection(place, seconds)
        if seen is not None:
            seen.append(f"{place[0]} {place[1]}")
        return socket.create_connection(("127.0.0.1", canary.port), seconds)

    return connect
