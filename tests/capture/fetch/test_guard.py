"""What is judged is connected to, and nothing else: a canary sees every mistake."""

import socket
import threading
from collections.abc import Sequence

import pytest

from lastro.capture.fetched import Route
from tests.support.loopback import (
    BOUND_S,
    HASTY,
    SHOWN,
    SLOW,
    URL,
    Server,
    answer,
    by_path,
    counts_down,
    failure,
    fetcher,
    into,
    page,
    resolver,
    says,
    stays_silent,
)


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


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f.1", "10.1.2.3", "wiki.internal"])
def test_a_private_host_is_refused_before_it_is_looked_up(host: str) -> None:
    def resolve(host: str, _: int) -> Sequence[str]:
        pytest.fail(f"{host} was looked up")

    with Server(says(answer(b"secret"))) as canary:
        found = failure(fetcher(resolve=resolve, connect=into(canary)), f"http://{host}/")
        assert canary.connections == 0
    assert (found.kind, found.url) == ("refused", f"http://{host}/")
    assert f"'http://{host}/' leads to " in found.message


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
        assert failure(fetch, "http://page.example/").kind == "dns"


def test_a_header_that_would_end_the_request_is_not_sent() -> None:
    with Server(says(answer(b"x"))) as server:
        found = failure(fetcher(server), URL, headers={"X-A": "b\r\nX-C: d"})
        assert (found.kind, server.requests) == ("protocol", [])
    assert found.message == f"the request for {SHOWN} cannot be sent"
