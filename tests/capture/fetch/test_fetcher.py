"""A page comes as it was sent, and nothing is sent that we do not tell."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lastro.capture.fetch.fetcher import user_agent
from lastro.capture.fetched import FetchError
from lastro.errors import LastroError
from tests.support.loopback import URL, Server, answer, by_path, fetcher, outcome, page, says

OK = b"HTTP/1.1 200 OK\r\n"


def test_a_page_comes_as_it_was_sent() -> None:
    sent = answer(
        "é".encode("latin-1"), "Content-Type: Text/HTML; Charset=ISO-8859-1", "X-Odd: a:b"
    )
    with Server(says(sent)) as server:
        found = page(fetcher(server), f"{URL}a/b?c=d#e")
    assert found.url == f"{URL}a/b?c=d#e"
    assert found.final_url == f"{URL}a/b?c=d"
    assert found.retrieved == datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
    assert (found.status, found.reason) == (200, "OK")
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
    with Server(says(answer(b"x"))) as server:
        fetch = fetcher(server, user_agent="Lastro/1")
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
        '`make capture-packages` in a clone of Lastro, elsewhere `pip install "lastro[capture]"`',
    )


def test_what_goes_wrong_is_a_fault_of_the_surroundings() -> None:
    found = outcome(fetcher(), "ftp://page.example/")
    assert isinstance(found, FetchError)
    assert isinstance(found, LastroError)
    assert found.lines == (found.message, found.hint)
