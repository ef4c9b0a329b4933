"""What a file is, by its bytes: whatever it is called, nobody quotes what no reader saw."""

import codecs
import gzip
from datetime import UTC, datetime
from typing import Any

import pytest

from lastro.capture.fetched import of_file
from lastro.capture.reading.child import answer_to
from lastro.capture.reading.media import kind_of
from lastro.errors import LastroError

CALLED = ("", "text/plain", "text/markdown", "text/html", "application/octet-stream")
FOREIGN: dict[str, list[str | bytes]] = {
    "an e-mail as sent": [
        "Return-Path: <ana@x>\r\nFrom: ana@x\r\n\r\nThe quays close.",
        "Received: from x by y;\r\n\tMon, 5 Jan 2026\r\nFrom: ana@x\r\n\r\nThe quays",
        "Subject: Quays\nContent-Transfer-Encoding: base64\n\nVGhlIHF1YXlz",
        "From ana@x Mon Jan  5 10:00:00 2026\nFrom: ana@x\n\nThe quays",
        "From ana at x  Mon Jan  5 10:00:00 2026\nMessage-ID: <1@x>\n\nThe quays",
        "Path: news.x\nNewsgroups: port.talk\n\nThe quays",
        "From: ana@x\nTo: rui@x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        "--b\nContent-Type: text/html\n\n<p>The quays\n--b--\n",
    ],
    "an answer with the headers of its server": [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The quays",
        "HTTP/2 200\r\nserver: x\r\n\r\nThe quays",
    ],
    "subtitles with styles (SSA)": ["[Script Info]\nTitle: never\n[Events]\nDialogue: 0,The quays"],
    "a document in RTF": [r"{\rtf1\ansi The quays {\v never} close}", "\n{\\rtf1 The quays}"],
    "a document in PostScript": ["%!PS-Adobe-3.0\n(The quays) show\n", b"\xc5\xd0\xd3\xc6%!PS"],
    "the source of a LaTeX document": [
        "% The fine is nine crowns.\n\\documentclass{article}\n",
        "\\begin{document}\nThe quays",
    ],
    "a document in XML": [
        '<?xml version="1.0"?><note><to>Ines</to></note>',
        "<note><to>Ines</to><!-- never --></note>\n",
        '<rss version="2.0"><channel><title>Quays</title></channel></rss>',
        '<?xml version="1.0"?><article><para>The quays</para></article>',
        '<!DOCTYPE note SYSTEM "note.dtd"><note>The quays</note>',
        '<svg xmlns="http://www.w3.org/2000/svg"><desc>never</desc><text>The quays</text></svg>',
        '<k:kml xmlns:k="k"><k:name>The quays</k:name></k:kml>',
        '<article xmlns:xlink="x" dtd-version="1"><front>never</front><p>The quays</p></article>',
        '<tt xmlns="http://www.w3.org/ns/ttml"><head>never</head><p>The quays</p></tt>',
        f"<!-- {'long ' * 1000} --><gpx><wpt/></gpx>",
        f"<feed>{'<entry>The quays</entry>' * 20_000}</feed>",
    ],
    "data for programs (JSON)": [
        '{"title": "The quays"}',
        '[{"a": 1}]',
        '["never", "said"]',
        "[1, 2]",
        '{"a":1}\n{"a":2}\n',
        ')]}\'\n{"a": 1}',
        '// remark\n{"a": "never said"}',
        '["never", "said", ',
        '{\n  "cells": [',
    ],
    "a style sheet": [
        "body { color: red }",
        '/* never said */\n@charset "utf-8";',
        ":root{--a:'never said'}",
        ".a,\n.b { margin: 0 }",
        "@media print { a { color: red } }",
        "@keyframes a { from { left: 0 } } /* never said */",
        "#main > .a:hover { opacity: 0 } /* never said */",
        "p { word-wrap: break-word } /* never said */",
    ],
    "a script": [
        'var x = {a: "never said"};',
        "(function(){})()",
        '"use strict";\nx()',
        "/* a */ /* b */\n!function(e){}",
        'import x from "y";',
        "// quays\nconst a = [];",
        "export default {}",
        "window.x = 1",
        "(()=>{})()",
        'callback({"a": 1})',
        "let a;\nlet b = 'never said';\n",
        "class A extends B {\n  x() { return 'never said' }\n}",
        "interface A {\n  x: string\n}",
        "require('x');\nx('never said')",
        "$(function(){ x('never said') })",
        "if (typeof x === 'undefined') { x = 'never said' }",
        "try { x('never said') } catch {}",
        "void 0;x('never said')",
        "(self.webpackChunk=self.webpackChunk||[]).push([[1],{1:()=>{'never'}}])",
    ],
    "the source of a program": [
        "<?php $x = 'never said'; ?><p>The quays</p>",
        "<%@ page %><p>x",
        "#!/bin/sh\n# never said\necho The quays\n",
        "#include <stdio.h>\n/* never said */\n",
    ],
    "a file of a calendar or an address book": [
        "BEGIN:VCALENDAR\nSUMMARY:Qua\n ys",
        "BEGIN:VCARD\nN:x",
        "begin:vcard\nnote:never",
    ],
    "a web archive": ["filedesc://x.arc 0.0.0.0 20260105 text/plain 76\n1 0 x\n", "WARC/1.1\r\n"],
    "a ZIP file, as office documents and e-books are": [b"PK\x03\x04mimetypeapplication/epub+zip"],
    "an office document": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    "a packed file": [
        gzip.compress(b"The quays close."),
        b"BZh91AY&SY",
        b"\x1f\x9d\x90The quays",
        b"\xfd7zXZ\x00",
        b"7z\xbc\xaf\x27\x1c",
        b"\x28\xb5\x2f\xfd",
        b"Rar!\x1a\x07",
    ],
    "an image": [b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBP"],
    "a page as Safari archives it": [b"bplist00\xd1"],
}
BINARY = [
    b"SQLite format 3\x00" + bytes(range(32)) * 9,
    b"\x7fELF\x02\x01\x01" + bytes(50),
    b"ID3\x03" + bytes(20),
    b"page.html" + bytes(100) + b"ustar",
    "The quays close on Sundays.".encode("utf-32-be"),
    codecs.BOM_UTF32_LE + "The quays close on Sundays.".encode("utf-32-le"),
]
PAGES = [
    "<head><meta charset='utf-8'><title>never</title></head><body><p>The quays close.</p>{}</body>",
    "<div class='never'>The quays close.</div>{}",
    "<!-- never said --><p>The quays close.{}",
    f"<!-- {'never ' * 1000} --> <section>The quays close.</section>{{}}",
    "\ufeff\n\n<BODY><P>The quays close.{}",
    "<my-page><p title='never'>The quays close.</p></my-page>{}",
    "<img src=a.png alt='never'><p>The quays close.{}",
    "<link rel=never href=a.css><table><tr><td>The quays close.{}",
    "The quays close.<br><p class='never said by anybody'>Or not.</p><br>{}",
    "The quays close. <script>var x='The mayor never said it.'</script>{}",
    "The quays close. <!-- The mayor never said it. -->{}",
    "Warning: x in y on line 3<br /><html><head></head><body class='never'>The quays close.{}",
    '<?xml version="1.0"?>\n<?xml-stylesheet href="never"?>\n<!DOCTYPE html PUBLIC "-//W3C">'
    "<html><body>The quays close.{}",
]
TEXTS = [
    "From: the desk of the mayor\n\nThe quays close.",
    "From: Ines\nTo: Rui\nSubject: Quays\nDate: 3 March 2025\n\nThe quays close.",
    "To: the mayor\nReceived: 12 March 2025\nSubject: quays\n\nThe quays close.",
    "From Monday on The quays close.",
    "<3 The quays close.",
    "<ana> The quays close.\n<rui> who says so, <ana>?\n",
    "<https://port.example.org> says: The quays close.",
    "<title of the work> The quays close.",
    "The quays close. We put <div> and </div> round it, and a <br>, and that helped readers of the "
    "page to see at once what was decided there, and by whom, and what it would cost the port.",
    "[Applause] The quays close.",
    "[1] The quays close. [2]",
    '["Yes", he said.] The quays close.',
    "{unclear} The quays close.",
    "{{Infobox port | width = 3}}\nThe quays close.",
    "let us say x = 5; The quays close.",
    'import duties rose, he said. The quays close: "no". The quays close.\n',
    "export controls, (see {1}). The quays close.",
    "function of the port. The quays close.",
    "# Quays\n\nThe quays close. **So** it is.\n",
    "---\ntitle: Quays\n---\nThe quays close.\n",
    "day,words\nMonday,The quays close.\n",
    '"day","words"\n"Monday","The quays close."\n',
    "1\n00:01 to 00:02\nThe quays close.\n",
    "% of people: The quays close.",
    "// we were there: The quays close.",
    "/* aside */ The quays close.",
    "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe quays close.\n",
    "'''Port''' [[quay]] The quays close.",
    "> a < b and c > d. The quays close.",
    "MIME-Version is a header. The quays close.",
    "HTTP is a protocol. The quays close.",
    "\x1b[1mThe quays close.\x1b[0m",
]


def refused(body: bytes, called: str) -> tuple[str, str]:
    with pytest.raises(LastroError) as error:
        answer_to(body, called, None)
    return error.value.message, error.value.hint


def read(text: str, called: str) -> dict[str, Any]:
    return answer_to(text.encode(), called, None)


@pytest.mark.parametrize("called", CALLED)
@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_no_text_is_refused_by_name_and_says_what_to_save(what: str, called: str) -> None:
    for written in FOREIGN[what]:
        body = written if isinstance(written, bytes) else written.encode()
        message, hint = refused(body, called)
        assert message == f"it is {what}, which is not read"
        assert hint != ""


@pytest.mark.parametrize("called", CALLED)
@pytest.mark.parametrize("body", BINARY)
def test_what_nobody_can_read_is_no_text_whatever_it_is_called(body: bytes, called: str) -> None:
    assert refused(body, called)[0] == "it is neither HTML nor PDF nor text"


@pytest.mark.parametrize("called", CALLED)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_read_as_one_whatever_it_is_called(page: str, called: str) -> None:
    answer = read(page.format("<style>b { color: never }</style><b>Ships too.</b>"), called)
    assert answer["media_type"] == "text/html"
    assert "The quays close." in answer["text"]
    assert "Ships too." in answer["text"]
    assert "never" not in answer["text"]


@pytest.mark.parametrize("called", ["", "text/plain", "text/markdown"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_as_one(text: str, called: str) -> None:
    answer = read(text, called)
    assert answer["media_type"] == (called or "text/plain")
    assert "The quays close." in answer["text"]
    assert answer["text"].split() == text.split()


def test_a_stray_control_character_makes_no_text_binary() -> None:
    assert read("The quays close.\x1a", "text/plain")["text"] == "The quays close.\x1a"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("called", CALLED)
def test_utf_16_without_a_mark_is_read_as_such(codec: str, called: str) -> None:
    answer = answer_to("Os cais 埠頭 fecham aos domingos.".encode(codec), called, None)
    assert "Os cais 埠頭 fecham aos domingos." in str(answer["text"])


def test_a_charset_that_the_server_names_may_have_zeros() -> None:
    body = "The quays close.".encode("utf-16-le")
    assert answer_to(body, "text/plain", "utf-16le")["text"] == "The quays close."


@pytest.mark.parametrize("hostile", ["/**/ ", "<!--", "a:\n", "% \n", "<a", "</a", "<script>"])
def test_a_hostile_beginning_is_judged_in_one_pass(hostile: str) -> None:
    body = (hostile * 20_000 + "\0").encode()
    assert kind_of(body, "text/plain") in {"text/plain", "text/html"}


LONG = "The quays close on Sundays, and nobody was asked. " * 40


@pytest.mark.parametrize("called", ["", "text/plain", "text/markdown", "text/csv"])
@pytest.mark.parametrize(
    "unseen",
    [
        "<script>var x='never said'</script>",
        "<style>b { content: 'never said' }</style>",
        "<template>never said</template>",
        "<!-- never said -->",
        "<p hidden>never said</p>",
        '<span class=a style="display:none">never said</span>',
    ],
)
def test_a_text_that_hides_a_little_is_no_text_and_none_of_it_is_lost(
    unseen: str, called: str
) -> None:
    message, hint = refused(f"{LONG}{unseen} {LONG}".encode(), called)
    assert message == "it is a text with pieces of HTML that no reader sees"
    assert hint == "save the page as HTML with a name that ends in .html, or take those pieces out"
    answer = read(f"{LONG}{unseen} {LONG}", "text/html")
    assert "never" not in answer["text"]


MENTION = f"{LONG}`<!-- x -->` and `<style>` by <ana@port.example.org>. {LONG}"
BADGES = (
    "Name: quays\n\n" + "<p><img src='https://badge.example.org/quays.svg'></p>\n" * 30 + MENTION
)


def kind_by_name(name: str, text: str) -> tuple[str, bool]:
    file = of_file(name, text.encode(), url="unknown", at=datetime(2026, 1, 5, tzinfo=UTC))
    answer = answer_to(file.body, file.media_type, file.charset)
    return str(answer["media_type"]), str(answer["text"]).split() == text.split()


@pytest.mark.parametrize("name", ["CHANGELOG.md", "a.py", "LICENSE"])
def test_a_file_of_a_package_may_speak_of_what_pages_hide(name: str) -> None:
    assert kind_by_name(name, MENTION) == ("text/plain", True)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "page"])
def test_a_text_that_may_be_a_saved_page_hides_nothing(name: str) -> None:
    with pytest.raises(LastroError, match="pieces of HTML that no reader sees"):
        kind_by_name(name, MENTION)


def test_a_file_that_no_browser_saves_is_no_page_for_the_tags_in_it() -> None:
    for name in ("METADATA", "PKG-INFO", "pyproject.toml", "README.rst", "a.PY"):
        assert kind_by_name(name, BADGES) == ("text/plain", True)
    for name in ("page", "a.txt", "METADATA.html", "notes.METADATA"):
        assert kind_by_name(name, BADGES) == ("text/html", False)


@pytest.mark.parametrize("name", ["METADATA", "a.py", "a.txt", "README.md"])
@pytest.mark.parametrize(
    "begins",
    [
        "<!doctype html>",
        "<html>",
        "\ufeff <div class=a>",
        "<!-- never -->",
        "<script>'never'</script>",
    ],
)
def test_what_begins_as_a_page_is_one_whatever_its_name_is(name: str, begins: str) -> None:
    assert kind_by_name(name, f"{begins}<p>The quays close.") == ("text/html", False)
    with pytest.raises(LastroError):
        kind_by_name(name, "<?xml version='1.0'?><note>The quays</note>")


@pytest.mark.parametrize("called", CALLED)
def test_a_pdf_behind_a_few_bytes_is_no_text(called: str) -> None:
    message, _ = refused(b"x" * 500 + b"\n%PDF-1.4\n(never said) Tj\n", called)
    assert message == "the PDF is damaged"


def test_a_text_may_speak_of_a_pdf() -> None:
    assert read("A PDF begins with %PDF-1.7, they say.", "")["media_type"] == "text/plain"
