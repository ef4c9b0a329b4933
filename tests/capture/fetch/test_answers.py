"""An answer that is no page is told, and a busy host is asked again with patience."""

import socket
import threading

import pytest

from lastro.capture.fetched import BY_HAND
from tests.support.loopback import (
    HASTY,
    LOST,
    SHOWN,
    URL,
    Server,
    answer,
    counts_down,
    failure,
    fetcher,
    in_turn,
    page,
    pours,
    resets,
    says,
    stays_silent,
)

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
