"""A Wayback-compatible service on loopback: index, TimeMap, availability and Save Page Now.

It holds what a test gives it and answers as the real ones do; each interface can be told to answer
something else. No test leaves the machine: its name is reached by a route.
"""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, unquote, urlsplit

from lastro.capture.fetched import Route

HOST = "copies.example.org"
SERVICE = f"http://{HOST}"
CDX, TIMEMAP = "/cdx/search/cdx", "/web/timemap/link/"
AVAILABLE, SAVE, STATUS = "/wayback/available", "/save/", "/save/status/"


@dataclass(frozen=True)
class Reply:
    """One answer; `body` is sent as it is."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, value: object, status: int = 200, **headers: str) -> "Reply":
        """Answer JSON."""
        return cls(json.dumps(value).encode(), status, headers)


NOT_FOUND = Reply(b"nothing here", 404)


class Service:
    """A running service; `copies` maps a page to the timestamps and statuses of its copies."""

    def __init__(self, copies: Mapping[str, list[tuple[str, int]]] | None = None) -> None:
        self.copies = dict(copies or {})
        self.instead: dict[str, list[Reply]] = {}
        """Answers by the start of a path; the last one of a list stays."""
        self.asked: list[str] = []
        self.wait_s = 0.0
        """Seconds before each answer."""

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = _Quiet(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Where it listens on loopback."""
        return self._server.server_port

    @property
    def routes(self) -> tuple[Route, ...]:
        """How a fetcher reaches it under its name."""
        return tuple(Route(HOST, at, "127.0.0.1", self.port) for at in (80, 443))

    @property
    def connect_to(self) -> tuple[str, str]:
        """How a command line reaches it under its name."""
        return "--connect-to", f"{HOST}:80:127.0.0.1:{self.port}"

    def says(self, start: str, *replies: Reply) -> None:
        """Answer paths with this start so, one reply after the other, the last one for ever."""
        self.instead[start] = list(replies)

    def reply(self, path: str) -> Reply:
        """Answer as the real services do, unless told otherwise."""
        self.asked.append(path)
        time.sleep(self.wait_s)
        for start in sorted(self.instead, key=len, reverse=True):
            if path.startswith(start):
                replies = self.instead[start]
                return replies.pop(0) if len(replies) > 1 else replies[0]
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        if path.startswith(CDX):
            return self._cdx(query)
        if path.startswith(TIMEMAP):
            return self._timemap(path.removeprefix(TIMEMAP))
        if path.startswith(AVAILABLE):
            return self._available(query)
        return NOT_FOUND

    def _cdx(self, query: Mapping[str, str]) -> Reply:
        rows = [
            [when, query["url"], str(status)]
            for when, status in self.copies.get(query["url"], [])
            if query.get("filter") != "statuscode:200" or status == 200
        ]
        rows.sort(key=lambda row: abs(int(row[0]) - int(query["closest"])))
        names = [["timestamp", "original", "statuscode"]] if rows else []
        return Reply.of([*names, *rows[: int(query["limit"])]])

    def _timemap(self, url: str) -> Reply:
        found = self.copies.get(unquote(url), [])
        links = [f'<{url}>; rel="original"', f'<{SERVICE}/web/timemap/link/{url}>; rel="self"']
        links += [
            f'<{SERVICE}/web/{when}/{url}>; rel="memento"; datetime="Sat, 10 Jan 2026 00:00:00 GMT"'
            for when, _ in found
        ]
        return Reply(",\n".join(links).encode()) if found else NOT_FOUND

    def _available(self, query: Mapping[str, str]) -> Reply:
        found = self.copies.get(query["url"], [])
        if not found:
            return Reply.of({"url": query["url"], "archived_snapshots": {}})
        when, status = min(found, key=lambda c: abs(int(c[0]) - int(query["timestamp"])))
        address = f"http://{HOST}/web/{when}/{query['url']}"
        closest = {"available": True, "url": address, "timestamp": when, "status": str(status)}
        return Reply.of({"url": query["url"], "archived_snapshots": {"closest": closest}})


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Say nothing of a client that went away."""


class _Handler(BaseHTTPRequestHandler):
    service: ClassVar[Service]

    def do_GET(self) -> None:
        reply = self.service.reply(self.path)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
