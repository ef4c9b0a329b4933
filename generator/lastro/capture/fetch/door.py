"""The one module that opens a connection: to a judged address, for one exchange, on one clock.

A name can lead anywhere, and elsewhere a moment later: it is looked up once for each exchange, every
answer is judged, and the connection goes to what was judged. Nothing of one host is kept for the next,
and no proxy of the environment, cookie, netrc or other credential is read or sent.
"""

import errno
import os
import queue
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from lastro.capture.extra import load
from lastro.capture.fetch.answers import Body, good, read_body
from lastro.capture.fetch.guard import Stop
from lastro.capture.fetch.manners import Deadline
from lastro.capture.fetched import BY_HAND, FetchError, FetchLimits
from lastro.text.hosts import verdict
from lastro.text.messages import clean, in_quotes

if TYPE_CHECKING:
    import httpcore2


Connect = Callable[[tuple[str, int], float], socket.socket]
"""From a judged address and port, and seconds to wait, to a connected socket; raises OSError."""
connect: Connect = socket.create_connection
Tls = ssl.SSLContext
LIBRARY = "httpcore2"
Headers = tuple[tuple[str, str], ...]

_READ_BYTES = 65_536
_LINGER_S = 0.5
_LONGEST_HEAD = 262_144
"""Bytes before an answer begins; the library bounds one head, but not the interim ones before."""
_HEAD = re.compile(rb"(?:HTTP/1\.\d 1\d\d.*?\n\r?\n)*.*?\n\r?\n", re.DOTALL)
"""The head of an answer, with the interim answers before it."""
Resolve = Callable[[str, int], Sequence[str]]
"""From host and port to addresses in digits; raises OSError or UnicodeError."""
_LONGEST = 400
"""Room for a host name in full: an address may begin like a command, so both are cleaned as one."""


def addresses_of(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host; raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


class Line:
    """A connection to the first place that answers; the library's network backend and stream.

    Each step takes what is left of the clock, whatever the library would wait, and a socket's
    failure becomes a FetchError. `address` is the place that answered.
    """

    def __init__(
        self, at: Stop, places: Sequence[tuple[str, int]], connect: Connect, clock: Deadline
    ) -> None:
        self.at, self.clock = at, clock
        self._places, self._connect = places, connect
        self._socket: socket.socket | None = None
        self.address = ""
        self.head = bytearray()
        """What came before `answered` was set: the head, and the body's first bytes."""
        self.received = 0
        self.answered = False

    def connect_tcp(self, **_: Any) -> Self:
        """Try the places in order; none may use up the time of those behind it."""
        reason = ""
        for index, (address, port) in enumerate(self._places):
            share = self.clock.seconds_left() / (len(self._places) - index)
            try:
                self._socket = self._connect((address, port), share)
            except OSError as error:
                reason = _say_reason(error)
                continue
            self.address = address
            return self
        self.clock.seconds_left()
        message = f"{in_quotes(self.at.host)} does not take the connection: {reason}"
        raise FetchError("connect", self.at.url, message, "check the address, or try again later")

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str, **_: Any) -> Self:
        """Prove that the host is the one that was named."""
        url, host = self.at.url, in_quotes(self.at.host)
        with self._say_socket_errors():
            try:
                self._socket = ssl_context.wrap_socket(
                    self._ready(), server_hostname=server_hostname
                )
            except ssl.SSLCertVerificationError as error:
                why = clean(error.verify_message).rstrip(".").lower()
                message = f"the certificate of {host} does not hold: {why}"
                raise FetchError("tls", url, message, BY_HAND) from None
            except ssl.SSLError as error:
                why = clean(error.reason or "no reason given").replace("_", " ").lower()
                message = f"{host} does not speak TLS: {why}"
                raise FetchError("tls", url, message, "check the address in a browser") from None
        return self

    def read(self, *_: Any, **__: Any) -> bytes:
        with self._say_socket_errors():
            piece = self._ready().recv(_READ_BYTES)
        self.received += len(piece)
        if not self.answered:
            self.head += piece
            if len(self.head) > _LONGEST_HEAD:
                raise _protocol_error(self)
        return piece

    def write(self, piece: bytes, **_: Any) -> None:
        with self._say_socket_errors():
            self._ready().sendall(piece)

    def goes_on(self) -> bool:
        """Listen for a moment whether more comes; a packet may be late."""
        try:
            return bool(self._ready(_LINGER_S).recv(1))
        except OSError:
            return False

    def get_extra_info(self, _: str) -> None:
        """Tell the library nothing: it then speaks HTTP/1.1, the only version we ask for."""

    def close(self) -> None:
        if self._socket:
            self._socket.close()

    def _ready(self, patience: float | None = None) -> socket.socket:
        if self._socket is None:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        left = self.clock.seconds_left()
        self._socket.settimeout(left if patience is None else min(left, patience))
        return self._socket

    @contextmanager
    def _say_socket_errors(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            raise self.clock.over() from None
        except OSError as error:
            message = f"the connection to {in_quotes(self.at.host)} was lost: {_say_reason(error)}"
            hint = "try again later"
            raise FetchError("connect", self.at.url, message, hint, passing=True) from None


def exchange(
    line: Line, headers: Headers, limits: FetchLimits, *, tls: Tls | None, cut: bool
) -> tuple["httpcore2.Response", Body]:
    """Read all of a good answer, only the head of another; `cut` takes what fits of a long one."""
    http, at = load(LIBRARY), line.at
    url = http.URL(scheme=at.scheme.encode(), host=at.host.encode(), port=at.port, target=at.target)
    speaker = http.HTTPConnection(url.origin, ssl_context=tls, network_backend=line)
    try:
        with speaker.stream("GET", url, headers=list(headers)) as answer:
            line.answered = True
            return answer, _read_body(line, answer, limits, cut=cut)
    except http.RemoteProtocolError:
        raise _protocol_error(line) from None
    except http.LocalProtocolError:
        message = f"the request for {in_quotes(at.url)} cannot be sent"
        raise FetchError("protocol", at.url, message, "check the headers asked for") from None
    finally:
        line.close()


def header_values(answer: "httpcore2.Response", name: str) -> list[str]:
    wanted = name.encode()
    return [value.decode("latin-1") for key, value in answer.headers if key.lower() == wanted]


def _read_body(line: Line, answer: "httpcore2.Response", limits: FetchLimits, *, cut: bool) -> Body:
    packed = ", ".join(header_values(answer, "content-encoding")) if good(answer.status) else ""
    pieces = answer.iter_stream() if good(answer.status) else ()
    body = raw, _, is_cut = read_body(line.at.url, packed, pieces, limits, cut=cut)
    if is_cut or not good(answer.status):
        return body
    if header_values(answer, "content-length") and not header_values(answer, "transfer-encoding"):
        head = _HEAD.match(line.head)
        told = (head.end() if head else 0) + len(raw)
        if line.received > told or line.goes_on():
            raise _protocol_error(line)
    return body


def _protocol_error(line: Line) -> FetchError:
    at, url = line.at, in_quotes(line.at.url)
    if line.answered:
        message, hint = f"{url} sent a body that is cut or broken", "try again; nothing was kept"
        return FetchError("protocol", at.url, message, hint)
    if not line.received:
        message = f"{in_quotes(at.host)} closed the connection without an answer"
        return FetchError("connect", at.url, message, "try again later", passing=True)
    message, hint = f"{url} did not answer in HTTP", "check the address in a browser"
    return FetchError("protocol", at.url, message, hint)


def _say_reason(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return clean(error.strerror or type(error).__name__).lower()


def places(at: Stop, resolve: Resolve, clock: Deadline) -> list[tuple[str, int]]:
    """Return addresses and ports to try in order: those of the host, or the one of a route.

    One refused answer refuses the host: a mixed answer is how a name is turned against us.
    Raises FetchError of kind "dns", "refused" or "timeout".
    """
    if at.route:
        return [(at.route.address, at.route.to_port)]
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
