"""`lastro new source --capture`: what a page says of itself is taken, and a copy of it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.capture.extract import page_facts
from lastro.capture.store.store import WARC, CaptureStore
from lastro.commands.shared import network
from lastro.syntax.tree import parse, plain
from tests.support.command_line import Lastro
from tests.support.little_site import TODAY
from tests.support.loopback import Page, Server

ADDRESS = "http://news.example.org/2026/quays"
PAGE = """<!doctype html><html lang="en"><head><title>Quays close | The Tide</title>
<meta property="og:title" content="Quays: closed on Sundays">
<meta property="og:site_name" content="The Tide">
<meta property="article:published_time" content="2026-01-12T08:00:00Z"></head>
<body><article><h1>Quays: closed on Sundays</h1><p>The quays close on Sundays.</p></article></body></html>"""  # fmt: skip


@pytest.fixture
def site(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(network, "pause", lambda _: None)
    return site


@pytest.fixture
def page() -> Page:
    return Page(PAGE.encode())


@pytest.fixture
def server(page: Page) -> Iterator[Server]:
    with Server(page) as running:
        yield running


@pytest.fixture
def lastro(lastro: Lastro, server: Server, site: Path) -> Lastro:
    """Run `lastro new source` against the server: its exit, standard output and standard error."""
    assert Path.cwd() == site
    route = ("--connect-to", f"news.example.org:80:127.0.0.1:{server.port}")
    return lambda *words: lastro("new", "source", *words, *route, "--today", TODAY)


def record(site: Path, source_id: str) -> dict[str, object]:
    found = plain(parse((site / f"sources/{source_id}.yml").read_text(encoding="utf-8")))
    assert isinstance(found, dict)
    return found


def test_a_page_fills_in_its_record_and_is_kept(site: Path, lastro: Lastro) -> None:
    code, out, err = lastro(ADDRESS, "--capture")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == (
        f"note  captured {len(PAGE)} bytes; taken from the page: title, publisher, published, lang "
        "(compare them with it)"
    )
    found = record(site, "quays-closed-on-sundays")
    assert {key: found[key] for key in ("title", "publisher", "published", "lang", "url")} == {
        "title": "Quays: closed on Sundays",
        "publisher": "The Tide",
        "published": "2026-01-12",
        "lang": "en",
        "url": ADDRESS,
    }
    assert (found["kind"], found["origin"]) == ("TODO", "TODO")
    store = CaptureStore(site / ".captures")
    capture = store.all("source:quays-closed-on-sundays")[-1]
    assert capture is not None
    assert (capture.url, capture.via, capture.size) == (ADDRESS, "http", len(PAGE))
    assert "The quays close on Sundays." in store.text(capture)
    assert store.path(capture, WARC).is_file()


def test_what_a_flag_says_is_not_taken_from_the_page(site: Path, lastro: Lastro) -> None:
    lastro(ADDRESS, "--capture", "--title", "On the quays", "--publisher", "unknown")
    found = record(site, "on-the-quays")
    assert (found["title"], found["publisher"]) == ("On the quays", "unknown")
    assert found["published"] == "2026-01-12"


def test_what_a_page_does_not_say_is_marked(site: Path, lastro: Lastro, page: Page) -> None:
    page.body = b"<html lang='xx-yyyyyyyyyy'><body><p>Words alone.</p></body></html>"
    assert lastro(ADDRESS, "--capture")[0] == 0
    found = record(site, "news-example-org-2026-quays")
    assert [found[key] for key in ("title", "publisher", "published", "lang")] == ["TODO"] * 4


def test_a_page_that_lies_makes_a_harmless_record(site: Path, lastro: Lastro, page: Page) -> None:
    title = "x\\u202e: [#] ::error:: \"{{'"
    page.body = f'<html><head><meta property="og:title" content="{title.replace(chr(34), "&quot;")}"><meta property="og:site_name" content="a&#8238;b"></head><body><p>Words.</p></body></html>'.encode()  # fmt: skip
    code, out, _ = lastro(ADDRESS, "--capture", "--id", "odd-page")
    assert code == 0
    assert not any(line.startswith("::") for line in out.splitlines())
    found = record(site, "odd-page")
    assert found["title"] == title
    assert "\u202e" not in (site / "sources/odd-page.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--capture", "--title", "A page"), "`--capture` needs an address"),
        (("ftp://news.example.org/", "--capture"), "'ftp://news.example.org/' is no http(s) address"),
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_refused_and_nothing_is_written(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], error: str
) -> None:
    code, _, err = lastro(*arguments)
    assert code == 2
    assert err.splitlines()[0] == f"error: {error}"
    assert len(list((site / "sources").iterdir())) == 2
    assert not (site / ".captures").exists()


def test_a_page_that_is_gone_leaves_nothing(site: Path, lastro: Lastro, page: Page) -> None:
    page.status = "404 Not Found"
    code, _, err = lastro(ADDRESS, "--capture")
    assert code == 2
    assert "404" in err
    assert len(list((site / "sources").iterdir())) == 2
    assert not (site / ".captures").exists()


def test_an_id_that_is_taken_keeps_no_copy(site: Path, lastro: Lastro) -> None:
    code, _, err = lastro(ADDRESS, "--capture", "--id", "port-blog")
    assert (code, err.splitlines()[0]) == (
        2,
        "error: 'port-blog' is taken: sources/port-blog.yml",
    )
    assert not (site / ".captures").exists()


def test_a_dry_run_asks_no_server(site: Path, lastro: Lastro, server: Server) -> None:
    code, out, _ = lastro(ADDRESS, "--capture", "--dry-run")
    assert code == 0
    assert out.startswith(f"note  would fetch '{ADDRESS}' and fill in what it says of itself\n")
    assert server.connections == 0
    assert len(list((site / "sources").iterdir())) == 2


def test_a_text_says_nothing_of_itself() -> None:
    assert page_facts(b"Title: x\n", "text/plain", None, ADDRESS) == {}


def test_the_name_of_a_host_is_no_publisher() -> None:
    found = page_facts(b"<html><title>A - B</title><p>x</p></html>", "text/html", None, ADDRESS)
    assert found["publisher"] in {"", "B"}
    assert "example.org" not in found["publisher"]
