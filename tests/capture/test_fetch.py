"""A page comes whole or not at all, from where it may come, and a fetch always ends."""

import gzip
import os
import socket
import ssl
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lastro.capture.fetch import FetchError, Limits, Route, user_agent
from lastro.capture.fetch.decoding import Body
from lastro.capture.fetch.door import Connect
from lastro.capture.fetched import BY_HAND
from lastro.errors import LastroError
from loopback import (
    BOUND_S,
    CALM,
    HASTY,
    Behaviour,
    Server,
    answer,
    bomb,
    by_path,
    counts_down,
    drips,
    failure,
    fetcher,
    in_turn,
    late,
    outcome,
    page,
    pours,
    resets,
    resolver,
    says,
    stays_silent,
)

URL = "http://page.example/"
SHOWN = "'http://page.example/'"
CERTIFICATE = Path(__file__).with_name("page.example.pem")
BROKEN = f"{SHOWN} sent a body that is cut or broken"
BROKEN_GZIP = f"{SHOWN} sent a gzip body that is cut or broken"
NO_HTTP = f"{SHOWN} did not answer in HTTP"
SLOW = f"{SHOWN} was not complete after 0.5 s"
LARGE = f"{SHOWN} is larger than the 20,000 bytes that a capture takes"
UNPACKS = f"{SHOWN} unpacks to more than the 50,000 bytes of a capture"
LOST = "the connection to 'page.example' was lost: connection reset by peer"
GZIP = "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"
OK = b"HTTP/1.1 200 OK\r\n"


def test_a_page_comes_as_it_was_sent() -> None:
    sent = answer(
        "é".encode("latin-1"), "Content-Type: Text/HTML; Charset=ISO-8859-1", "X-Odd: a:b"
    )
    with Server(says(sent)) as server, fetcher(server) as fetch:
        found = page(fetch, f"{URL}a/b?c=d#e")
    assert found.url == f"{URL}a/b?c=d#e"
    assert found.final_url == f"{URL}a/b?c=d"
    assert found.retrieved == datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
    assert (found.status, found.reason, found.http_version) == (200, "OK", "HTTP/1.1")
    assert found.headers == (
        ("Content-Type", "Text/HTML; Charset=ISO-8859-1"),
        ("X-Odd", "a:b"),
        ("Content-Length", "1"),
    )
    assert (found.raw, found.body, found.truncated) == (b"\xe9", b"\xe9", False)
    assert (found.media_type, found.charset) == ("text/html", "ISO-8859-1")
    assert [(hop.url, hop.status, hop.address) for hop in found.hops] == [
        (f"{URL}a/b?c=d", 200, "127.0.0.1")
    ]


def test_what_is_sent_is_what_is_told() -> None:
    with Server(says(answer(b"x"))) as server, fetcher(server, user_agent="Lastro/1") as fetch:
        found = page(fetch, URL, headers={"accept": "application/xml", "X-More": "1"})
    lines = server.requests[0].decode().split("\r\n")
    assert lines[0] == "GET / HTTP/1.1"
    assert lines[1:-2] == [f"{name}: {value}" for name, value in found.request_headers]
    assert found.request_headers == (
        ("Host", "page.example"),
        ("User-Agent", "Lastro/1"),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
        ("accept", "application/xml"),
        ("X-More", "1"),
    )


def test_the_environment_adds_no_proxy_and_no_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / ".netrc"
    secret.write_text("machine page.example login me password secret\n", encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("NETRC", str(secret))
    monkeypatch.setenv("HOME", str(tmp_path))
    with Server(says(answer(b"proxy"))) as proxy, Server(says(answer(b"page"))) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert page(fetcher(server), URL).body == b"page"
        assert proxy.connections == 0
    assert b"authorization" not in server.requests[0].lower()


def test_a_cookie_is_not_sent_back() -> None:
    first = answer(b"", "Set-Cookie: a=b", "Location: /next", status="302 Found")
    with Server(by_path({"/": first, "/next": answer(b"x")})) as server:
        assert page(fetcher(server), URL).body == b"x"
    assert b"cookie" not in server.requests[1].lower()


def test_the_user_agent_names_the_publisher() -> None:
    assert user_agent("https://paper.example/") == "Lastro/0.1.0 (+https://paper.example/)"
    assert user_agent() == "Lastro/0.1.0"


def test_without_the_extra_the_reader_learns_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "httpcore2", None)
    with pytest.raises(LastroError) as raised:
        fetcher()
    assert raised.value.lines == (
        "capturing needs more packages",
        'pip install "lastro[capture]"',
    )


# What servers do to a body.

GOOD_BODIES: dict[str, tuple[Behaviour, bytes]] = {
    "identity": (says(answer(b"abc", "Content-Encoding: identity")), b"abc"),
    "gzip": (says(answer(gzip.compress(b"abc"), GZIP)), b"abc"),
    "x-gzip in capitals": (
        says(answer(gzip.compress(b"abc"), "content-encoding: X-GZIP")),
        b"abc",
    ),
    "gzip of two members": (says(answer(gzip.compress(b"ab") + gzip.compress(b"c"), GZIP)), b"abc"),
    "gzip inside gzip, once declared": (
        says(answer(gzip.compress(gzip.compress(b"abc", mtime=0)), GZIP)),
        gzip.compress(b"abc", mtime=0),
    ),
    "chunks": (says(answer(b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", CHUNKED)), b"abc"),
    "in two packets": (late(answer(b"a", "Content-Length: 3"), b"bc"), b"abc"),
    "until the end of the connection": (says(OK + b"\r\nabc"), b"abc"),
    "after interim answers": (
        says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + answer(b"abc")),
        b"abc",
    ),
    "as large as allowed": (says(answer(b"x" * 20_000)), b"x" * 20_000),
    "unpacked as large as allowed": (says(answer(bomb(50_000), GZIP)), bytes(50_000)),
    "in HTTP/1.0": (says(b"HTTP/1.0 200 OK\r\n\r\nabc"), b"abc"),
}


@pytest.mark.parametrize("name", GOOD_BODIES)
def test_a_body_that_is_whole_is_taken(name: str) -> None:
    behaviour, expected = GOOD_BODIES[name]
    with Server(behaviour) as server:
        assert page(fetcher(server), URL).body == expected


BAD: dict[str, tuple[Behaviour, Limits, str, str]] = {
    "a bomb": (says(answer(bomb(1_000_000), GZIP)), CALM, "too-large", UNPACKS),
    "a bomb of many members": (
        says(answer(bomb(1_000) * 51, GZIP)),
        CALM,
        "too-large",
        UNPACKS,
    ),
    "one byte more than unpacked is allowed": (
        says(answer(bomb(50_001), GZIP)),
        CALM,
        "too-large",
        UNPACKS,
    ),
    "one byte more than allowed": (says(answer(b"x" * 20_001)), CALM, "too-large", LARGE),
    "an endless body": (pours(OK + b"\r\n", b"x" * 10_000), CALM, "too-large", LARGE),
    "endless chunks": (
        pours(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1_000),
        CALM,
        "too-large",
        LARGE,
    ),
    "gzip twice": (
        says(answer(gzip.compress(gzip.compress(b"abc")), "Content-Encoding: gzip, gzip")),
        CALM,
        "protocol",
        f"{SHOWN} is packed as 'gzip, gzip', which was not asked for",
    ),
    "gzip twice in two headers": (
        says(answer(gzip.compress(gzip.compress(b"abc")), GZIP, GZIP)),
        CALM,
        "protocol",
        f"{SHOWN} is packed as 'gzip, gzip', which was not asked for",
    ),
    "another packing": (
        says(answer(b"abc", "Content-Encoding: br")),
        CALM,
        "protocol",
        f"{SHOWN} is packed as 'br', which was not asked for",
    ),
    "gzip cut off": (
        says(answer(gzip.compress(b"abc" * 99)[:-9], GZIP)),
        CALM,
        "protocol",
        BROKEN_GZIP,
    ),
    "gzip with a wrong sum": (
        says(answer(gzip.compress(b"abc")[:-8] + bytes(8), GZIP)),
        CALM,
        "protocol",
        BROKEN_GZIP,
    ),
    "no gzip at all": (says(answer(b"<p>abc", GZIP)), CALM, "protocol", BROKEN_GZIP),
    "an empty page": (says(answer(b"")), CALM, "protocol", f"{SHOWN} sent an empty page"),
    "an empty page in gzip": (
        says(answer(b"", GZIP)),
        CALM,
        "protocol",
        f"{SHOWN} sent an empty page",
    ),
    "no content": (
        says(OK.replace(b"200 OK", b"204 No Content") + b"\r\n"),
        CALM,
        "protocol",
        f"{SHOWN} sent an empty page",
    ),
    "a part": (
        says(answer(b"abc", status="206 Partial Content")),
        CALM,
        "protocol",
        f"{SHOWN} sent a part only",
    ),
    "more declared than sent": (
        says(answer(b"abc", "Content-Length: 99")),
        CALM,
        "protocol",
        BROKEN,
    ),
    "less declared than sent": (
        says(answer(b"abcdef", "Content-Length: 3")),
        CALM,
        "protocol",
        BROKEN,
    ),
    "less declared, the rest late": (
        late(answer(b"abc", "Content-Length: 3"), b"def"),
        CALM,
        "protocol",
        BROKEN,
    ),
    "two lengths": (
        says(answer(b"abcdef", "Content-Length: 3", "Content-Length: 6")),
        CALM,
        "protocol",
        NO_HTTP,
    ),
    "a length that is no number": (
        says(answer(b"abc", "Content-Length: -3")),
        CALM,
        "protocol",
        NO_HTTP,
    ),
    "broken chunks": (says(answer(b"2\r\nab\r\nzz\r\n", CHUNKED)), CALM, "protocol", BROKEN),
    "chunks without an end": (says(answer(b"2\r\nab\r\n", CHUNKED)), CALM, "protocol", BROKEN),
    "a chunk cut in the middle": (says(answer(b"9\r\nab", CHUNKED)), CALM, "protocol", BROKEN),
    "an endless chunk header": (
        pours(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 10_000),
        CALM,
        "protocol",
        BROKEN,
    ),
    "a huge header": (
        says(answer(b"abc", f"X-Huge: {'x' * 200_000}")),
        CALM,
        "protocol",
        NO_HTTP,
    ),
    "endless headers": (pours(OK, b"X-More: 1\r\n" * 500), CALM, "protocol", NO_HTTP),
    "no status line": (says(b"<p>hello\r\n\r\n"), CALM, "protocol", NO_HTTP),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), CALM, "protocol", NO_HTTP),
    "a line of NUL": (says(bytes(300_000)), CALM, "protocol", NO_HTTP),
    "no answer": (
        says(),
        CALM,
        "connect",
        "'page.example' closed the connection without an answer",
    ),
    "half a head": (says(b"HTTP/1.1 200"), CALM, "protocol", NO_HTTP),
    "a reset in the middle": (
        resets(answer(b"abc", "Content-Length: 99")),
        CALM,
        "connect",
        LOST,
    ),
    "a reset at once": (resets(b""), CALM, "connect", LOST),
    "silence": (stays_silent, HASTY, "timeout", SLOW),
    "a byte at a time": (drips(OK + b"\r\n", b"x"), HASTY, "timeout", SLOW),
    "a chunk at a time": (
        drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        HASTY,
        "timeout",
        SLOW,
    ),
    "a header at a time": (drips(OK, b"X-More: 1\r\n"), HASTY, "timeout", SLOW),
    "a letter of a header at a time": (drips(OK + b"X-More: ", b"x"), HASTY, "timeout", SLOW),
    "interim answers without end": (
        pours(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
        CALM,
        "protocol",
        NO_HTTP,
    ),
    "an interim answer at a time": (
        drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        HASTY,
        "timeout",
        SLOW,
    ),
    "endless trailers": (
        pours(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-More: 1\r\n" * 500),
        CALM,
        "protocol",
        BROKEN,
    ),
    "an empty packed block at a time": (
        drips(OK + b"Content-Encoding: gzip\r\n\r\n" + bomb(10)[:10], b"\x00\x00\x00\xff\xff"),
        HASTY,
        "timeout",
        SLOW,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_server_that_misbehaves_is_left_with_an_error(name: str) -> None:
    behaviour, limits, kind, message = BAD[name]
    with Server(behaviour) as server:
        found = failure(fetcher(server, limits=limits), URL)
        assert (found.kind, found.message, found.url) == (kind, message, URL)
        assert found.hint


def test_a_wrong_character_set_is_told_as_it_was_claimed() -> None:
    sent = answer(b"\xff\xfe", 'Content-Type: text/html; a=b; charset="utf-7"; c')
    with Server(says(sent)) as server:
        assert page(fetcher(server), URL).charset == "utf-7"
    with Server(says(answer(b"x"))) as server:
        found = page(fetcher(server), URL)
    assert (found.media_type, found.charset) == ("", None)


def test_the_limits_of_one_page_can_be_its_own() -> None:
    with Server(says(answer(b"x" * 30_000))) as server:
        found = page(fetcher(server), URL, limits=Limits(raw_bytes=30_000))
    assert len(found.body) == 30_000


def test_a_bomb_of_400_megabytes_fits_into_little_memory(tmp_path: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text(
        """
import resource, sys
most = 200_000_000
resource.setrlimit(resource.RLIMIT_DATA, (most, most))
import time
from datetime import UTC, datetime
from lastro.capture.fetch import Fetcher, FetchError, Route
route = Route("page.example", 80, "127.0.0.1", int(sys.argv[1]))
fetch = Fetcher(now=lambda: datetime.now(UTC), sleep=time.sleep, monotonic=time.monotonic,
                routes=(route,), robots=False)
try:
    fetch.get("http://page.example/")
except FetchError as error:
    print(error.kind, error.message)
""",
        encoding="utf-8",
    )
    packed = bomb(400_000_000)
    with Server(says(answer(packed, GZIP))) as server:
        done = subprocess.run(
            [sys.executable, str(script), str(server.port)],
            capture_output=True,
            text=True,
            check=False,
            timeout=BOUND_S * 3,
            env={**os.environ},
        )
    expected = f"too-large {SHOWN} unpacks to more than the 20,000,000 bytes of a capture\n"
    assert (done.stdout, done.stderr) == (expected, "")


def test_no_step_unpacks_much_more_than_it_may_keep() -> None:
    packed = bomb(60_000_000)
    body = Body(URL, "gzip", raw=1_000_000, decoded=2_000_000, cut=True)
    tracemalloc.start()
    body.take(packed)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(packed) < 65_536, len(body.decoded), body.truncated) == (True, 2_000_000, True)
    assert most < 8_000_000


# Statuses, and asking again.

STATUSES = {
    "403 Forbidden": BY_HAND,
    "404 Not Found": "check the address; an archive may still hold the page",
    "410 Gone": "check the address; an archive may still hold the page",
    "429 Too Many Requests": "try again later",
    "500 Internal Server Error": "open the address in a browser to see why",
    "503 Service Unavailable": "try again later",
    "304 Not Modified": "open the address in a browser to see why",
    "600 \x1b[31mred": "open the address in a browser to see why",
}


@pytest.mark.parametrize("status", STATUSES)
def test_an_answer_that_is_no_page_is_told_with_what_to_do(status: str) -> None:
    with Server(says(answer(b"", "X-A: b", status=status))) as server:
        found = failure(fetcher(server), URL)
    shown = status.replace("\x1b", "\\x1b")
    assert (found.kind, found.message) == ("status", f"{SHOWN} answered {shown}")
    assert (found.hint, found.status) == (STATUSES[status], int(status[:3]))
    assert found.fetched
    assert found.fetched.header("x-a") == "b"


def test_the_body_of_an_error_is_not_read() -> None:
    with Server(pours(answer(b"", "Content-Length: 9", status="404 Not Found"), b"x")) as server:
        found = failure(fetcher(server), URL)
    assert found.fetched
    assert (found.kind, found.fetched.raw) == ("status", b"")


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "500 Oops"])
def test_an_answer_that_stays_is_not_asked_for_again(status: str) -> None:
    with Server(says(answer(b"", status=status))) as server:
        failure(fetcher(server, retries=2), URL)
    assert server.connections == 1


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_host_is_asked_again_with_growing_patience(status: str) -> None:
    naps: list[float] = []
    with Server(says(answer(b"", status=status))) as server:
        found = failure(fetcher(server, retries=2, naps=naps, delay_s=3.0), URL)
    assert (found.kind, found.message) == ("status", f"{SHOWN} answered {status}, 3 times")
    assert server.connections == 3
    assert [naps[0], naps[2]] == [3.0, 6.0]


@pytest.mark.parametrize(
    ("said", "waited"),
    [
        ("20", 20.0),
        ("0", 1.0),
        ("Tue, 24 Nov 2026 12:00:21 GMT", 20.1),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 1.0),
        ("-5", 1.0),
        ("soon", 1.0),
        ("²", 1.0),
        ("Tue, 99 Nov 2026 12:00:21 GMT", 1.0),
    ],
)
def test_a_host_that_says_when_to_come_back_gets_its_way(said: str, waited: float) -> None:
    naps: list[float] = []
    busy = answer(b"", f"Retry-After: {said}", status="503 Service Unavailable")
    with Server(in_turn(busy, answer(b"x"))) as server:
        fetch = fetcher(server, retries=1, naps=naps)
        assert page(fetch, URL).body == b"x"
    assert naps[0] == pytest.approx(waited)


@pytest.mark.parametrize("said", ["3600", "Tue, 24 Nov 2026 13:00:00 GMT"])
def test_a_host_that_wants_longer_than_we_wait_is_left_alone(said: str) -> None:
    naps: list[float] = []
    busy = answer(b"", f"Retry-After: {said}", status="503 Service Unavailable")
    with Server(says(busy)) as server:
        found = failure(fetcher(server, retries=2, naps=naps), URL)
    seconds = "3,600" if said == "3600" else "3,599"
    assert found.message == (
        f"{SHOWN} answered 503 Service Unavailable and asks to wait {seconds} s, "
        "longer than this run waits"
    )
    assert (found.kind, found.status, found.hint) == ("status", 503, "try again later")
    assert (server.connections, naps) == (1, [])


def test_a_lost_connection_is_tried_again() -> None:
    times: list[int] = []

    def behave(connection: socket.socket, path: str, over: threading.Event) -> None:
        times.append(1)
        act = resets(b"") if len(times) < 3 else says(answer(b"x"))
        act(connection, path, over)

    with Server(behave) as server:
        assert page(fetcher(server, retries=2), URL).body == b"x"
        times.clear()
        found = failure(fetcher(server, retries=1), URL)
    assert (found.kind, found.message) == ("connect", f"{LOST}, 2 times")


def test_a_timeout_is_not_tried_again() -> None:
    with Server(stays_silent) as server:
        failure(fetcher(server, limits=HASTY, retries=2), URL)
        assert server.connections == 1


def test_visits_to_one_host_are_kept_apart() -> None:
    naps: list[float] = []
    with Server(counts_down()) as server:
        fetch = fetcher(server, "other.example", naps=naps, delay_s=100.0)
        page(fetch, f"{URL}2")
        page(fetch, "http://other.example/0")
        assert naps == []
        page(fetch, f"{URL}0")
    assert len(naps) == 1
    assert 80 < naps[0] <= 100


def test_a_wait_for_courtesy_is_not_taken_from_the_time_of_the_page() -> None:
    time = [0.0]

    def sleep(seconds: float) -> None:
        time[0] += seconds

    with Server(says(answer(b"x"))) as server:
        fetch = fetcher(server, delay_s=100.0, sleep=sleep, monotonic=lambda: time[0])
        page(fetch, URL)
        assert page(fetch, URL).body == b"x"
    assert time == [100.0]


# Redirects.


@pytest.mark.parametrize("times", [1, 2, 3, 4, 5])
def test_a_chain_of_redirects_is_followed(times: int) -> None:
    with Server(counts_down()) as server:
        found = page(fetcher(server), f"{URL}{times}")
    assert (found.url, found.final_url) == (f"{URL}{times}", f"{URL}0")
    assert found.body == b"arrived"
    assert [hop.url for hop in found.hops] == [f"{URL}{n}" for n in range(times, -1, -1)]
    assert [hop.status for hop in found.hops] == [302] * times + [200]


def test_the_sixth_redirect_is_one_too_many() -> None:
    with Server(counts_down()) as server:
        found = failure(fetcher(server), f"{URL}6")
    assert (found.kind, found.url) == ("redirect", f"{URL}0")
    assert found.message == "'http://page.example/6' redirects more than 5 times"
    assert server.connections == 6


def test_a_circle_ends() -> None:
    paths = {"/": answer(b"", "Location: /b", status="301 Moved")}
    paths["/b"] = answer(b"", "Location: /#top", status="307 Moved")
    with Server(by_path(paths)) as server:
        found = failure(fetcher(server), URL)
    assert (found.kind, found.message) == (
        "redirect",
        f"{SHOWN} leads in a circle, back to {SHOWN}",
    )


def test_an_error_behind_a_redirect_names_both_ends() -> None:
    with Server(by_path({"/": answer(b"", "Location: /b", status="301 Moved")})) as server:
        found = failure(fetcher(server), URL)
    assert (
        found.message == f"{SHOWN} leads to 'http://page.example/b', which answered 404 Not Found"
    )
    assert (found.kind, found.url) == ("status", f"{URL}b")


def test_blanks_and_letters_in_a_redirect_are_escaped_as_browsers_do() -> None:
    there = answer(b"", "Location: /a b/Ã©?q=\xe9 ", status="302 Found")
    with Server(by_path({"/": there, "/a%20b/%C3%A9?q=%E9": answer(b"x")})) as server:
        assert page(fetcher(server), URL).final_url == f"{URL}a%20b/%C3%A9?q=%E9"


def test_a_redirect_that_leads_nowhere_is_no_page() -> None:
    with Server(says(answer(b"", status="302 Found"))) as server:
        found = failure(fetcher(server), URL)
    assert found.kind == "redirect"
    assert found.message == f"{SHOWN} answered 302 Found and does not say where to go"


def test_headers_of_the_caller_stay_with_the_host_that_was_asked() -> None:
    near = answer(b"", "Location: /b", status="302 Found")
    away = answer(b"", "Location: http://other.example/c", status="302 Found")
    paths = {"/": near, "/b": away, "/c": answer(b"x")}
    with Server(by_path(paths)) as server:
        page(fetcher(server, "other.example"), URL, headers={"X-Key": "secret"})
    assert server.paths == ["/", "/b", "/c"]
    assert [b"secret" in request for request in server.requests] == [True, True, False]


@pytest.mark.parametrize(
    ("location", "kind", "message"),
    [
        (
            "http://127.0.0.1:{port}/",
            "refused",
            "asks for port {port}, and captures use 80 and 443 only",
        ),
        (
            "http://inner.example:{port}/",
            "refused",
            "asks for port {port}, and captures use 80 and 443 only",
        ),
        (
            "//page.example:{port}/",
            "refused",
            "asks for port {port}, and captures use 80 and 443 only",
        ),
        ("http://me:pw@inner.example/", "refused", "carries a user name or password"),
        ("http://127.0.0.1@inner.example/", "refused", "carries a user name or password"),
        ("ftp://inner.example/", "refused", "is no http or https address"),
        ("file:///etc/hosts", "refused", "is no http or https address"),
        ("data:text/html,x", "refused", "is no http or https address"),
        ("gopher://127.0.0.1:{port}/", "refused", "is no http or https address"),
        ("http://localhost/", "refused", "is no address of a public host"),
        ("http://[::1]/", "refused", "is no address of a public host"),
        ("http://[::ffff:127.0.0.1]:{port}/", "refused", "is no address of a public host"),
        ("http://2130706433/", "refused", "is no address of a public host"),
        ("http://inner.example:99999/", "refused", "is no address of a public host"),
    ],
)
def test_a_redirect_out_of_bounds_reaches_no_one(location: str, kind: str, message: str) -> None:
    with Server(says(answer(b"secret"))) as canary:
        there = location.format(port=canary.port)
        with Server(says(answer(b"", f"Location: {there}", status="302 Found"))) as server:
            found = failure(fetcher(server, connect=into(canary, besides=server)), URL)
            assert (found.kind, server.connections, canary.connections) == (kind, 1, 0)
    assert found.message.startswith(f"{SHOWN} redirects to '")
    assert found.message.endswith(f"', which {message.format(port=canary.port)}")


def test_a_redirect_that_is_no_address_is_told() -> None:
    with Server(says(answer(b"", "Location: http://[", status="302 Found"))) as server:
        found = failure(fetcher(server), URL)
    assert (found.kind, found.message) == (
        "redirect",
        f"{SHOWN} redirects to 'http://[', which is no address",
    )


# Addresses: whatever is let through by mistake reaches the canary, and is seen.


def into(
    canary: Server, *, besides: Server | None = None, seen: list[str] | None = None
) -> Connect:
    """Connect to the canary whatever address is asked for, and note which one was."""

    def connect(place: tuple[str, int], seconds: float) -> socket.socket:
        if besides and place == ("127.0.0.1", besides.port):
            return socket.create_connection(place, seconds)
        if seen is not None:
            seen.append(f"{place[0]} {place[1]}")
        return socket.create_connection(("127.0.0.1", canary.port), seconds)

    return connect


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        (["127.0.0.1"], "127.0.0.1, which is a loopback address"),
        (["8.8.8.8", "10.0.0.7"], "10.0.0.7, which is a private address"),
        (
            ["2606:4700::1", "::ffff:10.0.0.7"],
            "::ffff:10.0.0.7, which is an address that embeds IPv4",
        ),
        (["fe80::1%eth0"], "fe80::1%eth0, which is bound to an interface"),
        (["8.8.8.8", "nonsense\x1b"], "nonsense\\x1b, which is no address of the internet"),
    ],
)
def test_one_refused_answer_refuses_the_host(answers: Sequence[str], refused: str) -> None:
    with Server(says(answer(b"secret"))) as canary:
        fetch = fetcher(resolve=resolver({"page.example": answers}), connect=into(canary))
        found = failure(fetch, URL)
        assert canary.connections == 0
    assert (found.kind, found.message) == ("refused", f"'page.example' leads to {refused}")
    assert found.hint == (
        "captures reach public addresses only; --connect-to names a server of your own"
    )


def test_a_redirect_to_a_private_address_reaches_no_one() -> None:
    there = answer(b"", "Location: http://inner.example/", status="302 Found")
    with Server(says(answer(b"secret"))) as canary, Server(says(there)) as server:
        fetch = fetcher(
            server,
            resolve=resolver({"inner.example": ["192.168.1.1"]}),
            connect=into(canary, besides=server),
        )
        found = failure(fetch, URL)
        assert (server.connections, canary.connections) == (1, 0)
    assert (found.kind, found.url) == ("refused", "http://inner.example/")
    assert found.message == "'inner.example' leads to 192.168.1.1, which is a private address"


def test_a_robots_file_cannot_lead_to_a_private_address_either() -> None:
    there = answer(b"", "Location: http://inner.example/", status="302 Found")
    with (
        Server(says(answer(b"secret"))) as canary,
        Server(by_path({"/robots.txt": there})) as server,
    ):
        fetch = fetcher(
            server,
            robots=True,
            resolve=resolver({"inner.example": ["192.168.1.1"]}),
            connect=into(canary, besides=server),
        )
        assert failure(fetch, URL).kind == "refused"
        assert (server.paths, canary.connections) == (["/robots.txt"], 0)


def test_a_name_is_looked_up_once_and_what_was_judged_is_connected_to() -> None:
    asked: list[str] = []
    seen: list[str] = []

    def rebinding(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    with Server(says(answer(b"x"))) as server:
        fetch = fetcher(resolve=rebinding, connect=into(server, seen=seen))
        assert page(fetch, URL).hops[0].address == "93.184.215.14"
        assert (asked, seen) == (["page.example"], ["93.184.215.14 80"])
        found = failure(fetch, URL)
        assert (found.kind, server.connections) == ("refused", 1)
    assert seen == ["93.184.215.14 80"]


def test_a_name_that_turns_between_two_redirects_is_judged_again() -> None:
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    with Server(counts_down()) as server:
        fetch = fetcher(resolve=lambda _, __: answers.pop(0), connect=into(server))
        assert failure(fetch, f"{URL}1").kind == "refused"
        assert server.paths == ["/1"]


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    seen: list[str] = []
    with Server(says(answer(b"x"))) as server:
        lead = into(server, seen=seen)

        def connect(place: tuple[str, int], seconds: float) -> socket.socket:
            if place[0] == "8.8.8.8":
                raise ConnectionRefusedError(111, "Connection refused")
            return lead(place, seconds)

        both = resolver({"page.example": ["8.8.8.8", "9.9.9.9"]})
        assert page(fetcher(resolve=both, connect=connect), URL).hops[0].address == "9.9.9.9"
        only = resolver({"page.example": ["8.8.8.8"]})
        found = failure(fetcher(resolve=only, connect=connect), URL)
    assert (seen, found.kind) == (["9.9.9.9 80"], "connect")
    assert found.message == "'page.example' does not take the connection: connection refused"


def test_an_address_that_stays_silent_leaves_time_for_the_next() -> None:
    shares: list[float] = []

    def connect(_: tuple[str, int], seconds: float) -> socket.socket:
        shares.append(seconds)
        raise TimeoutError

    three = resolver({"page.example": ["8.8.8.8", "9.9.9.9", "1.1.1.1"]})
    found = failure(fetcher(resolve=three, connect=connect, monotonic=lambda: 0.0), URL)
    assert (shares, found.kind) == ([10.0, 15.0, 30.0], "connect")
    assert found.message == "'page.example' does not take the connection: no answer in time"


def test_a_closed_port_is_told() -> None:
    with Server(stays_silent) as server:
        route = Route("page.example", 80, "127.0.0.1", server.port)
    found = failure(fetcher(routes=(route,)), URL)
    assert (found.kind, found.message) == (
        "connect",
        "'page.example' does not take the connection: connection refused",
    )


def test_a_name_that_no_one_knows_is_told() -> None:
    found = failure(fetcher(), "http://nowhere.example/")
    assert (found.kind, found.message) == (
        "dns",
        "no address is known for the host 'nowhere.example'",
    )
    assert found.hint == "check the spelling, or the connection"


def test_a_resolver_without_an_answer_is_told() -> None:
    assert failure(fetcher(resolve=resolver({"page.example": []})), URL).kind == "dns"


def test_a_name_too_long_for_the_resolver_is_told() -> None:
    def resolve(host: str, _: int) -> Sequence[str]:
        host.encode("idna")
        return []

    found = failure(fetcher(resolve=resolve), f"http://{'a' * 64}.example/")
    assert found.kind == "dns"


def test_a_resolver_that_hangs_is_left_behind() -> None:
    over = threading.Event()

    def resolve(_: str, __: int) -> Sequence[str]:
        over.wait(BOUND_S)
        return []

    found = failure(fetcher(resolve=resolve, limits=HASTY), URL)
    over.set()
    assert (found.kind, found.message) == ("timeout", SLOW)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://page.example/", "is no http or https address"),
        ("page.example", "is no http or https address"),
        ("http://me@page.example/", "carries a user name or password"),
        ("http://page.example:8080/", "asks for port 8080, and captures use 80 and 443 only"),
        ("http://page/", "is no address of a public host"),
        ("http://[", "is no address of a web page"),
        ("http://page.example/\n\x1b", "is no address of a public host"),
    ],
)
def test_a_link_that_cannot_be_captured_is_told_before_anything_is_asked(
    url: str, message: str
) -> None:
    found = failure(fetcher(), url)
    shown = url.replace("\n", "\\n").replace("\x1b", "\\x1b")
    assert (found.kind, found.message) == ("refused", f"'{shown}' {message}")


def test_a_route_opens_a_port_of_its_host_only() -> None:
    with Server(says(answer(b"x"))) as server:
        routes = (Route("Page.example", 8080, "127.0.0.1", server.port),)
        fetch = fetcher(routes=routes)
        assert page(fetch, "http://PAGE.example:8080/").body == b"x"
        assert b"Host: page.example:8080" in server.requests[0]
        assert failure(fetch, "http://other.example:8080/").kind == "refused"
        assert failure(fetch, "http://page.example:8081/").kind == "refused"


def test_a_header_that_would_end_the_request_is_not_sent() -> None:
    with Server(says(answer(b"x"))) as server:
        found = failure(fetcher(server), URL, headers={"X-A": "b\r\nX-C: d"})
        assert (found.kind, server.requests) == ("protocol", [])
    assert found.message == f"the request for {SHOWN} cannot be sent"


# TLS.


def tls() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what the server shows and what the fetcher trusts."""
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(CERTIFICATE)
    return shown, ssl.create_default_context(cafile=str(CERTIFICATE))


def test_a_page_comes_over_tls_from_the_host_that_was_named() -> None:
    shown, trusted = tls()
    seen: list[str] = []
    shown.sni_callback = lambda _, name, __: seen.append(str(name))
    with Server(says(answer(b"x")), tls=shown) as server:
        found = page(fetcher(server, tls=trusted), "https://page.example/")
    assert (found.body, seen) == (b"x", ["page.example"])


def test_a_certificate_of_another_host_does_not_hold() -> None:
    shown, trusted = tls()
    start = "the certificate of 'other.example' does not hold"
    with Server(says(answer(b"secret")), tls=shown) as server:
        found = failure(fetcher(server, "other.example", tls=trusted), "https://other.example/")
        assert server.requests == []
    assert (found.kind, found.message) == (
        "tls",
        f"{start}: hostname mismatch, certificate is not valid for 'other.example'",
    )


def test_a_certificate_that_no_one_vouches_for_does_not_hold() -> None:
    shown, _ = tls()
    with Server(says(answer(b"secret")), tls=shown) as server:
        found = failure(fetcher(server), "https://page.example/")
        assert server.requests == []
    assert (found.kind, found.message) == (
        "tls",
        "the certificate of 'page.example' does not hold: self-signed certificate",
    )


def test_a_host_that_speaks_no_tls_is_told() -> None:
    def behave(connection: socket.socket) -> None:
        connection.recv(1)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        route = Route("page.example", 443, "127.0.0.1", listener.getsockname()[1])

        def once() -> None:
            with listener.accept()[0] as connection:
                behave(connection)

        thread = threading.Thread(target=once)
        thread.start()
        found = failure(fetcher(routes=(route,)), "https://page.example/")
        thread.join()
    assert (found.kind, found.hint) == ("tls", "check the address in a browser")
    assert found.message.startswith("'page.example' does not speak TLS: ")


def test_a_handshake_that_hangs_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        route = Route("page.example", 443, "127.0.0.1", listener.getsockname()[1])
        found = failure(fetcher(routes=(route,), limits=HASTY), "https://page.example/")
    assert found.kind == "timeout"
    assert found.message == "'https://page.example/' was not complete after 0.5 s"


def test_encryption_is_not_given_up() -> None:
    shown, trusted = tls()
    there = answer(b"", f"Location: {URL}next", status="302 Found")
    with Server(says(there), tls=shown) as server:
        found = failure(fetcher(server, tls=trusted), "https://page.example/")
        assert server.connections == 1
    assert (found.kind, found.message) == (
        "redirect",
        f"'https://page.example/' redirects to '{URL}next', which gives up encryption",
    )


# robots.txt.


def test_a_host_is_asked_once_and_says_no() -> None:
    wishes = answer(b"User-agent: *\nDisallow: /closed\n")
    with Server(by_path({"/robots.txt": wishes, "/open": answer(b"x")})) as server:
        fetch = fetcher(server, robots=True)
        assert page(fetch, f"{URL}open").body == b"x"
        found = failure(fetch, f"{URL}closed/a")
        assert server.paths == ["/robots.txt", "/open"]
    assert (found.kind, found.hint) == ("robots", BY_HAND)
    assert found.message == (
        "the robots.txt of 'page.example' asks programs not to read 'http://page.example/closed/a'"
    )


def test_a_host_can_speak_to_us_by_name() -> None:
    wishes = b"User-agent: lastro\nDisallow: /\n\nUser-agent: *\nDisallow:\n"
    with Server(by_path({"/robots.txt": answer(wishes)})) as server:
        assert failure(fetcher(server, robots=True), URL).kind == "robots"


def test_the_host_behind_a_redirect_is_asked_too() -> None:
    there = answer(b"", "Location: http://other.example/x", status="302 Found")

    def behave(connection: socket.socket, path: str, _: threading.Event) -> None:
        closed = answer(b"User-agent: *\nDisallow: /x\n")
        connection.sendall({"/": there, "/robots.txt": closed}[path])

    with Server(behave) as server:
        found = failure(fetcher(server, "other.example", robots=True), URL)
        assert server.paths == ["/robots.txt", "/", "/robots.txt"]
    assert (found.kind, found.url) == ("robots", "http://other.example/x")


ROBOTS_THAT_ALLOW = {
    "not found": answer(b"", status="404 Not Found"),
    "forbidden": answer(b"", status="403 Forbidden"),
    "empty": answer(b""),
    "no text": answer(bytes(range(256))),
    "a page": answer(b"<!doctype html><p>Not here"),
    "lines that the standard library chokes on": answer(
        b"User-agent: *\nDisallow: //[\nCrawl-delay: \xc2\xb2\nCrawl-delay: " + b"9" * 5_000
    ),
    "a circle": answer(b"", "Location: /robots.txt", status="302 Found"),
    "an unknown packing": answer(b"x", "Content-Encoding: br"),
}


@pytest.mark.parametrize("name", ROBOTS_THAT_ALLOW)
def test_a_host_without_wishes_forbids_nothing(name: str) -> None:
    with Server(by_path({"/robots.txt": ROBOTS_THAT_ALLOW[name], "/": answer(b"x")})) as server:
        assert page(fetcher(server, robots=True), URL).body == b"x"


def test_a_line_that_makes_no_sense_leaves_the_others_standing() -> None:
    wishes = answer(b"User-agent: *\nDisallow: //[\nDisallow: /\n")
    with Server(by_path({"/robots.txt": wishes})) as server:
        assert failure(fetcher(server, robots=True), URL).kind == "robots"


def test_the_first_part_of_endless_wishes_counts() -> None:
    start = OK + b"\r\nUser-agent: *\nDisallow: /\n"
    with Server(pours(start, b"# and so on\n" * 1_000)) as server:
        assert failure(fetcher(server, robots=True), URL).kind == "robots"


@pytest.mark.parametrize("status", ["500 Oops", "503 Service Unavailable", "429 Too Many Requests"])
def test_a_host_out_of_order_is_left_alone(status: str) -> None:
    with Server(by_path({"/robots.txt": answer(b"", status=status)})) as server:
        found = failure(fetcher(server, robots=True), URL)
        assert server.paths == ["/robots.txt"]
    assert (found.kind, found.status, found.hint) == ("robots", int(status[:3]), "try again later")
    assert found.message == (
        f"the robots.txt of 'page.example' answered {status[:3]}, so what it allows is not known"
    )


def test_wishes_that_drip_are_on_the_clock_of_the_page() -> None:
    with Server(drips(OK + b"\r\n", b"#")) as server:
        found = failure(fetcher(server, robots=True, limits=HASTY), URL)
    assert (found.kind, found.message) == ("timeout", SLOW)


@pytest.mark.parametrize(("asked", "most"), [("5", 5.0), ("9" * 400, 10.0)])
def test_a_host_that_wants_more_time_between_visits_gets_some(asked: str, most: float) -> None:
    naps: list[float] = []
    wishes = answer(f"User-agent: *\nCrawl-delay: {asked}\nDisallow: /closed\n".encode())
    with Server(by_path({"/robots.txt": wishes, "/": answer(b"x")})) as server:
        fetch = fetcher(server, robots=True, naps=naps)
        page(fetch, URL)
        page(fetch, URL)
    assert len(naps) == 1
    assert most - 1 < naps[0] <= most


def test_what_goes_wrong_is_a_fault_of_the_surroundings() -> None:
    found = outcome(fetcher(), "ftp://page.example/")
    assert isinstance(found, FetchError)
    assert isinstance(found, LastroError)
    assert found.lines == (found.message, found.hint)
