"""What a host asks of programs is read through the same guard, and kept."""

import socket
import threading

import pytest

from lastro.capture.fetched import BY_HAND
from tests.support.loopback import (
    HASTY,
    SLOW,
    URL,
    Server,
    answer,
    by_path,
    drips,
    failure,
    fetcher,
    page,
    pours,
)

OK = b"HTTP/1.1 200 OK\r\n"


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
