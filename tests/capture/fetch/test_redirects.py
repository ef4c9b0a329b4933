"""A redirect is followed as far as the first link could have led."""

import pytest

from tests.support.loopback import (
    SHOWN,
    URL,
    Server,
    answer,
    by_path,
    counts_down,
    failure,
    fetcher,
    into,
    page,
    says,
)


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
            "leads to a loopback address",
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
        ("http://localhost/", "refused", "leads to no public host"),
        ("http://[::1]/", "refused", "leads to a loopback address"),
        ("http://[::ffff:127.0.0.1]:{port}/", "refused", "leads to an address that embeds IPv4"),
        ("http://2130706433/", "refused", "leads to no address of the internet"),
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
