"""Captures as WARC: anybody's tools read ours, and we read theirs if nothing in them is broken."""

import gzip
import hashlib
import re
import zlib
from base64 import b32encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType

import brotli
import pytest
import zstandard as zstd
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from lastro.capture.fetched import Hop, Retrieved, is_twin, of_file
from lastro.capture.store.warc_read import read_warcs
from lastro.capture.store.warc_write import warc_of, warc_of_file
from lastro.errors import LastroError
from lastro.locks.evidence import UNKNOWN
from tests.support.little_fetched import ASKED, AT, BODY, PAGE, fetched


def records(warc: bytes) -> list[tuple[str, str, bytes]]:
    """List type, address and payload of each record, all digests checked."""
    found = []
    for record in ArchiveIterator(BytesIO(warc), check_digests="raise"):
        url = record.rec_headers.get_header("WARC-Target-URI")
        found.append((record.rec_type, url, record.content_stream().read()))
        assert record.digest_checker.passed
    return found


def answers(
    *pages: tuple[str, str, bytes],
    compressed: bool = True,
    more: Mapping[str, str] = MappingProxyType({}),
) -> BytesIO:
    """Write a WARC as another tool would: address, status and body of each answer."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    for url, status, body in pages:
        headers = [("Content-Type", "text/html"), *more.items()]
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": "2026-11-20T08:00:00.250Z"},
        )
        writer.write_record(record)
    return BytesIO(out.getvalue())


def refusal(read: Callable[[], object]) -> LastroError:
    with pytest.raises(LastroError) as refused:
        read()
    return refused.value


def test_an_exchange_is_kept_as_it_was_and_its_digests_fit() -> None:
    info, response, request, metadata = records(warc_of(fetched()))
    assert info[0] == "warcinfo"
    assert response == ("response", PAGE, BODY)
    assert request == ("request", PAGE, b"")
    assert metadata == ("metadata", PAGE, f"via: {ASKED}\r\nhopsFromSeed: R\r\n".encode())


def test_the_headers_of_an_exchange_stand_in_its_records() -> None:
    _, response, request, _ = ArchiveIterator(BytesIO(warc_of(fetched())))
    assert response.http_headers.statusline == "200 OK"
    assert response.http_headers.headers == [
        ("Content-Type", "text/html; charset=UTF-8"),
        ("Content-Encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
    ]
    assert response.rec_headers.get_header("WARC-Date") == "2026-11-24T21:30:00Z"
    assert response.rec_headers.get_header("WARC-IP-Address") == "192.0.2.7"
    assert request.http_headers.statusline == "/quays?day=7 HTTP/1.1"
    assert request.http_headers.headers == list(fetched().request_headers)
    assert request.rec_headers.get_header("WARC-Concurrent-To") == response.rec_headers.get_header(
        "WARC-Record-ID"
    )


def test_the_same_exchange_is_the_same_bytes() -> None:
    assert warc_of(fetched()) == warc_of(fetched())


def test_an_exchange_without_redirects_has_no_metadata() -> None:
    straight = fetched(url=PAGE, hops=(Hop(PAGE, 200, "192.0.2.7"),), truncated=True)
    assert [kind for kind, *_ in records(warc_of(straight))] == ["warcinfo", "response", "request"]
    found, _ = read_warcs([BytesIO(warc_of(straight))], PAGE)
    assert found.truncated


def test_what_we_wrote_we_read() -> None:
    found, alone = read_warcs([BytesIO(warc_of(fetched()))], ASKED)
    assert found == Retrieved(
        url=PAGE,
        final_url=PAGE,
        retrieved=AT,
        status=200,
        media_type="text/html",
        charset="UTF-8",
        body=BODY,
    )
    assert records(alone) == [("response", PAGE, BODY)]
    assert read_warcs([BytesIO(alone)], PAGE) == (found, alone)


SAVED = "https://tide.example.org/quays"
SINGLE_FILE = (
    b"<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://tide.example.org/quays"
    b" \n saved date: Thu Sep 24 2026 10:00:00 GMT+0200 (Central European Summer Time)\n--><p>Low tide"
)
LETTER = (
    b"From: <Saved by Blink>\nSnapshot-Content-Location: https://tide.example.org/quays\n"
    b"Subject: Quays\nDate: Thu, 24 Sep 2026 08:00:00 -0000\nMIME-Version: 1.0\n\n"
)


@pytest.mark.parametrize("content", [SINGLE_FILE, LETTER, LETTER.replace(b"\n", b"\r\n")])
@pytest.mark.parametrize("url", [SAVED, "http://tide.example.org/quays#low"])
def test_a_saved_page_says_its_moment_where_the_record_agrees(content: bytes, url: str) -> None:
    file = of_file("page", content, url=url, at=AT)
    assert (file.url, file.final_url) == (url, url)
    assert file.retrieved == datetime(2026, 9, 24, 8, tzinfo=UTC)
    assert file.notes == ("saved at 2026-09-24 08:00 UTC, as the file says",)


@pytest.mark.parametrize("content", [SINGLE_FILE, LETTER])
def test_a_saved_page_of_another_address_is_told_and_its_moment_is_not_taken(
    content: bytes,
) -> None:
    file = of_file("page", content, url=ASKED, at=AT)
    assert (file.url, file.final_url, file.retrieved) == (ASKED, ASKED, AT)
    assert file.notes == (f"the file says that it was saved from '{SAVED}'",)


@pytest.mark.parametrize(
    "content",
    [
        SINGLE_FILE.replace(b"2026", b"2036"),
        SINGLE_FILE.replace(b"GMT+0200", b""),
        LETTER.replace(b"Thu, 24 Sep", b"one day"),
        b"<p>" + SINGLE_FILE,
        LETTER.replace(b"Date", b"\nDate"),
        b"<p>Low tide",
    ],
)
def test_a_moment_to_come_or_none_is_not_taken(content: bytes) -> None:
    file = of_file("page", content, url=SAVED, at=AT)
    assert (file.retrieved, file.notes) == (AT, ())


def test_a_fetch_and_a_file_say_how_they_came() -> None:
    assert fetched().via == "http"
    assert of_file("Log.PDF", b"%PDF-", url=UNKNOWN, at=AT) == Retrieved(
        url=UNKNOWN,
        final_url=UNKNOWN,
        retrieved=AT,
        via="file",
        status=None,
        media_type="application/pdf",
        charset=None,
        body=b"%PDF-",
    )


@pytest.mark.parametrize("url", [PAGE, UNKNOWN])
def test_a_file_in_hand_is_a_resource(url: str) -> None:
    file = of_file("log.txt", b"Low tide", url=url, at=AT)
    warc = warc_of_file(file)
    assert [kind for kind, *_ in records(warc)] == ["warcinfo", "resource"]
    assert read_warcs([BytesIO(warc)], "https://elsewhere.example.org/")[0] == file


@pytest.mark.parametrize("compressed", [True, False])
def test_the_answer_for_the_address_is_found_among_others(*, compressed: bool) -> None:
    pages = [(f"https://tide.example.org/{n}", "200 OK", b"<p>%d" % n) for n in range(5)]
    found, alone = read_warcs([answers(*pages, compressed=compressed)], f"{pages[3][0]}#top")
    assert (found.url, found.body) == (f"{pages[3][0]}#top", b"<p>3")
    assert found.final_url == pages[3][0]
    assert found.retrieved == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert [kind for kind, *_ in records(alone)] == ["response"]


def test_redirects_are_followed_and_failures_passed_over() -> None:
    file = answers(
        (ASKED, "302 Found", b""), (PAGE, "404 Not Found", b"no"), more={"Location": PAGE}
    )
    later = answers((PAGE, "200 OK", b"yes"), ("https://a.example.org/", "200 OK", b"other"))
    found, _ = read_warcs([BytesIO(file.getvalue() + later.getvalue())], ASKED)
    assert (found.url, found.final_url, found.body) == (ASKED, PAGE, b"yes")


def test_when_several_answers_could_be_meant_they_are_listed() -> None:
    pages = [(f"https://tide.example.org/{n}\x1b", "200 OK", b"") for n in range(22)]
    refused = refusal(lambda: read_warcs([answers(*pages)], ASKED))
    assert refused.message == f"the WARC does not hold '{ASKED}'; it holds:"
    assert refused.listed[0] == r"200 https://tide.example.org/0\x1b"
    assert refused.listed[-1] == "and 2 more"
    assert len(refused.listed) == 21


def test_a_loop_of_redirects_ends() -> None:
    file = answers((ASKED, "302 Found", b""), more={"Location": ASKED})
    assert refusal(lambda: read_warcs([file], ASKED)).listed == (f"302 {ASKED}",)


def test_a_warc_without_answers_is_told_as_such() -> None:
    assert refusal(lambda: read_warcs([BytesIO(b"")], ASKED)).message == "no answer in the WARC"


def damaged(warc: bytes) -> list[bytes]:
    plain = gzip.decompress(warc)
    return [
        plain.replace(b"at the quays", b"on the quays", 1),
        plain.replace(b"Content-Length: 2", b"Content-Length: 9", 1),
        plain[:-900],
        warc[: len(warc) // 2],
        warc[:200] + b"\0\0\0" + warc[203:],
        b"PK\x03\x04 is no WARC",
        b"<html>",
        warc.replace(b"\x1f\x8b", b"\x1f\x8c"),
        plain.replace(b"WARC-Date: 2026", b"WARC-Date: once"),
    ]


@pytest.mark.parametrize("number", range(9))
def test_a_damaged_warc_is_refused(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    whole = answers((PAGE, "200 OK", BODY)).getvalue()
    broken = damaged(whole)[number]
    refused = refusal(lambda: read_warcs([BytesIO(broken)], PAGE))
    assert refused.message == "the WARC is damaged, or is none"
    assert capsys.readouterr() == ("", "")


PACKED: list[tuple[str, bytes]] = [
    ("br", brotli.compress(BODY)),
    ("zstd", zstd.compress(BODY)),
    ("gzip", gzip.compress(BODY)),
    ("x-gzip", gzip.compress(BODY[:9]) + gzip.compress(BODY[9:])),
    ("deflate", zlib.compress(BODY)),
    ("Deflate", zlib.compress(BODY)[2:-4]),
    ("gzip, br", brotli.compress(gzip.compress(BODY))),
    ("identity", BODY),
    *[(named, BODY) for named in ("br", "zstd", "gzip", "deflate", "utf-8", "none", "compress")],
    *[(named, b"The quays close.") for named in ("br", "zstd", "deflate", "utf-8")],
]


@pytest.mark.parametrize(("packing", "sent"), PACKED)
@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_is_unpacked_where_it_is_packed(packing: str, sent: bytes, *, chunked: bool) -> None:
    more = {"Content-Encoding": packing} | ({"Transfer-Encoding": "chunked"} if chunked else {})
    framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(sent), sent) if chunked else sent
    found, alone = read_warcs([answers((PAGE, "200 OK", framed), more=more)], PAGE)
    assert found.body == (b"The quays close." if sent == b"The quays close." else BODY)
    assert read_warcs([BytesIO(alone)], PAGE)[0] == found


@pytest.mark.parametrize("packing", ["br", "zstd", "compress", "dcb"])
def test_a_packing_that_cannot_be_read_is_named(packing: str) -> None:
    file = answers((PAGE, "200 OK", b"\x1b.\0\xf8"), more={"Content-Encoding": packing})
    refused = refusal(lambda: read_warcs([file], PAGE))
    assert refused.message == f"the answer is packed as '{packing}', which cannot be read"
    assert refused.hint.startswith("save the page with another tool")


@pytest.mark.parametrize(
    ("packing", "bomb"),
    [
        ("gzip", gzip.compress(b"\0" * 30_000_000)),
        ("br", brotli.compress(b"\0" * 30_000_000)),
        ("zstd", zstd.compress(b"\0" * 30_000_000)),
        ("deflate", zlib.compress(b"\0" * 30_000_000)),
    ],
)
def test_a_body_that_unpacks_without_end_is_refused(packing: str, bomb: bytes) -> None:
    file = answers((PAGE, "200 OK", bomb), more={"Content-Encoding": packing})
    refused = refusal(lambda: read_warcs([file], PAGE))
    assert refused.message == "the answer has more than 20,000,000 bytes"


CHUNKED = b"9\r\n<p>Low ti\r\n3\r\nde.\r\n0\r\n\r\n"


def framed(of: bytes, coded: Callable[[bytes], str]) -> BytesIO:
    """Write a chunked answer whose payload digest is that of some bytes."""
    plain = gzip.decompress(
        answers((PAGE, "200 OK", CHUNKED), more={"Transfer-Encoding": "chunked"}).getvalue()
    )
    digest = f"sha256:{coded(hashlib.sha256(of).digest())}".encode()
    return BytesIO(re.sub(rb"(?<=WARC-Payload-Digest: )\S+", digest, plain))


@pytest.mark.parametrize("coded", [lambda d: b32encode(d).decode(), bytes.hex])
@pytest.mark.parametrize("of", [CHUNKED, b"<p>Low tide."])
def test_a_digest_is_of_the_body_with_or_without_its_frames(
    of: bytes, coded: Callable[[bytes], str]
) -> None:
    found, alone = read_warcs([framed(of, coded)], PAGE)
    assert found.body == b"<p>Low tide."
    assert read_warcs([BytesIO(alone)], PAGE)[0] == found


def test_a_digest_of_other_bytes_is_refused() -> None:
    whole = framed(b"<p>Low tide.", bytes.hex).getvalue()
    block = re.sub(rb"(?<=WARC-Block-Digest: sha1:)...", b"AAA", whole)
    assert block != whole
    assert "damaged" in refusal(lambda: read_warcs([BytesIO(block)], PAGE)).message
    refused = refusal(lambda: read_warcs([framed(b"<p>High tide.", bytes.hex)], PAGE))
    assert refused.message == "the WARC is damaged, or is none"


def test_http_and_https_are_one_address_and_the_exact_one_comes_first() -> None:
    asset = ("https://tide.example.org/a.css", "200 OK", b"b{}")
    twin = ("http://tide.example.org/quays", "200 OK", b"<p>twin")
    found, _ = read_warcs([answers(twin, asset)], "https://tide.example.org/quays")
    assert found.body == b"<p>twin"
    assert (found.url, found.final_url) == ("https://tide.example.org/quays", twin[0])
    exact = ("https://tide.example.org/quays", "200 OK", b"<p>exact")
    assert read_warcs([answers(exact, twin)], exact[0])[0].body == b"<p>exact"
    assert read_warcs([answers(exact, twin)], twin[0])[0].body == b"<p>twin"


def test_a_record_without_an_address_is_shown_what_there_is() -> None:
    pages = [(f"https://tide.example.org/{n}", "200 OK", b"<p>%d" % n) for n in range(2)]
    refused = refusal(
        lambda: read_warcs([answers(*pages)], UNKNOWN, pages=("https://gone.example/", ASKED))
    )
    assert (refused.message, refused.listed) == (
        "the WARC holds several pages:",
        ("https://gone.example/", ASKED),
    )
    gone = refusal(lambda: read_warcs([answers(*pages)], UNKNOWN, page=ASKED, pages=("a", ASKED)))
    assert gone.listed == ("200 https://tide.example.org/0", "200 https://tide.example.org/1")


def test_a_page_that_came_again_is_read_where_it_stands() -> None:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    again = "https://tide.example.org/again"
    writer.write_record(
        writer.create_revisit_record(again, "sha1:" + "A" * 32, PAGE, "2026-11-20T08:00:00Z")
    )
    other = ("https://tide.example.org/other", "200 OK", b"other")
    file = BytesIO(out.getvalue() + answers((PAGE, "200 OK", b"<p>low"), other).getvalue())
    found, _ = read_warcs([file], again)
    assert (found.url, found.final_url, found.body) == (again, PAGE, b"<p>low")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://x.example", "http://x.example/#top", True),
        ("https://x.example/a/", "https://x.example/a", True),
        ("https://x.example/a", "https://x.example/b", False),
        ("https://x.example/a?b", "https://x.example/a", False),
        ("ftp://x.example/", "http://x.example/", False),
    ],
)
def test_addresses_of_one_page_are_twins(one: str, other: str, *, same: bool) -> None:
    assert is_twin(one, other) is same
    assert is_twin(other, one) is same


def test_a_page_may_be_named() -> None:
    pages = [(f"https://tide.example.org/{n}", "200 OK", b"<p>%d" % n) for n in range(3)]
    found, _ = read_warcs([answers(*pages[:2]), answers(pages[2])], ASKED, page=pages[2][0])
    assert (found.url, found.body) == (pages[2][0], b"<p>2")
    gone = refusal(
        lambda: read_warcs([answers(*pages[:1])], pages[0][0], page="https://x.example/")
    )
    assert gone.message == "the WARC does not hold 'https://x.example/'; it holds:"
    assert (gone.hint, gone.listed) == (
        "name one of these with `--page URL`",
        ("200 https://tide.example.org/0",),
    )


def test_an_address_that_is_none_is_unknown() -> None:
    file = answers(("https://tide.example.org/\u202e quays", "200 OK", b"<p>Low tide"))
    assert read_warcs([file], PAGE)[0].url == UNKNOWN


COOKIES = {
    "Set-Cookie": "session=secret",
    "set-cookie2": "session=secret",
    "X-Archive-Orig-Set-Cookie": "session=secret",
    "WWW-Authenticate": "Digest nonce=secret",
    "Authentication-Info": "nextnonce=secret",
    "X-Set-Cookie-Banner": "shown",
}


def test_no_cookie_and_no_password_is_kept_of_an_exchange() -> None:
    asked = (("Host", "x"), ("Cookie", "a=secret"), ("Authorization", "Basic secret"))
    sent = replace(fetched(), headers=(*fetched().headers, *COOKIES.items()), request_headers=asked)
    warc = warc_of(sent)
    assert b"secret" not in gzip.decompress(warc)
    assert b"X-Set-Cookie-Banner: shown" in gzip.decompress(warc)
    assert records(warc) == records(warc_of(fetched()))


def test_no_cookie_of_somebody_elses_warc_is_kept_and_the_digests_fit() -> None:
    _, warc = read_warcs([answers((PAGE, "200 OK", BODY), more=COOKIES)], PAGE)
    assert b"secret" not in gzip.decompress(warc)
    assert b"X-Set-Cookie-Banner: shown" in gzip.decompress(warc)
    assert records(warc) == [("response", PAGE, BODY)]
