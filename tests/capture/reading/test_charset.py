"""The encoding of a page, by the written rule."""

import codecs

import pytest
from webencodings.labels import LABELS

from lastro.capture.reading.charset import CODECS, decode, utf_16_of
from lastro.errors import LastroError

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
        (f"<!-- <meta charset=koi8-r> {'x' * 2000} --><p>", "utf-8"),
        (f"<script>'<meta charset=koi8-r>{'x' * 2000}'</script>", "utf-8"),
        ("<meta charset=utf-16le>", "utf-8"),
        ("<meta charset=utf-7>", "utf-8"),
        ("<meta name=description content=none>", "utf-8"),
        (f"{'x' * 2000}<meta charset=koi8-r>", "koi8-r"),
        (
            f"{'x' * 2000}<META HTTP-EQUIV=content-type CONTENT='text/html;charset=koi8-r'>",
            "koi8-r",
        ),
        (f"{'x' * 2000}<!-- <meta charset=koi8-r> --><p>", "utf-8"),
        (f"{'x' * 2000}<script>'<meta charset=koi8-r>'</script>", "utf-8"),
        (f"{'x' * 2000}<p title='<meta charset=koi8-r>'>", "utf-8"),
        (f"<meta charset=none>{'x' * 2000}<meta charset=koi8-r>", "koi8-r"),
        ("<p title='<meta charset=koi8-r>'>", "utf-8"),
        ("<meta name=description content='a charset=koi8-r'>", "utf-8"),
        ("<meta content='text/html; charset=koi8-r' http-equiv=Content-Type>", "koi8-r"),
        ("<meta data-charset=koi8-r>", "utf-8"),
        ("<meta charset=koi8-r><meta charset=shift_jis>", "koi8-r"),
    ],
)
def test_a_page_says_its_encoding_where_browsers_look_for_it(head: str, charset: str) -> None:
    assert decode(head.encode(), None, is_markup=True).charset == charset
    assert decode(head.encode(), None).charset == "utf-8"


FEW_BAD = "São João está à beira-mar.".encode() + b" \xe9 \xe3o"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (FEW_BAD, "utf-8"),
        ("Причалы закрыты".encode() + b"\xff\xfe", "utf-8"),
        ("Причалы закрыты по воскресеньям".encode("cp1251"), "windows-1252"),
        ("São João está à beira-mar".encode("cp1252") + "é".encode(), "windows-1252"),
        ("Ça va, élève".encode("cp1252"), "windows-1252"),
        (JAPANESE.encode("cp932"), "windows-1252"),
        (JAPANESE.encode("euc-jp"), "windows-1252"),
        (JAPANESE.encode("gb18030"), "windows-1252"),
    ],
)
def test_utf_8_with_a_few_bad_bytes_is_utf_8_and_nothing_else_is(body: bytes, charset: str) -> None:
    assert decode(body, None).charset == charset


def test_what_is_bad_in_utf_8_is_told_and_reads_as_a_sign() -> None:
    found = decode(FEW_BAD, None)
    assert found.text == "São João está à beira-mar. \ufffd \ufffdo"
    assert found.doubt == "characters that utf-8 does not hold, read as U+FFFD: 2"


@pytest.mark.parametrize(
    ("body", "header", "doubt"),
    [
        (WORDS.encode(), None, ""),
        (WORDS.encode("cp1252"), "windows-1252", ""),
        (b"quays", None, ""),
        (
            WORDS.encode("cp1252"),
            None,
            "it does not say its encoding, and was read as windows-1252",
        ),
        (WORDS.encode(), "latin1", "read as windows-1252, letters look as if they were UTF-8"),
        ("SÃO «MAÇÃ»".encode("cp1252"), "latin1", ""),
    ],
)
def test_characters_that_may_be_wrong_are_told(body: bytes, header: str | None, doubt: str) -> None:
    assert decode(body, header).doubt == doubt


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "words", [f"<p>{WORDS}</p>", f"{JAPANESE} 2026 - 一二三 - {JAPANESE}", "Os cais"]
)
def test_utf_16_needs_no_mark(codec: str, words: str) -> None:
    found = decode(words.encode(codec), None, is_markup=True)
    assert (found.text, found.charset) == (words, codec.replace("16-", "16"))


@pytest.mark.parametrize(
    "body", [b"Low\0tide", b"\0" * 40, bytes(range(256)), WORDS.encode("utf-32-le")]
)
def test_zeros_alone_make_no_utf_16(body: bytes) -> None:
    assert utf_16_of(body) is None


def test_what_a_person_says_comes_before_all() -> None:
    body = codecs.BOM_UTF8 + b"<meta charset=koi8-r>\xcf"
    assert decode(body, "utf-8", "Windows-1251", is_markup=True).text.endswith("П")
    assert decode(codecs.BOM_UTF8 + b"quays", None, "utf8").text == "quays"
    with pytest.raises(LastroError) as refused:
        decode(b"quays", None, "windows-1215")
    assert refused.value.message == "no encoding is called 'windows-1215'"
    assert "windows-125" in refused.value.hint


def test_a_hostile_head_is_read_in_one_pass() -> None:
    for piece in (b"<a ", b'<a "', b"<a '<", b"<!--", b"<meta ", b"<meta a='", b"charset="):
        assert decode(piece * 400_000, None, is_markup=True).charset == "utf-8"


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
