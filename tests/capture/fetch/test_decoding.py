"""A body comes whole or not at all, and whatever a server does, the fetch ends."""

import gzip
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from lastro.capture.fetch.answers import read_body
from lastro.capture.fetched import FetchLimits
from tests.support.loopback import (
    BOUND_S,
    CALM,
    HASTY,
    LOST,
    SHOWN,
    SLOW,
    URL,
    Behaviour,
    Server,
    answer,
    bomb,
    drips,
    failure,
    fetcher,
    late,
    page,
    pours,
    resets,
    says,
    stays_silent,
)

BROKEN = f"{SHOWN} sent a body that is cut or broken"
BROKEN_GZIP = f"{SHOWN} sent a gzip body that is cut or broken"
NO_HTTP = f"{SHOWN} did not answer in HTTP"
LARGE = f"{SHOWN} is larger than the 20,000 bytes that a capture takes"
UNPACKS = f"{SHOWN} unpacks to more than the 50,000 bytes of a capture"
GZIP = "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"
OK = b"HTTP/1.1 200 OK\r\n"


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


BAD: dict[str, tuple[Behaviour, FetchLimits, str, str]] = {
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
        found = page(fetcher(server), URL, limits=FetchLimits(raw_bytes=30_000))
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
from lastro.capture.fetch.fetcher import Fetcher; from lastro.capture.fetched import FetchError, Route
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
    limits = FetchLimits(raw_bytes=1_000_000, decoded_bytes=2_000_000)
    tracemalloc.start()
    _, body, truncated = read_body(URL, "gzip", [packed], limits, cut=True)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(packed) < 65_536, len(body), truncated) == (True, 2_000_000, True)
    assert most < 8_000_000
