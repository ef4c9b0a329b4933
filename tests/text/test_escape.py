"""Addresses in the form in which browsers send them, and markup on one line."""

import pytest

from lastro.text.escape import one_line, url, wire_form


@pytest.mark.parametrize(
    ("shown", "sent"),
    [
        (
            "https://порт.example.org/статья-1",
            "https://xn--n1abei.example.org/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F-1",
        ),
        ("https://port.example.org/é%20x", "https://port.example.org/%C3%A9%20x"),
        ("https://straße.example.org/", "https://xn--strae-oqa.example.org/"),
        ("https://ΟΔΟΣ.example.org/", "https://xn--pxavbq.example.org/"),
        (
            "https://日本。example。org/パス?q=東#x",
            "https://xn--wgv71a.example.org/%E3%83%91%E3%82%B9?q=%E6%9D%B1#x",
        ),
        ("https://पोर्ट.example.org/", "https://xn--c2bvs1il.example.org/"),
        ("https://порт.example.org:8080/a'b", "https://xn--n1abei.example.org:8080/a%27b"),
        (
            "https://web.archive.org/web/20260120000000/https://порт.example.org/ш",
            "https://web.archive.org/web/20260120000000/https://xn--n1abei.example.org/%D1%88",
        ),
    ],
)
def test_an_address_is_written_as_browsers_send_it(shown: str, sent: str) -> None:
    assert wire_form(shown) == sent
    assert url(sent) == sent
    assert wire_form(sent) is None


@pytest.mark.parametrize(
    "shown",
    [
        "https://１２７.0.0.1/я",
        "http://порт.internal/",
        "https://ines@порт.example.org/",
        "ftp://порт.example.org/",
        "порт.example.org",
        "https://port.example.org/я\u200b",
        "https://port.example.org/я x",
        "https://exa‑mple.example.org/я",
        "https://example.org/" + "я" * 700,
    ],
)
def test_what_is_no_public_address_has_no_such_form(shown: str) -> None:
    assert wire_form(shown) is None


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<p>a\nb</p>\n", "<p>a b</p>"),
        ("<em>a</em>\n<em>b</em>", "<em>a</em> <em>b</em>"),
        ("<section>\n<h2>a</h2>\n<ul>\n<li>b</li>\n</ul>\n</section>\n<p>c</p>\n<div>", "<section><h2>a</h2><ul><li>b</li></ul></section><p>c</p><div>"),
        ("a\n<pre>b\n</pre>\n<pre>\nc</pre>\nd", "a<pre>b&#10;</pre><pre>&#10;c</pre> d"),
        ("a\t\r\nb\x02\x03", "a&#9;&#13; b"),
    ],
)  # fmt: skip
def test_markup_on_one_line_shows_the_same(written: str, sent: str) -> None:
    assert one_line(written) == sent
