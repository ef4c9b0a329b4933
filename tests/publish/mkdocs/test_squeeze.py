"""A page loses the blanks that its templates are indented by, and nothing that a reader sees."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastro.publish.mkdocs.policy import squeeze

KEPT = (
    b"<pre>\n  a\n\n  <code>b\n   c</code>\n   d </pre>",
    b"<code class='x'>a\n  b</code>",
    b"<TEXTAREA>\n  a\n\n b</TEXTAREA >",
    b"<script>\n  a()\n\n  b()\n</script>",
    b"<style>\n  a {}\n  b {}\n</style>",
    b"<!-- a\n   b > c\n   -->",
    b'<p title="a >\n   b" lang=en>',
    b"<p title='a >\n   b'\n   lang=en>",
    b"a  b \t c <b>d</b>  <i>e</i>",
    b"1 < 2 > 1",
)
PARTS = (*KEPT, b"<p>", b"</p>", b"x", b"\n", b"\n  \t", b" \r\n\n ", b"  ", b"<", b"\xc3\xa9")


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_shown_or_run_with_its_blanks_stays_as_it_is(kept: bytes) -> None:
    assert squeeze(b"<div>\n    " + kept + b"\n\n  </div>") == b"<div>\n" + kept + b"\n</div>"


def test_a_run_with_a_line_end_becomes_one_line_end() -> None:
    page = b"<ul>\n    <li>a <b>b</b>\n\n\t  c  d</li> \r\n  <li></li> <li></li>\n</ul>\n\n"
    assert squeeze(page) == b"<ul>\n<li>a <b>b</b>\nc  d</li>\n<li></li> <li></li>\n</ul>\n"


@given(st.lists(st.sampled_from(PARTS)).map(b"".join))
def test_only_white_space_goes_and_it_goes_at_once(page: bytes) -> None:
    squeezed = squeeze(page)
    assert squeeze(squeezed) == squeezed
    assert re.sub(rb"\s+", b" ", squeezed) == re.sub(rb"\s+", b" ", page)
