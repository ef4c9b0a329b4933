"""The encoding of a page, by the written rule."""

import codecs

import pytest
from webencodings.labels import LABELS

from lastro.capture.reading.charset import CODECS, decode

WORDS = "Cais à beira-mar: 20 €"
JAPANESE = "埠頭は日曜日に閉まる"


@pytest.mark.parametrize(
    ("body", "header", "charset", "text"),
    [
        (WORDS.encode(), None, "utf-8", WORDS),
        (WORDS.encode("cp1252"), None, "windows-1252", WORDS),
        (WORDS.encode("cp1252"), "iso-8859-1", "windows-1252", WORDS),
        (WORDS.encode("cp1252"), " LATIN1\n", "windows-1252", WORDS),
        (WORDS.encode("cp1252"), "utf-8", "utf-8", "Cais � beira-mar: 20 �"),
        (WORDS.encode(), "windows-1252", "windows-1252", "Cais Ã\xa0 beira-mar: 20 â‚¬"),
        (codecs.BOM_UTF8 + WORDS.encode(), "windows-1252", "utf-8", WORDS),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "utf-8", "utf-16le", WORDS),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), None, "utf-16be", WORDS),
        (JAPANESE.encode("cp932"), "Shift_JIS", "shift_jis", JAPANESE),
        (JAPANESE.encode("euc-jp"), "x-euc-jp", "euc-jp", JAPANESE),
        (JAPANESE.encode("gb18030"), "gb2312", "gbk", JAPANESE),
        (b"+ADw-script+AD4-", "utf-7", "utf-8", "+ADw-script+AD4-"),
        (b"+ADw-script+AD4-", "no-such-charset", "utf-8", "+ADw-script+AD4-"),
        (b"~{<:Ky2;", "hz-gb-2312", "utf-8", "~{<:Ky2;"),
        ("caf\u00e9".encode()[:-1], None, "utf-8", "caf\ufffd"),
        (b"", None, "utf-8", ""),
    ],
)
def test_the_mark_comes_before_the_header_and_the_header_before_a_guess(
    body: bytes, header: str | None, charset: str, text: str
) -> None:
    found = decode(body, header, is_markup=True)
    assert (found.charset, found.text) == (charset, text)


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        ("<meta charset=shift_jis>", "shift_jis"),
        ('<META CharSet = "Shift_JIS">', "shift_jis"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            "windows-1251",
        ),
        ("<?xml version='1.0' encoding='iso-8859-2'?>", "iso-8859-2"),
        ("<!-- <meta charset=koi8-r> -->", "utf-8"),
        ("<meta charset=utf-16le>", "utf-8"),
        ("<meta charset=utf-7>", "utf-8"),
        ("<meta name=description content=none>", "utf-8"),
        (f"{'x' * 1010}<meta charset=koi8-r>", "utf-8"),
    ],
)
def test_a_page_may_say_its_encoding_in_its_first_kilobyte(head: str, charset: str) -> None:
    assert decode(head.encode(), None, is_markup=True).charset == charset
    assert decode(head.encode(), None).charset == "utf-8"


def test_the_header_is_believed_before_the_page() -> None:
    found = decode(b"<meta charset=koi8-r>", "windows-1251", is_markup=True)
    assert found.charset == "windows-1251"


@pytest.mark.parametrize("label", ["replacement", "x-user-defined", "hz-gb-2312", "iso-2022-kr"])
def test_what_must_not_be_decoded_is_passed_over(label: str) -> None:
    assert LABELS[label]
    assert decode(b"quays", label).charset == "utf-8"


@pytest.mark.parametrize(
    ("label", "body", "text"),
    [
        ("gb2312", b"\x81\x30\x81\x30", "\x80"),
        ("x-sjis", b"\x87\x40", "\u2460"),
        ("ks_c_5601-1987", b"\x81\x41", "\uac02"),
        ("big5", b"\x88\x62", "\u00ca\u0304"),
        ("iso-8859-8-i", b"\xe0", "\u05d0"),
        ("tis-620", b"\xa1", "\u0e01"),
        ("x-mac-ukrainian", b"\x80", "\u0410"),
        ("mac", b"\x80", "\u00c4"),
    ],
)
def test_an_encoding_reads_all_that_the_standard_says(label: str, body: bytes, text: str) -> None:
    assert decode(body, label).text == text


def test_every_encoding_reads_any_bytes() -> None:
    everything = bytes(range(256)) * 3
    assert all(codecs.decode(everything, codec, "replace") for codec in CODECS.values())
