"""ZIP files of strangers: none of them is believed before it was looked at."""

import struct
from zipfile import ZIP_BZIP2, ZIP_STORED

import pytest

from lastro.capture.reading import zipped
from lastro.capture.reading.zipped import open_zip, read_member
from lastro.errors import LastroError
from tests.support.little_zip import zip_of

WHOLE = zip_of(("a.txt", b"Low tide"), ("b.txt", b"High tide"), packing=ZIP_STORED)
LOCKED = WHOLE.replace(
    b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00", 1
)


def refusal(body: bytes, name: str = "a.txt", longest: int = 1_000) -> str:
    with pytest.raises(LastroError) as refused, open_zip(body) as archive:
        read_member(archive, name, longest)
    assert refused.value.hint
    return refused.value.message


def test_a_member_is_read_whole() -> None:
    with open_zip(WHOLE) as archive:
        assert read_member(archive, "a.txt", 8) == b"Low tide"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (WHOLE[:-30], "the ZIP file is damaged"),
        (b"PK\x03\x04 none", "the ZIP file is damaged"),
        (WHOLE.replace(b"Low tide", b"Low life"), "the ZIP file is damaged"),
        (LOCKED, "the ZIP file wants a password"),
        (zip_of(("a.txt", b"1"), ("a.txt", b"2")), "the ZIP file holds 'a.txt' twice"),
        (zip_of(("../a.txt", b"1")), "the ZIP file holds '../a.txt', which leads out of it"),
        (zip_of(("/a.txt", b"1")), "the ZIP file holds '/a.txt', which leads out of it"),
        (WHOLE.replace(b"b.txt", b"b\\txt"), r"the ZIP file holds 'b\txt', which leads out of it"),
        (WHOLE.replace(b"b.txt", b"b\0txt"), r"the ZIP file holds 'b\x00txt', which leads out of it"),
        (zip_of(("a.txt", b"1"), packing=ZIP_BZIP2), "'a.txt' in the ZIP file is packed in a rare way"),
        (zip_of(("b.txt", b"1")), "the ZIP file lacks 'a.txt'"),
        (zip_of(("a.txt", b"1" * 1_001)), "'a.txt' in the ZIP file has more than 1,000 bytes"),
    ],
)  # fmt: skip
def test_what_is_not_honest_is_one_sentence(body: bytes, message: str) -> None:
    assert refusal(body) == message


def test_a_member_that_is_longer_than_it_says_is_damaged() -> None:
    bomb = zip_of(("a.txt", b"\0" * 100_000))
    assert refusal(bomb.replace(struct.pack("<I", 100_000), struct.pack("<I", 500))) == (
        "the ZIP file is damaged"
    )


def test_many_members_and_much_in_them_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_MEMBERS", 1)
    monkeypatch.setattr(zipped, "LARGEST", 10_000_000)
    assert refusal(WHOLE) == "the ZIP file has more than 1 files or 10 MB"
    assert refusal(zip_of(("a.txt", b"\0" * 10_000_001))) == (
        "the ZIP file has more than 1 files or 10 MB"
    )
