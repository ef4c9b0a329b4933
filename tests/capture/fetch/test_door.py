"""The host that answers over TLS is the one that was named."""

import socket
import ssl
import threading
from pathlib import Path

from lastro.capture.fetched import Route
from tests.support.loopback import HASTY, URL, Server, answer, failure, fetcher, page, says

CERTIFICATE = Path(__file__).with_name("page.example.pem")


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
