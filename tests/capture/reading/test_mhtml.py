"""Pages that a browser saved as one file: what a reader saw, and nothing of how it is packed."""

import re
from base64 import b64encode
from typing import Any

import pytest

from lastro.capture.reading.child import answer_to
from lastro.capture.reading.mhtml import MHTML, is_mhtml
from lastro.errors import LastroError

SAVED = """\
From: <Saved by Blink>
Snapshot-Content-Location: https://port.example.org/quays
Subject: =?utf-8?Q?Cais?=
Date: Mon, 12 Jan 2026 10:00:00 GMT
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----x----"


------x----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://port.example.org/quays

<!DOCTYPE html><html><head><meta http-equiv=3D"Content-Type" content=3D"tex=
t/html; charset=3DUTF-8"></head><body><p>Os cais est=C3=A3o fech=
ados aos <b>domingos</b>.</p><script>var x=3D"never said"</script><iframe s=
rc=3D"cid:frame-2"></iframe><p>O mar sobe.</p></body></html>
------x----
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable

p { content: "never said" }
------x----
Content-Type: text/html
Content-ID: <frame-2>

<p>never said in a frame</p>
------x------
"""


def read(body: bytes, encoding: str | None = None) -> dict[str, Any]:
    return answer_to(body, "", None, encoding)


def parts_of(charset: str, coding: str, content: bytes, more: str = "") -> bytes:
    head = f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"{more}\n\n--b\n'
    part = f"Content-Type: text/html{charset}\nContent-Transfer-Encoding: {coding}\n\n"
    return head.encode() + part.encode() + content + b"\n--b--\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_saved_page_is_read_as_the_page(ends: str) -> None:
    found = read(SAVED.replace("\n", ends).encode())
    assert (found["media_type"], found["charset"], found["notes"]) == (MHTML, "utf-8", [])
    assert "Os cais estão fechados aos domingos." in found["text"]
    assert "O mar sobe." in found["text"]
    assert "never" not in found["text"]
    assert "3D" not in found["text"]


@pytest.mark.parametrize(
    ("charset", "coding", "content"),
    [
        ("; charset=iso-8859-1", "base64", b64encode("<p>São fechados".encode("latin-1"))),
        ("; charset=utf-8", "8bit", "<p>São fechados".encode()),
        ("", "binary", "<meta charset=windows-1252><p>São fechados".encode("cp1252")),
    ],
)
def test_the_page_is_in_the_encoding_that_its_part_names(
    charset: str, coding: str, content: bytes
) -> None:
    assert "São fechados" in read(parts_of(charset, coding, content))["text"]


def test_the_page_that_is_named_as_the_start_is_meant() -> None:
    body = parts_of("", "7bit", b"<p>Frame").replace(
        b"\n--b--", b"\n--b\nContent-ID: <top>\nContent-Type: text/html\n\n<p>Top\n--b--"
    )
    assert "Frame" in read(body)["text"]
    started = read(body.replace(b'"b"', b'"b"; start="<top>"', 1))["text"]
    assert "Top" in started
    assert "Frame" not in started


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (SAVED[:-200].encode(), "the MHTML file is damaged or cut off"),
        (SAVED.split("------x", 1)[0].encode(), "the MHTML file is damaged or cut off"),
        (re.sub(r"text/html(?=\n)", "image/png", SAVED).encode(), "the MHTML file holds no page"),
    ],
)
def test_what_holds_no_whole_page_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(LastroError) as refused:
        read(body)
    assert refused.value.message == message
    assert refused.value.hint.startswith("save the page")


@pytest.mark.parametrize("more", ["To: rui@x\n", "Received: from a by b;\n", "Message-ID: <1>\n"])
def test_a_letter_with_pictures_is_no_page(more: str) -> None:
    assert is_mhtml(SAVED)
    assert not is_mhtml(more + SAVED)
    assert not is_mhtml(f"The quays close.\n\n{SAVED}")


def test_parts_in_parts_without_end_are_refused() -> None:
    nested = b"MIME-Version: 1.0\n" + b"".join(
        b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)
    )
    with pytest.raises((LastroError, RecursionError)):
        read(nested)
