"""WACZ files of strangers: what they hold, whether it is whole, and what their signature says."""

import json
from io import BytesIO

import pytest

from lastro.capture.extract import ReadingLimits
from lastro.capture.fetched import Retrieved
from lastro.capture.store.warc_read import read_warcs
from lastro.capture.store.web_archive import is_web_archive, read_wacz, read_web_archive
from lastro.errors import LastroError
from tests.capture.store.test_warc import answers
from tests.support.little_zip import docx, p, sha256, wacz, zip_of

PAGE = "https://port.example.org/quays"
OTHER = "https://port.example.org/gulls"
FIRST = answers((PAGE, "200 OK", b"<p>The quays close.")).getvalue()
SECOND = answers((OTHER, "200 OK", b"<p>The gulls stay."), compressed=False).getvalue()
BOTH = {"a.warc.gz": FIRST, "b.warc": SECOND}
KEY = {"publicKey": "a2V5", "created": "2026-01-12T10:00:00Z", "software": "a tool"}
DOMAIN = {
    "domain": "sign.example.org", "domainCert": "-----BEGIN", "timeSignature": "c2ln",
    "timestampCert": "-----BEGIN", "created": "2026-01-12T10:00:00Z",
}  # fmt: skip
NOT_SIGNED = "the WACZ is not signed"
BROKEN = "the signature of the WACZ is broken: it was changed after it was signed"


def read(content: bytes, url: str = PAGE, page: str | None = None) -> Retrieved:
    return read_wacz(content, url, page)[0]


def refusal(content: bytes, url: str = PAGE) -> LastroError:
    with pytest.raises(LastroError) as refused:
        read(content, url)
    return refused.value


def test_the_page_is_taken_out_in_a_child_and_kept_alone() -> None:
    found, alone = read_web_archive(wacz(BOTH, (PAGE, OTHER)), OTHER, None)
    assert (found.url, found.status, found.media_type) == (OTHER, 200, "text/html")
    assert (found.body, found.notes) == (b"<p>The gulls stay.", (NOT_SIGNED,))
    assert read_warcs([BytesIO(alone)], OTHER)[0].body == found.body


def test_a_warc_is_read_in_a_child_too_and_tells_under_which_address_it_is_stored() -> None:
    found, _ = read_web_archive(FIRST, PAGE.replace("https", "http"), None)
    assert found.notes == (f"stored as '{PAGE}'",)
    with pytest.raises(LastroError) as refused:
        read_web_archive(FIRST, OTHER, OTHER)
    assert refused.value.listed == (f"200 {PAGE}",)


def test_the_only_page_of_an_archive_is_meant() -> None:
    assert read(wacz(BOTH, (PAGE,)), "https://elsewhere.example/").url == PAGE
    assert read(wacz(BOTH, (PAGE,)), "https://elsewhere.example/", OTHER).url == OTHER


def test_the_pages_of_an_archive_are_listed() -> None:
    refused = refusal(wacz(BOTH, (PAGE, OTHER, OTHER)), "https://elsewhere.example/")
    assert refused.listed == (PAGE, OTHER)
    assert refused.hint == "name one of these with `--page URL`"


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        (None, NOT_SIGNED),
        (KEY, "the WACZ is signed for nobody by name (anonymous); the signature was not checked"),
        (DOMAIN, "the WACZ is signed for 'sign.example.org'; the signature was not checked"),
    ],
)
def test_the_states_of_a_signature_are_told_apart(signed: object, told: str) -> None:
    assert read(wacz(BOTH, signed=signed)).notes == (told,)


@pytest.mark.parametrize(
    "signed",
    [
        {"hash": "sha256:00", **KEY},
        {"signature": "not base64", **KEY},
        {"signature": "", **KEY},
        {"publicKey": ""},
        {"domain": "sign.example.org"},
        {**KEY, **DOMAIN},
        {**DOMAIN, "timestampCert": 7},
        {**DOMAIN, "timeSignature": ""},
    ],
)
def test_a_broken_signature_is_refused(signed: object) -> None:
    assert refusal(wacz(BOTH, signed=signed)).message == BROKEN


@pytest.mark.parametrize(
    ("lies", "message"),
    [
        ({"archive/a.warc.gz": SECOND}, "'archive/a.warc.gz' is not what the WACZ says of it"),
        ({"archive/c.warc.gz": FIRST}, "'archive/c.warc.gz' is not what the WACZ says of it"),
        ({"pages/pages.jsonl": b"{}"}, "'pages/pages.jsonl' is not what the WACZ says of it"),
        ({"datapackage-digest.json": b'{"hash": "sha256:00"}'}, "'datapackage.json' is not what the WACZ says of it"),
        ({"datapackage-digest.json": b"[" * 100_000}, "'datapackage-digest.json' in the WACZ is damaged"),
        ({"datapackage-digest.json": b"[]"}, "'datapackage-digest.json' in the WACZ is damaged"),
        ({"datapackage.json": b"{}"}, "'archive/a.warc.gz' is not what the WACZ says of it"),
        ({"datapackage.json": b'{"resources": 3}'}, "'archive/a.warc.gz' is not what the WACZ says of it"),
        ({"datapackage.json": b'{"resources": [{"path": 7, "stats": "y"}, 4]}'}, "the ZIP file lacks '7'"),
        ({"datapackage.json": b'{"resources": [{"path": "gone", "hash": "sha256:00"}]}'}, "'archive/a.warc.gz' is not what the WACZ says of it"),
        ({"../a": b""}, "the ZIP file holds '../a', which leads out of it"),
    ],
)  # fmt: skip
def test_what_is_not_as_the_manifest_says_is_refused(lies: dict[str, bytes], message: str) -> None:
    assert refusal(wacz(BOTH, lies=lies)).message == message


def test_an_archive_of_archives_is_refused() -> None:
    inner = zip_of(("datapackage.json", b'{"resources": []}'), ("one.wacz", wacz(BOTH)))
    assert refusal(inner).message == "the WACZ holds no WARC"


@pytest.mark.parametrize("content", [FIRST, SECOND])
def test_an_old_manifest_keeps_the_name_of_its_hashes_apart(content: bytes) -> None:
    resource = {
        "path": "archive/a.warc.gz",
        "hashing": "sha256",
        "stats": {"hash": sha256(FIRST).removeprefix("sha256:")},
    }
    manifest = json.dumps({"resources": [resource]}).encode()
    old = zip_of(("archive/a.warc.gz", content), ("datapackage.json", manifest))
    if content is FIRST:
        assert read(old).notes == (NOT_SIGNED,)
    else:
        assert refusal(old).message == "'archive/a.warc.gz' is not what the WACZ says of it"


def test_a_web_archive_is_known_by_its_bytes() -> None:
    assert is_web_archive("page", wacz(BOTH))
    assert is_web_archive("page", FIRST)
    assert is_web_archive("page.WACZ", b"")
    assert not is_web_archive("page.docx", docx(p("The quays")))
    assert not is_web_archive("page.html", b"<p>datapackage.json")


def test_an_archive_with_more_in_it_than_memory_is_told() -> None:
    large = wacz(
        {"a.warc": answers((PAGE, "200 OK", b"x" * 60_000_000), compressed=False).getvalue()}
    )
    with pytest.raises(LastroError) as refused:
        read_web_archive(large, PAGE, None, ReadingLimits(memory=100 << 20))
    assert refused.value.message == "there is more in it than memory allows"
