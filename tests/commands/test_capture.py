"""`lastro capture`: what a copy says of its quotes, what changed, and what a failure leaves whole."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.capture.fetched import of_file
from lastro.capture.store.store import TEXT, WARC, CaptureStore
from lastro.capture.store.warc_write import warc_of_file
from lastro.commands.shared import network
from lastro.locks.evidence import EVIDENCE, EvidenceLock, evidence_lock_of
from tests.support.command_line import Lastro
from tests.support.little_pdf import pdf
from tests.support.little_site import CLAIM_PATH, SOURCE_PATH, write_site
from tests.support.little_zip import wacz
from tests.support.loopback import Page, Server

BYLAWS = "source:harbour-bylaws"
KEY = "claim:quays-closed/evidence/harbour-bylaws"
QUOTE = "The quays shall be closed on Sundays."
PAGE = f"<!doctype html><html><head><title>Bylaws</title></head><body><article><p>1. Boats wait their turn at the pier.</p><p>4. {QUOTE} Nobody lands there.</p></article></body></html>"  # fmt: skip
ROUTE = ("--connect-to", "port.example.org:80:127.0.0.1:{port}")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_site(tmp_path / "site")
    text = (root / SOURCE_PATH).read_text(encoding="utf-8")
    (root / SOURCE_PATH).write_text(text.replace("url: https", "url: http"), encoding="utf-8")
    monkeypatch.chdir(root)
    seconds = iter(range(60))
    monkeypatch.setattr(network, "pause", lambda _: None)
    real = network.now()
    monkeypatch.setattr(
        "lastro.commands.capture.command.now", lambda: real.replace(second=next(seconds))
    )
    monkeypatch.setattr(network, "now", lambda: real.replace(second=next(seconds)))
    return root


@pytest.fixture
def page() -> Page:
    return Page(PAGE.encode())


@pytest.fixture
def server(page: Page) -> Iterator[Server]:
    with Server(page) as running:
        yield running


@pytest.fixture
def lastro(lastro: Lastro, server: Server, site: Path) -> Lastro:
    """Run a command line, `capture` against the server."""
    assert Path.cwd() == site
    route = [part.format(port=server.port) for part in ROUTE]
    return lambda *words: lastro(*words, *(route if words[0] == "capture" else []))


def lock(site: Path) -> EvidenceLock:
    return evidence_lock_of((site / EVIDENCE).read_text(encoding="utf-8"))


def bytes_of(store: CaptureStore, of: str = BYLAWS) -> list[tuple[bytes, bytes]]:
    """Return text and WARC of every capture, oldest first."""
    return [
        (store.path(c, TEXT).read_bytes(), store.path(c, WARC).read_bytes()) for c in store.all(of)
    ]


def test_a_page_is_kept_and_its_quotes_are_checked_and_locked(site: Path, lastro: Lastro) -> None:
    code, out, err = lastro("capture", "harbour-bylaws")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"harbour-bylaws: captured, text/html, {len(PAGE):,} bytes, {out.split('bytes, ')[1].split()[0]} characters",
        "  quotes: 1 found",
        "1 new; locked quotes: 1 verified, 0 mismatch",
    ]
    proof = lock(site).proofs[KEY]
    capture = CaptureStore(site / ".captures").all(BYLAWS)[-1]
    assert capture is not None
    assert (proof.result, proof.part, proof.capture.via) == ("verified", "main", "http")
    assert proof.capture.url == "http://port.example.org/bylaws"
    assert proof.offset is not None
    text = CaptureStore(site / ".captures").text(capture)
    assert text[proof.offset : proof.offset + 37] == QUOTE
    assert lastro("check")[0] == 0
    assert lastro("verify")[1].splitlines()[-1] == "evidence.lock is up to date (1 entry)"


def test_a_page_that_did_not_change_is_not_kept_twice(site: Path, lastro: Lastro) -> None:
    lastro("capture", "harbour-bylaws")
    before = bytes_of(CaptureStore(site / ".captures"))
    code, out, _ = lastro("capture", "harbour-bylaws")
    assert code == 0
    assert out.splitlines()[0].startswith("harbour-bylaws: unchanged since 20")
    assert out.splitlines()[-1] == "1 unchanged; locked quotes: 1 verified, 0 mismatch"
    assert bytes_of(CaptureStore(site / ".captures")) == before


@pytest.mark.parametrize("now", [PAGE, PAGE.replace("Boats", "Ships")])
def test_a_damaged_copy_is_captured_again(site: Path, page: Page, lastro: Lastro, now: str) -> None:
    lastro("capture", "harbour-bylaws")
    store = CaptureStore(site / ".captures")
    kept = store.all(BYLAWS)[-1]
    assert kept is not None
    store.path(kept, TEXT).write_text("edited", encoding="utf-8")
    page.body = now.encode()
    code, out, err = lastro("capture", "harbour-bylaws")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("harbour-bylaws: captured, text/html")
    assert out.splitlines()[-1] == "1 new; locked quotes: 1 verified, 0 mismatch"
    assert lastro("verify")[0] == 0


def test_words_that_went_are_told_with_what_stands_there_now(
    site: Path, page: Page, lastro: Lastro
) -> None:
    lastro("capture", "harbour-bylaws")
    before = bytes_of(CaptureStore(site / ".captures"))
    page.body = page.body.replace(b"Sundays", b"Mondays")
    code, out, _ = lastro("capture", "harbour-bylaws")
    assert code == 1
    assert out.splitlines()[1:5] == [
        "  quotes: 1 gone",
        f"  {KEY}: gone: it stood in the last capture",
        "    quote    The quays shall be closed on [Sundays.]",
        "    capture  The quays shall be closed on [Mondays.]",
    ]
    after = bytes_of(CaptureStore(site / ".captures"))
    assert after[:1] == before
    assert len(after) == 2
    proof = lock(site).proofs[KEY]
    assert proof.result == "verified"
    assert proof.changed > proof.capture.retrieved


def test_words_that_went_earlier_are_not_said_to_be_new_nor_never_found(
    page: Page, lastro: Lastro
) -> None:
    lastro("capture", "harbour-bylaws")
    page.body = page.body.replace(b"Sundays", b"Mondays")
    lastro("capture", "harbour-bylaws")
    again = ("capture", "source:harbour-bylaws", "--fail-on-change")
    code, out, _ = lastro(*again)
    assert code == 0
    assert out.splitlines()[1:3] == [
        "  quotes: 1 gone earlier",
        f"  {KEY}: gone earlier: only an older capture holds it",
    ]
    page.body = page.body.replace(b"Boats", b"Ships")
    code, out, _ = lastro(*again)
    assert (code, out.splitlines()[1]) == (0, "  quotes: 1 gone earlier")


def test_an_unchanged_page_says_that_its_quotes_stand(lastro: Lastro) -> None:
    lastro("capture", "harbour-bylaws")
    assert lastro("capture", "harbour-bylaws")[1].splitlines()[1] == "  quotes: 1 stands"


def test_what_has_no_address_is_left_out_of_all_and_said_so(
    site: Path, page: Page, lastro: Lastro
) -> None:
    article = site / "claims/harbour/article.yml"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("https://tide.example.org/quays", "unknown"), encoding="utf-8")
    said = "without an address, left out: article:harbour (`--file PATH` takes a file in hand)"
    assert lastro("capture", "--all", "--dry-run")[1].splitlines() == [
        said,
        "would capture harbour-bylaws: http://port.example.org/bylaws",
        "would capture port-blog: https://blog.example.org/walk",
    ]
    page.status = "404 Not Found"
    _, _, err = lastro("capture", "--article", "harbour")
    assert err.splitlines()[0] == "error: article:harbour: 'article:harbour' has no web address"


def test_nothing_to_look_at_again_is_said(lastro: Lastro) -> None:
    assert lastro("capture", "--changed") == (0, "nothing to capture\n", "")
    assert lastro("capture", "--changed", "--dry-run") == (0, "nothing to capture\n", "")


def test_a_file_of_another_address_is_told(site: Path, tmp_path: Path, lastro: Lastro) -> None:
    lastro("capture", "harbour-bylaws")
    store = CaptureStore(site / ".captures")
    kept = store.all(BYLAWS)[-1]
    assert kept is not None
    (tmp_path / "a.warc.gz").write_bytes(store.warc(kept))
    _, out, _ = lastro("capture", "port-blog", "--file", str(tmp_path / "a.warc.gz"))
    assert out.splitlines()[1] == (
        "  it holds 'http://port.example.org/bylaws', the record names 'https://blog.example.org/walk'"
    )


def test_words_that_moved_raise_the_alarm_only_when_asked(page: Page, lastro: Lastro) -> None:
    lastro("capture", "harbour-bylaws")
    page.body = PAGE.replace("4. ", "4. Formerly: ").encode()
    again = ("capture", "--changed", "--older-than", "0")
    code, out, _ = lastro(*again)
    assert code == 0
    assert f"  {KEY}: moved: other words stand beside it now" in out.splitlines()
    page.body = PAGE.replace("4. ", "4. Until 2020: ").encode()
    assert lastro(*again, "--fail-on-change")[0] == 1
    news = b"<article><p>" + b"A new paragraph about gulls and terns. " * 9 + b"</p>"
    page.body = page.body.replace(b"<article>", news)
    code, out, _ = lastro(*again, "--fail-on-change")
    assert (code, "  quotes: 1 stands" in out) == (0, True)


def test_what_was_captured_lately_or_by_hand_is_not_looked_at_again(
    server: Server, lastro: Lastro
) -> None:
    lastro("capture", "harbour-bylaws")
    met = server.connections
    assert lastro("capture", "--changed") == (
        0,
        "nothing to capture\n",
        "",
    )
    assert server.connections == met


def test_a_failure_leaves_the_earlier_capture_and_its_proof(
    site: Path, page: Page, lastro: Lastro
) -> None:
    lastro("capture", "harbour-bylaws")
    before = bytes_of(CaptureStore(site / ".captures")), (site / EVIDENCE).read_bytes()
    for status, body in (("403 Forbidden", PAGE), ("404 Not Found", ""), ("200 OK", "<html></html>")):  # fmt: skip
        page.status, page.body = status, body.encode()
        code, out, err = lastro("capture", "harbour-bylaws")
        assert code == 2
        assert err.startswith("error: harbour-bylaws: ")
        assert len(err.splitlines()) == 2
        assert out == "1 failed\n"
    assert (bytes_of(CaptureStore(site / ".captures")), (site / EVIDENCE).read_bytes()) == before


def test_one_that_fails_does_not_stop_the_others(site: Path, page: Page, lastro: Lastro) -> None:
    text = (site / "sources/port-blog.yml").read_text(encoding="utf-8")
    (site / "sources/port-blog.yml").write_text(
        text.replace("url: https://blog.example.org/walk", "doi: 10.1000/182"), encoding="utf-8"
    )
    code, out, err = lastro("capture", "port-blog", "harbour-bylaws")
    assert code == 2
    assert err.splitlines() == [
        "error: port-blog: 'port-blog' has no web address",
        "hint: capture a file of it with `--file PATH`",
    ]
    assert out.splitlines()[-1] == "1 new, 1 failed; locked quotes: 1 verified, 0 mismatch"
    assert page.status == "200 OK"


def test_a_page_in_another_encoding_is_read_by_what_it_says(
    site: Path, page: Page, lastro: Lastro
) -> None:
    words = "O regulamento proíbe a atracação no cais aos domingos — sem exceção."
    claim = (site / CLAIM_PATH).read_text(encoding="utf-8")
    (site / CLAIM_PATH).write_text(claim.replace(QUOTE, words), encoding="utf-8")
    page.media_type = "text/html; charset=windows-1252"
    page.body = f"<html><body><article><p>{words}</p></article></body></html>".encode("cp1252")
    assert lastro("capture", "harbour-bylaws")[0] == 0
    page.media_type = "text/html; charset=utf-8"
    page.body = page.body.replace(b"exce", b"nenhuma exce")
    assert lastro("capture", "harbour-bylaws")[0] == 1


def test_a_pdf_in_hand_names_the_page_of_each_quote(
    site: Path, tmp_path: Path, lastro: Lastro, server: Server
) -> None:
    file = tmp_path / "bylaws.pdf"
    file.write_bytes(pdf(("1. Boats wait.",), ("4. The quays shall be", "closed on Sundays.")))
    code, out, err = lastro("capture", "harbour-bylaws", "--file", str(file))
    assert (code, err) == (0, "")
    assert out.startswith("harbour-bylaws: captured, application/pdf, ")
    proof = lock(site).proofs[KEY]
    assert (proof.part, proof.capture.via, proof.capture.media_type) == (
        "2",
        "file",
        "application/pdf",
    )
    assert server.connections == 0


@pytest.mark.parametrize("name", ["page.warc.gz", "page", "page.txt"])
def test_a_warc_that_was_written_here_is_read_back(
    site: Path, tmp_path: Path, lastro: Lastro, name: str
) -> None:
    lastro("capture", "harbour-bylaws")
    store = CaptureStore(site / ".captures")
    (first,) = store.all(BYLAWS)
    file = tmp_path / name
    file.write_bytes(store.warc(first))
    proofs = lock(site).proofs
    store.drop(BYLAWS)
    (site / EVIDENCE).unlink()
    assert lastro("capture", "harbour-bylaws", "--file", str(file))[0] == 0
    (again,) = store.all(BYLAWS)
    assert (again.bytes_sha256, again.text_sha256) == (first.bytes_sha256, first.text_sha256)
    assert lock(site).proofs[KEY].offset == proofs[KEY].offset


def test_a_page_of_an_archive_is_named_and_what_is_there_is_listed(
    site: Path, tmp_path: Path, lastro: Lastro
) -> None:
    urls = ("http://port.example.org/old", "http://port.example.org/new")
    warcs = [
        warc_of_file(of_file("a.html", PAGE.encode(), url=url, at=network.now())) for url in urls
    ]
    file = tmp_path / "desk.wacz"
    file.write_bytes(wacz({"a.warc.gz": b"".join(warcs)}, urls))
    code, out, err = lastro("capture", "harbour-bylaws", "--file", str(file))
    assert (code, out) == (2, "1 failed\n")
    assert err.splitlines()[1:] == [
        *(f"  {url}" for url in urls),
        "hint: name one of these with `--page URL`",
    ]
    code, out, _ = lastro("capture", "harbour-bylaws", "--file", str(file), "--page", urls[1])
    assert code == 0
    assert "  note: the WACZ is not signed\n" in out
    assert f"it holds '{urls[1]}', the record names" in out
    assert lock(site).proofs[KEY].capture.url == urls[1]


def test_an_encoding_that_a_person_names_is_taken_and_kept(
    site: Path, tmp_path: Path, lastro: Lastro
) -> None:
    assert site
    file = tmp_path / "page.html"
    file.write_bytes(PAGE.replace("Boats", "Суда").encode("cp1251"))
    _, out, _ = lastro("capture", "harbour-bylaws", "--file", str(file))
    assert "  note: it does not say its encoding, and was read as windows-1252\n" in out
    _, out, _ = lastro("capture", "harbour-bylaws", "--file", str(file), "--encoding", "cp1251")
    assert "note" not in out
    newest = CaptureStore(site / ".captures").all(BYLAWS)[-1]
    assert newest
    assert newest.charset == "windows-1251"
    code, _, err = lastro(
        "capture", "harbour-bylaws", "--file", str(file), "--page", "https://x.example"
    )
    assert (code, err.splitlines()[0]) == (
        2,
        "error: harbour-bylaws: `--page` without a web archive",
    )


def test_the_article_under_check_is_captured_by_its_id(site: Path, tmp_path: Path, lastro: Lastro) -> None:  # fmt: skip
    file = tmp_path / "article.txt"
    file.write_text("We ask why the quays close on Sundays: the gulls were loud.", encoding="utf-8")
    code, out, _ = lastro("capture", "--article", "harbour", "--file", str(file))
    assert code == 0
    assert "  quotes: 2 found" in out.splitlines()
    assert sorted(lock(site).proofs) == [
        "article:harbour/left_out/0",
        "claim:quays-closed/said/words",
    ]


def test_words_that_a_first_capture_lacks_are_a_mismatch(
    site: Path, page: Page, lastro: Lastro
) -> None:
    page.body = PAGE.replace("shall be", "will be").encode()
    code, out, _ = lastro("capture", "harbour-bylaws")
    assert code == 1
    assert f"  {KEY}: not found" in out.splitlines()
    assert lock(site).proofs[KEY].result == "mismatch"
    assert lastro("check")[0] == 1


def test_words_that_would_cut_a_number_are_not_found_and_the_number_is_named(
    site: Path, page: Page, lastro: Lastro
) -> None:
    record = (site / CLAIM_PATH).read_text(encoding="utf-8")
    words = "The quays shall be closed on Sundays."
    (site / CLAIM_PATH).write_text(record.replace(words, "500 euros"), encoding="utf-8")
    page.body = PAGE.replace("shall be", "cost -2 500 euros if they").encode()
    out = lastro("capture", "harbour-bylaws")[1].splitlines()
    at = out.index(f"  {KEY}: not found")
    assert out[at + 1 : at + 3] == [
        "    quote    500 euros",
        "    it would cut the number '-2 500' in two: quote the number whole",
    ]


def test_machines_read_what_was_captured(lastro: Lastro) -> None:
    code, out, _ = lastro("capture", "harbour-bylaws", "--json")
    document = json.loads(out)
    assert (code, document["exit"], document["error"]) == (0, 0, None)
    assert document["lines"][-1] == "1 new; locked quotes: 1 verified, 0 mismatch"


def test_a_dry_run_fetches_and_writes_nothing(site: Path, lastro: Lastro, server: Server) -> None:
    assert lastro("capture", "--all", "--dry-run")[1].splitlines() == [
        "would capture article:harbour: https://tide.example.org/quays",
        "would capture harbour-bylaws: http://port.example.org/bylaws",
        "would capture port-blog: https://blog.example.org/walk",
    ]
    assert server.connections == 0
    assert not (site / ".captures").exists()
    assert not (site / EVIDENCE).exists()


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ((), "nothing to capture", "name sources, `--article ID`, `--all` or `--changed`"),
        (("harbour-bylaw",), "no source 'harbour-bylaw'", "did you mean 'harbour-bylaws'?"),
        (("--article", "harbor"), "no article 'harbor'", "did you mean 'harbour'?"),
        (("--article", "claims/harbour/article.yml"), "no article 'claims/harbour/article.yml'", "its id is the name of its file"),
        (("sources/port-blog.yml",), "no source 'sources/port-blog.yml'", "its id is the name of its file"),
        (("--article", "article:harbor"), "no article 'harbor'", "did you mean 'harbour'?"),
        (("--all", "--file", "x.txt"), "one file for many sources", "name the one source that the file is of"),
        (("--changed", "--file", "x.txt"), "one file for many sources", "name the one source that the file is of"),
        (("port-blog", "harbour-bylaws", "--file", "x.txt"), "one file for 2 sources", "name the one source that the file is of"),
        (("port-blog", "--all"), "names and `--all` together", "leave out one of them"),
        (("port-blog", "--older-than", "3"), "`--older-than` without `--changed`", "add `--changed`"),
        (("port-blog", "--file", "gone.pdf"), "no file 'gone.pdf'", "name the file of a page, a document or a text"),
        (("port-blog", "--file", "gone.pdf", "--dry-run"), "no file 'gone.pdf'", "name the file of a page, a document or a text"),
        (("port-blog", "--page", "https://x.example"), "`--page` or `--encoding` without `--file`", "add `--file PATH`"),
        (("port-blog", "--encoding", "utf-8"), "`--page` or `--encoding` without `--file`", "add `--file PATH`"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence_and_what_to_do(
    lastro: Lastro, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    assert lastro("capture", *arguments) == (2, "", f"error: {message}\nhint: {hint}\n")


@pytest.mark.parametrize("route", ["a:80", "a:80:b:c", "a:80:b:70000", "a:80:b:1:2"])
def test_a_route_that_is_none_is_told(lastro: Lastro, route: str) -> None:
    code, _, err = lastro("capture", "harbour-bylaws", "--connect-to", route)
    assert code == 2
    assert f"'{route}' is not HOST:PORT:ADDRESS:PORT" in err


def test_a_record_that_cannot_be_read_yet_is_told(lastro: Lastro) -> None:
    path = Path(SOURCE_PATH)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: TODO #", 1), encoding="utf-8")
    Path("bylaws.txt").write_text(QUOTE, encoding="utf-8")
    assert lastro("capture", "harbour-bylaws", "--file", "bylaws.txt") == (
        2,
        "",
        "error: the file of source 'harbour-bylaws' has errors\nhint: run `lastro check`\n",
    )


def test_a_dry_run_refuses_the_file_that_a_real_run_refuses(site: Path, lastro: Lastro) -> None:
    book = site / "book.json"
    book.write_text('{"quays": "closed"}', encoding="utf-8")
    told = [
        lastro("capture", "harbour-bylaws", "--file", str(book), *more)[0]
        for more in ((), ("--dry-run",))
    ]
    assert told[0] == told[1] != 0
